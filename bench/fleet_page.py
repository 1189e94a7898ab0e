"""The part of docs/fleet.md that has figures, in Markdown."""

import statistics

from digest import Incomplete
from fleet import SIZES
from minute import minutes, minute_us, scripts_minute_us, SCENARIO

VIRTUAL_HOSTS = 50
CASES = [
    # Of fleet.loads: its name, the tools that ask, what is counted, and how it is said.
    ("metrics", ["mackerel-plugin-gaurun-usage"], "queries",
     "DNS queries of a metric plugin that looks up a server"),
    ("metrics, splay", ["mackerel-plugin-gaurun-usage"], "queries", "… with `--splay 20s`"),
    ("checks", ["check-resolver", "check-dns-rr"], "queries",
     "DNS queries of check-resolver and check-dns-rr, agents started at once"),
    ("checks, splay", ["check-resolver", "check-dns-rr"], "queries", "… with `--splay 20s`"),
    ("checks, any phase", ["check-resolver", "check-dns-rr"], "queries",
     "… agents started at different times"),
    ("hourly", [], "", "TLS handshakes of check-crt-expiration each hour, agents started at once"),
    ("daily", [], "", "… each day, by interval-checker"),
    ("daily, jitter", [], "", "… with `--jitter 2h`"),
]


def number(value):
    """With three digits, or all of those before the point."""
    digits = 0 if round(value, 1) >= 100 else 1 if round(value, 2) >= 10 else 2
    return f"{value:,.{digits}f}"


def rested_us(measured):
    """A host's minute with a rest between the runs: what runs each minute so, the other as it is
    measured without one."""
    seldom = sum(measured.row(SCENARIO, name)["cpu_us"] / interval
                 for name, interval in minutes().items() if interval > 1)
    return statistics.median(measured.fleet()["minutes_us"]) + seldom


def cores(hosts, microseconds):
    return hosts * microseconds / 60_000_000


def processors(measured):
    """What all hosts take together."""
    tools, scripts = rested_us(measured), scripts_minute_us(measured)
    if scripts is None:
        raise Incomplete("not all scripts were measured")
    lines = ["| hosts | core-hours a day | cores | scripts, at least: core-hours a day | cores |",
             "|---|---|---|---|---|"]
    for hosts in SIZES:
        busy, theirs = cores(hosts, tools), cores(hosts, scripts)
        lines.append(f"| {hosts:,} | {number(24 * busy)} | {number(busy)} | "
                     f"{number(24 * theirs)} | {number(theirs)} |")
    return lines + ["", (
        f"A host's minute takes {tools / 1000:.1f} ms when the host rests in between, as here, and "
        f"{minute_us(measured) / 1000:.1f} ms when\nthe caches of the processor are warm. The "
        f"scripts take at least {scripts / 1000:.0f} ms, with warm caches.")]


def one_machine(measured):
    """What the metric plugins of virtual hosts ask of the machine under them."""
    busy = VIRTUAL_HOSTS / 1000 * sum(
        measured.row(SCENARIO, name)["cpu_us"] for name in minutes()
        if name.startswith("mackerel-plugin-"))
    return ["", f"The metric plugins of {VIRTUAL_HOSTS} virtual hosts on one machine ask it for "
                f"{number(busy)} ms in second 0 of each minute."]


def factor(tools, counted, measured):
    """What one run asks."""
    asked = [measured.fleet()["asked"][tool][counted] for tool in tools]
    return statistics.mean(asked) if asked else 1


def cell(load, times):
    return " / ".join([number(load["average"] * times), *(f"{round(load[key] * times):,}"
                                                         for key in ("second", "tenth"))])


def servers(measured):
    """What one server that all hosts ask has to answer."""
    lines = ["| asked a second: average / busiest second / busiest 100 ms | "
             + " | ".join(f"{hosts:,} hosts" for hosts in SIZES) + " |",
             "|---|" + "---|" * len(SIZES)]
    loads = measured.fleet()["loads"]
    for case, tools, counted, said in CASES:
        times = factor(tools, counted, measured)
        cells = [cell(loads[str(hosts)][case], times) for hosts in SIZES]
        lines.append(f"| {said} | {' | '.join(cells)} |")
    return lines


def handshakes(measured):
    """What those of the largest fleet take a server."""
    each, most = measured.fleet()["handshake_us"], measured.fleet()["loads"][str(SIZES[-1])]
    busiest = [most[case]["second"] for case in ("daily", "daily, jitter")]
    seconds = [number(count * each["rsa"] / 1_000_000) for count in busiest]
    rsa, ecdsa = (f"{each[key] / 1000:.1f} ms" for key in ("rsa", "ecdsa"))
    return [f"A handshake takes the server {rsa} of processor time with an RSA key of 2,048 bits, "
            f"{ecdsa}\nwith P-256 (OpenSSL's `s_server`). The {busiest[0]:,} in the busiest second "
            f"take {seconds[0]} s of it, the {busiest[1]:,}\nthat are left with the jitter "
            f"{seconds[1]} s."]


def waiting(measured):
    """What it takes to wait."""
    fleet, turn = measured.fleet()["sleeping"], measured.fleet()["turn_ms"]
    plain, splay = (measured.row("host", name)["cpu_us"]
                    for name in ("check-uptime", "check-uptime, splay"))
    largest = measured.fleet()["loads"][str(SIZES[-1])]["metrics, splay"]["second"]
    return [f"`--splay` itself takes {max(0, splay - plain)} µs. A tool that waits takes no time "
            f"({fleet['us_a_second']} µs a second, {fleet['processes']} of them\ntogether) and "
            f"{fleet['rss_kib']:,} KiB, of which {fleet['pss_kib']} KiB are its own. Of "
            f"{SIZES[-1]:,} hosts {largest:,} have their turn in\nthe busiest second; "
            f"{SIZES[-1] // 20:,} would be even. The tool ran {turn['median']} ms behind the turn "
            "that was worked out."]


def requests(measured):
    """What Mackerel is asked."""
    lines = ["| requests to Mackerel a minute | "
             + " | ".join(f"{hosts:,} hosts" for hosts in SIZES) + " |",
             "|---|" + "---|" * len(SIZES)]
    changing = measured.fleet()["changing"]
    reports = 1 if changing else 0
    for said, each in (("metrics, and reports of checks", 1 + reports),
                       ("… with `--ok-message`, while all is OK", 1)):
        lines.append(f"| {said} | " + " | ".join(f"{each * hosts:,}" for hosts in SIZES) + " |")
    names = ", ".join(f"`{name}`" for name in changing) or "none"
    return lines + ["", f"Of the {measured.fleet()['checks']} checks of the sample that run each "
                        f"minute, these said something else within three minutes\nof a host "
                        f"without any traffic: {names}."]


def write(measured):
    """Returns the text; raises Incomplete where something was not measured."""
    return "\n".join(["### Processors", "", *processors(measured), *one_machine(measured), "",
                      "### Servers", "", *servers(measured), "", *handshakes(measured), "",
                      *waiting(measured), "", "### Mackerel", "", *requests(measured)]) + "\n"
