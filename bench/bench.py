#!/usr/bin/env python3
"""Compares whole processes: the tools, their peers, and programs that do as good as nothing.

See README.md beside this file. The figures are reported, never asserted: a limit that is
exceeded shows as "over" and does not change the exit status.
"""

import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile

import digest
import fleet_figures
import publish
import report
from commands import COMMANDS, RSS_GROWTH_LIMITS, SCENARIOS
from figures import add_growth_limits, result_of
from harness import CannotRun, Places, find_programs, run_plan
from machine import machine_facts

DEFAULT_ROUNDS = 200
FLEET = "fleet"


def parse_arguments():
    parser = argparse.ArgumentParser(description="Compares whole processes of the tools.")
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="FOLDER",
                        help="the build folder, with the target bench_programs built")
    parser.add_argument("--tools", type=pathlib.Path, required=True, metavar="FOLDER",
                        help="the programs that are shipped")
    parser.add_argument("--peers", type=pathlib.Path, default="/usr/bin", metavar="FOLDER",
                        help="Mackerel's own plugins (default %(default)s)")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE",
                        help="write every figure to FILE")
    parser.add_argument("--update", action="store_true",
                        help="write what the documents say of the figures, see publish.py")
    parser.add_argument("--rounds", type=int, default=DEFAULT_ROUNDS, metavar="N",
                        help="rounds of the light scenarios (default %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME",
                        help="scenarios or commands; what they are compared to is run with them")
    arguments = parser.parse_args()
    known = {name for command in COMMANDS for name in (command.scenario, command.name)}
    known.add(FLEET)
    unknown = sorted(set(arguments.only) - known)
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    if arguments.update and arguments.only:
        parser.error("--update is of all figures, not with --only")
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


def run_fleet(only, places):
    """The figures of a fleet, or None."""
    if only and FLEET not in only:
        return None
    try:
        figures = fleet_figures.measure(places)
    except CannotRun as error:
        print(f"\n{FLEET}: cannot be run: {error}")
        return None
    report.print_fleet(figures)
    return figures


def run_all(arguments):
    """The results of the scenarios, and the figures of a fleet."""
    results = []
    # Where the agent's service has the state, too.
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/var/tmp") as folder:
        places = Places(arguments.build.resolve(), arguments.peers,
                        *(pathlib.Path(folder, name) for name in ("tools", "scratch", "state")))
        shutil.copytree(arguments.tools, places.tools)
        places.scratch.mkdir()
        places.state.mkdir()
        for scenario in SCENARIOS:
            commands = selected_commands(scenario, arguments.only)
            rounds = max(1, round(arguments.rounds * scenario.share))
            if commands:
                results.append(run_scenario(scenario, commands, rounds, places))
                report.print_result(results[-1])
        fleet = run_fleet(arguments.only, places)
    add_growth_limits(results, RSS_GROWTH_LIMITS)
    return results, fleet


def main():
    arguments = parse_arguments()
    if not os.access(arguments.build / "bench" / "bench_measure", os.X_OK):
        sys.exit(f"bench.py: build the target bench_programs in {arguments.build} first")
    machine = machine_facts(arguments.tools.parent)
    report.print_machine(machine)
    results, fleet = run_all(arguments)
    report.print_growth(results)
    document = {"machine": machine, "scenarios": results, "fleet": fleet}
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n",
                                  encoding="utf-8")
    unexpected = report.print_unexpected(results)
    if arguments.update and not unexpected:
        try:
            publish.publish(digest.digest(document))
        except digest.Incomplete as error:
            sys.exit(f"bench.py: nothing is written: {error}")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
