"""The part of docs/cost.md that has figures, in Markdown."""

from minute import LIMIT_MS, minute_us, scripts_minute_us
from tools import TOOLS, Tool, scripts_us, tools_us

SCRIPTS_WHERE_THEY_RAN_MS = 360

# Behind the tool, where else it was measured.
VARIANTS = {
    "mackerel-plugin-ntpq": Tool("mackerel-plugin-ntpq, kernel", "host",
                                 "mackerel-plugin-ntpq --source kernel"),
    "interval-checker": Tool("interval-checker, replay", "host", "interval-checker, repeating"),
}
# Behind the tool, whose work it is: scenario, name and command.
OTHERS = {
    "check-inode": ("host", "df -i", "`df -i`"),
    "mackerel-plugin-ntpq": ("chronyd", "chronyc", "`chronyc -c -n sources`"),
    "mackerel-plugin-php-version": ("scripts", "php -n", "`php -n -r …`"),
}
# Much to do: what with, the figures' scenario and name, what they are compared to.
LARGE = [
    ("A bundle of 1,152 certificates", "1152 certificates", "check-crt-expiration",
     "a loop that decodes them all"),
    ("2,000 mounts", "2000 mounts", "check-inode", "`df -i`"),
    ("20,000 processes", "20000 processes", "mackerel-plugin-linux-lite",
     "a bare loop over the same files in C"),
    ("A million messages", "1000000 messages", "mackerel-plugin-postfix",
     "a bare loop over the same directories in C"),
]
HEADING = """| program | CPU µs | × empty | limit | RSS KiB | KB | script, at least µs |
|---|---|---|---|---|---|---|"""


def with_excess(text, row, limit, value):
    """Says behind a value, or its limit, by how much the limit is missed, if it is."""
    excess = value / row["limits"][limit] - 1 if limit in row["limits"] else 0
    return text if excess <= 0 else f"{text} (+{max(excess, 0.01):.0%})".replace("%", " %")


def limit_cell(row):
    """With the command that is compared to, where that is not the empty one."""
    limit, (baseline, ratio), *_ = row["limits"].get("cpu_ratio"), *row["ratios"].items()
    if limit is None:
        return ""
    beside = "" if baseline == "empty" else f" × `{baseline}`"
    return with_excess(f"{limit:g}{beside}", row, "cpu_ratio", ratio)


def table_row(command, row, script=None):
    size = "" if row["bytes"] is None else with_excess(
        f"{row['bytes'] / 1000:.0f}", row, "stripped_bytes", row["bytes"])
    cells = [command, str(row["cpu_us"]), f"{row['ratios']['empty']:.2f}", limit_cell(row),
             with_excess(str(row["rss_kib"]), row, "rss_kib", row["rss_kib"]), size,
             str(script["cpu_us"]) if script else ""]
    return "| " + " | ".join(cells).replace("|  |", "| |") + " |"


def code(command):
    name, comma, rest = command.partition(",")
    return f"`{name}`{comma}{rest}"


def table(measured):
    lines = [HEADING]
    for tool in TOOLS:
        lines.append(table_row(code(tool.command()), measured.row(tool.scenario, tool.name),
                               tool.script(measured)))
        variant = VARIANTS.get(tool.name)
        if variant is not None:
            lines.append(table_row(code(variant.command()),
                                   measured.row(variant.scenario, variant.name)))
        scenario, name, command = OTHERS.get(tool.name, ("", "", ""))
        other = measured.find_rival(scenario, name)
        if other is not None:
            lines.append(table_row(command, other))
    lines.append(table_row("an empty C program", measured.row("host", "empty")))
    go = measured.find_rival("peers", "empty, Go")
    if go is not None:
        lines.append(table_row("an empty Go program", go))
    return "\n".join(lines).replace("|  |", "| |")


def sums(measured):
    scripts = scripts_us(measured)
    least = "" if scripts is None else (
        f"\n  What they cannot do without takes {scripts / 1000:.0f} ms on this machine: "
        "the sum of the last column.")
    return (f"- The original scripts took {SCRIPTS_WHERE_THEY_RAN_MS} ms a minute where they ran; "
            f"all of these once take {tools_us(measured) / 1000:.0f} ms.{least}")


def minute(measured):
    """One host's, with the sample configuration."""
    # Sixtieths do not add up exactly.
    value, scripts = round(minute_us(measured) / 1000, 3), scripts_minute_us(measured)
    excess = "" if value <= LIMIT_MS else (
        f", missed by {max(value / LIMIT_MS - 1, 0.01):.0%}".replace("%", " %"))
    others = "" if scripts is None else (
        f" What the\n  scripts cannot do without takes {scripts / 1000:.0f} ms.")
    return ("- **A host's minute** with all of them, as `packaging/mackerel-agent.conf` runs them, "
            f"takes {value:.1f} ms\n  (limit {LIMIT_MS}{excess}), the programs that they run "
            f"included.{others}")


def large(measured):
    """A table of what is compared to other commands than the empty program."""
    lines = ["| much to do | program | CPU ms | compared to | limit |", "|---|---|---|---|---|"]
    for load, scenario, name, other in LARGE:
        row = measured.row(scenario, name)
        ratio, limit = next(iter(row["ratios"].values())), row["limits"]["cpu_ratio"]
        lines.append(f"| {load} | `{name}` | {row['cpu_us'] / 1000:.1f} | {ratio:.2f} × {other} | "
                     f"{with_excess(f'{limit:g}', row, 'cpu_ratio', ratio)} |")
    return lines


def peers(measured):
    found = [(tool, tool.peer(measured)) for tool in TOOLS]
    said = [f"`{tool.name}` {measured.row(tool.scenario, tool.name)['cpu_us']} µs, its plugin "
            f"{peer['cpu_us']} µs" for tool, peer in found if peer]
    return [f"- Beside Mackerel's own plugins, which are in Go: {'; '.join(said)}."] if said else []


def made_on(measured):
    machine = measured.machine
    names = {"compiler": "", "glibc": "glibc ", "perl": "perl ", "php": "PHP ", "go": "Go "}
    programs = [name + machine[key] for key, name in names.items() if machine.get(key)]
    return (f"Medians of up to {measured.rounds} interleaved rounds, on {machine['cpu']} with "
            f"{machine['cores']} CPUs, Linux {machine['kernel'].split('-')[0]},\n"
            f"{', '.join(programs)}: one machine's figures.")


def write(measured):
    """Returns the text; raises Incomplete where a tool was not measured."""
    return "\n".join([table(measured), "", *large(measured), "", sums(measured), minute(measured),
                      *peers(measured),
                      "", made_on(measured)]) + "\n"
