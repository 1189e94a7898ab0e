#!/usr/bin/env python3
"""Compares whole processes: the tools, their peers, and programs that do as good as nothing.

See README.md beside this file. The figures are reported, never asserted: a limit that is
exceeded shows as "over" and does not change the exit status.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile

import report
from figures import add_growth_limits, result_of
from harness import (CannotRun, Command, GrowthLimit, Places, Scenario, find_programs, run_plan,
                     strip_tools)
from machine import machine_facts

# {bin} is the folder of the tools, {bench} that of the programs beside this file, {source} that of
# this file, {scratch} an empty temporary folder. The crowds count three processes less than their
# names say: the crowd's parent, the measuring program and the command make up for them.
CROWD = "unshare --pid --fork --mount-proc --kill-child {bench}/bench_crowd"
UPTIME = "{bin}/check-uptime -w 600"
CONNTRACK = "{bin}/check-conntrack-free -w 1000 --missing ok"
INODE = "{bin}/check-inode -w 90 -c 95"
LINUX_LITE = "{bin}/mackerel-plugin-linux-lite"
DELAY = "{bin}/delay-checker -c 3 -- true"
INTERVAL = "{bin}/interval-checker --interval 0 -- true"
REPEAT = "{bin}/interval-checker --interval 1d -- true"
PERIODIC = "{bin}/periodic-checker --range 00:00-24:00 -- true"
SERVERS = "unshare --net python3 {source}/servers.py {scratch}"
CERTIFICATE = "{bin}/check-crt-expiration -f {scratch}/"
DNS_RR = "{bin}/check-dns-rr --host bench.test -w 3 -s 127.0.0.1"
RESOLVER = "{bin}/check-resolver --host bench.test -s 127.0.0.1"
HYDRA = "{bin}/check-hydra-pos --file /var/log/app.log"
GAURUN = "{bin}/mackerel-plugin-gaurun-usage --port 1056"
DNS_RSS_KIB, CERTIFICATE_RSS_KIB, HTTP_RSS_KIB = 6144, 6144, 12288

# Name, surroundings to run in, part of the rounds asked for, whether only root can make them.
SCENARIOS = [
    Scenario("host", "", 1, False),
    Scenario("100 processes", CROWD + " 97", 1, True),
    Scenario("20000 processes", CROWD + " 19997", 0.25, True),
    Scenario("2000 mounts", "{bench}/bench_mounts 2000 {scratch}", 1, True),
    Scenario("servers", SERVERS, 1, True),
    Scenario("one certificate", SERVERS, 1, True),
    Scenario("1152 certificates", SERVERS, 0.5, True),
]

# One line per command: scenario, name, command line, the command it is compared to, and how many
# times the processor time of that one it may take at most, then its own limit on RSS. Programs
# without a slash are looked for in PATH. What lies in {bin} is a tool of the project, with limits
# on size and RSS.
COMMANDS = [
    Command("host", "empty", "{bench}/bench_empty", None, None),
    Command("host", "true", "true", "empty", None),
    Command("host", "check-uptime", UPTIME, "empty", 1.35),
    Command("host", "check-conntrack-free", CONNTRACK, "empty", 1.35),
    Command("host", "check-inode", INODE, "empty", 1.5),
    Command("host", "df -i", "df -i", "empty", None),
    Command("host", "mackerel-plugin-linux-lite", LINUX_LITE, "empty", None),
    # A wrapper with the command in it, beside the bare command: it may add 1.3 times as much, and
    # periodic-checker, which becomes the command, 1.1 times an empty program, which true is.
    Command("host", "delay-checker", DELAY, "true", 2.3),
    Command("host", "interval-checker", INTERVAL, "true", 2.3),
    Command("host", "interval-checker repeating", REPEAT, "true", None),
    Command("host", "periodic-checker", PERIODIC, "true", 2.1),
    Command("100 processes", "empty", "{bench}/bench_empty", None, None),
    Command("100 processes", "proc loop", "{bench}/bench_proc_loop", "empty", None),
    Command("100 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "empty", 2.7),
    Command("20000 processes", "proc loop", "{bench}/bench_proc_loop", None, None),
    Command("20000 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "proc loop", 1.15),
    Command("2000 mounts", "df -i", "df -i", None, None),
    Command("2000 mounts", "check-inode", INODE, "df -i", 0.55),
    Command("servers", "empty", "{bench}/bench_empty", None, None),
    Command("servers", "check-resolver", RESOLVER, "empty", 1.6, DNS_RSS_KIB),
    Command("servers", "check-dns-rr", DNS_RR, "empty", 1.6, DNS_RSS_KIB),
    Command("servers", "check-myip", "{bin}/check-myip 127.0.0.1 1056", "empty", None),
    Command("servers", "check-hydra-pos", HYDRA, "empty", None, HTTP_RSS_KIB),
    Command("servers", "mackerel-plugin-gaurun-usage", GAURUN, "empty", None, HTTP_RSS_KIB),
    Command("one certificate", "empty", "{bench}/bench_empty", None, None),
    Command("one certificate", "check-crt-expiration", CERTIFICATE + "one.pem", "empty", 2.0,
            CERTIFICATE_RSS_KIB),
    Command("1152 certificates", "decode loop", "{bench}/bench_decode {scratch}/bundle.pem", None,
            None),
    Command("1152 certificates", "check-crt-expiration", CERTIFICATE + "bundle.pem", "decode loop",
            0.1, CERTIFICATE_RSS_KIB),
]

# Name, scenario, scenario whose median RSS it is compared to, limit of the ratio.
RSS_GROWTH_LIMITS = [
    GrowthLimit("mackerel-plugin-linux-lite", "20000 processes", "100 processes", 1.10),
]

DEFAULT_ROUNDS = 200


def parse_arguments():
    parser = argparse.ArgumentParser(description="Compares whole processes of the tools.")
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="FOLDER",
                        help="the build folder, with the target bench_programs built")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE",
                        help="write every figure to FILE")
    parser.add_argument("--rounds", type=int, default=DEFAULT_ROUNDS, metavar="N",
                        help="rounds of the light scenarios (default %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME",
                        help="scenarios or commands; what they are compared to is run with them")
    arguments = parser.parse_args()
    known = {name for command in COMMANDS for name in (command.scenario, command.name)}
    unknown = sorted(set(arguments.only) - known)
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")
    return arguments


def selected_commands(scenario, only):
    commands = {command.name: command for command in COMMANDS
                if command.scenario == scenario.name}
    if not only or scenario.name in only:
        return list(commands.values())
    names = set()
    for name in only:
        # A command brings its baseline along, which may have one itself.
        while name in commands:
            names.add(name)
            name = commands[name].baseline
    return [command for command in commands.values() if command.name in names]


def run_scenario(scenario, commands, rounds, places):
    """Returns the result of a scenario: its figures, or why there are none."""
    found, missing = find_programs(commands, places)
    if not found:
        return {"name": scenario.name, "missing": missing, "rows": []}
    try:
        records = run_plan(scenario, list(found.values()), rounds, places)
    except CannotRun as error:
        return {"name": scenario.name, "missing": missing, "rows": [], "cannot_run": str(error)}
    return {"name": scenario.name, "missing": missing, **result_of(found, records, places)}


def run_scenarios(arguments):
    results = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        places = Places(arguments.build.resolve(), pathlib.Path(folder, "tools"),
                        pathlib.Path(folder, "scratch"), pathlib.Path(folder, "state"))
        strip_tools(places)
        places.scratch.mkdir()
        places.state.mkdir()
        for scenario in SCENARIOS:
            commands = selected_commands(scenario, arguments.only)
            rounds = max(1, round(arguments.rounds * scenario.share))
            if commands:
                results.append(run_scenario(scenario, commands, rounds, places))
                report.print_result(results[-1])
    add_growth_limits(results, RSS_GROWTH_LIMITS)
    return results


def main():
    arguments = parse_arguments()
    if not os.access(arguments.build / "bench" / "bench_measure", os.X_OK):
        sys.exit(f"bench.py: build the target bench_programs in {arguments.build} first")
    machine = machine_facts(arguments.build)
    report.print_machine(machine)
    results = run_scenarios(arguments)
    report.print_growth(results)
    if arguments.json is not None:
        document = {"machine": machine, "scenarios": results}
        arguments.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n",
                                  encoding="utf-8")
    return 1 if report.print_unexpected(results) else 0


if __name__ == "__main__":
    sys.exit(main())
