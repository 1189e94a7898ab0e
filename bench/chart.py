"""Draws what a run of each tool costs beside its rivals, as SVG.

It has a ground of its own, and so can be read on any page, also where the page is dark and the
reader's system is not.
"""

from html import escape

from tools import TOOLS

WIDTH = 720
BARS_LEFT, BARS_WIDTH = 216, 420
TOP, ROW_HEIGHT, BAR_HEIGHT, BOTTOM = 76, 31, 11, 34
LEAST_BAR = 1.5  # what is hardly anything can still be seen

STYLE = """
  .ground { fill: #ffffff; stroke: #d1d9e0 }
  text { fill: #1f2328; font: 12px system-ui, sans-serif }
  .title { font-size: 15px; font-weight: 600 } .small { fill: #59636e; font-size: 11px }
  .script { fill: #818b98 } .peer { fill: #bc6c00 } .ours { fill: #0969da }
  .empty { stroke: #bc6c00; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d } text { fill: #f0f6fc } .small { fill: #9198a1 }
    .script { fill: #768390 } .peer { fill: #d29922 } .ours { fill: #4493f8 }
    .empty { stroke: #d29922 }
  }
"""
TITLE = "Processor time of one run, in milliseconds"


def milliseconds(row):
    value = row["cpu_us"] / 1000
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"


def series(tool, measured):
    """Class, figures and value of each bar of a tool."""
    script, peer = tool.script(measured), tool.peer(measured)
    bars = [("script", script, f"≥ {milliseconds(script)}")] if script else []
    bars += [("peer", peer, milliseconds(peer))] if peer else []
    ours = measured.row(tool.scenario, tool.name)
    return bars + [("ours", ours, milliseconds(ours))]


def text(x, y, words, kind=""):
    attribute = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{attribute}>{escape(words)}</text>'


def rectangle(x, y, width, kind):
    return (f'<rect x="{x:g}" y="{y:g}" width="{max(width, LEAST_BAR):.1f}" '
            f'height="{BAR_HEIGHT}" class="{kind}"/>')


def legend(kinds, go):
    """What the colours mean, in one line below the title."""
    words = {"script": "original script, at least", "peer": "Mackerel's plugin, Go",
             "ours": "these tools"}
    drawn, x = [], 16
    for kind in kinds:
        drawn += [rectangle(x, 42, BAR_HEIGHT, kind), text(x + 16, 52, words[kind])]
        x += 34 + 6.6 * len(words[kind])
    if go is not None:
        drawn += [f'<path d="M{x:g} 48h20" class="empty"/>',
                  text(x + 26, 52, f"an empty program in Go: {milliseconds(go)}")]
    return drawn


def describe(rows):
    """The same in words, for who cannot see it."""
    names = {"script": "script", "peer": "Go", "ours": "tool"}
    return "; ".join(f"{tool.command()}: " + ", ".join(
        f"{names[kind]} {value}" for kind, _, value in bars) for tool, bars in rows) + "."


def draw(measured):
    """Returns the text of the file; raises Incomplete where a tool was not measured."""
    rows = [(tool, series(tool, measured)) for tool in TOOLS]
    longest = max(bar["cpu_us"] for _, bars in rows for _, bar, _ in bars)
    scale = BARS_WIDTH / longest
    go = measured.find_rival("peers", "empty, Go")
    drawn, y = [], TOP
    for tool, bars in rows:
        drawn.append(text(16, y + (ROW_HEIGHT - 4) / 2 + 3, tool.command()))
        # Two bars fill a row; a third makes it higher.
        for kind, bar, value in bars:
            width = bar["cpu_us"] * scale
            drawn += [rectangle(BARS_LEFT, y, width, kind),
                      text(BARS_LEFT + max(width, LEAST_BAR) + 5, y + 10, value, "small")]
            y += BAR_HEIGHT + 2
        y += ROW_HEIGHT - 2 * (BAR_HEIGHT + 2)
    if go is not None:
        x = BARS_LEFT + go["cpu_us"] * scale
        drawn.append(f'<path d="M{x:.1f} {TOP - 6}V{y - 2}" class="empty"/>')
    kinds = [kind for kind in ("script", "peer", "ours")
             if any(kind == bar[0] for _, bars in rows for bar in bars)]
    machine = measured.machine
    made = f"Medians on {machine['cpu']}, Linux {machine['kernel'].split('-')[0]}: docs/cost.md"
    height = y + BOTTOM
    head = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title description">',
            f'<title id="title">{TITLE}</title>',
            f'<desc id="description">{escape(describe(rows))}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6" '
            'class="ground"/>',
            text(16, 28, TITLE, "title")]
    foot = [text(16, y + 16, made, "small"), "</svg>"]
    return "\n".join([*head, *legend(kinds, go), *drawn, *foot]) + "\n"
