"""Runs the commands of a scenario in its surroundings and collects the raw records."""

import os
import pathlib
import random
import shlex
import shutil
import subprocess
import tempfile
from typing import NamedTuple, Optional

WARM_UP_PART = 0.1
TIMEOUT_SECONDS = 600


class Scenario(NamedTuple):
    name: str
    surroundings: str
    share: float
    needs_root: bool


class Command(NamedTuple):
    scenario: str
    name: str
    line: str
    baseline: Optional[str]
    limit: Optional[float]
    rss_limit_kib: Optional[int] = 1229  # of a tool: 1.2 MiB

    def is_tool(self):
        return self.line.startswith("{bin}/")

    def prints_by_itself(self):
        """Whether it prints also outside of the surroundings of its scenario."""
        return self.scenario == "host" and not self.line.endswith(" true")


class GrowthLimit(NamedTuple):
    name: str
    scenario: str
    reference: str
    limit: float


class CannotRun(Exception):
    """A scenario that this machine or this user cannot run, and why."""


class Places(NamedTuple):
    build: pathlib.Path  # of the programs beside this file
    peers: pathlib.Path  # the folder of other people's plugins
    tools: pathlib.Path  # copies of the tools, which may be built again meanwhile
    scratch: pathlib.Path
    state: pathlib.Path

    def words(self, line):
        """Splits a command line before filling it in, as a folder's name may have spaces."""
        names = {"bin": self.tools, "bench": self.build / "bench",
                 "source": pathlib.Path(__file__).parent, "scratch": self.scratch,
                 "peers": self.peers}
        return [word.format(**names) for word in shlex.split(line)]


class Records(NamedTuple):
    rounds: int
    seed: int
    spawner_rss_kib: int
    runs: list  # For each command its runs, as bench_measure prints them, less the index.


def find_programs(commands, places):
    """Returns the words to execute by command, and the names of those that are not there."""
    found, missing = {}, []
    for command in commands:
        words = places.words(command.line)
        program = shutil.which(words[0])
        if program is None:
            missing.append(command.name)
        else:
            found[command] = [os.path.abspath(program)] + words[1:]
    return found, missing


def run_measure(words, places):
    """Returns the lines that the measuring program has printed."""
    # They go to a file and not through a pipe, whose reader would wake up between the runs.
    with tempfile.TemporaryFile("w+") as output:
        try:
            done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output,
                                  stderr=subprocess.PIPE, text=True,
                                  env=environment(places), timeout=TIMEOUT_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotRun(str(error)) from error
        if done.returncode != 0:
            reasons = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
            raise CannotRun(reasons[-1])
        output.seek(0)
        return output.read().splitlines()


def environment(places):
    """A small environment of our own makes the runs of two people comparable."""
    return {"PATH": os.environ.get("PATH", os.defpath),
            "MACKEREL_PLUGIN_WORKDIR": str(places.state)}


def first_line(words, places):
    """Runs a command once, unmeasured, and returns the first line it prints, if any."""
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, env=environment(places),
                              timeout=TIMEOUT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").partition("\n")[0]


def run_plan(scenario, commands, rounds, places):
    """Runs commands, each a list of words, in the surroundings of a scenario."""
    if scenario.needs_root and os.geteuid() != 0:
        raise CannotRun("only root can make its surroundings")
    plan = places.state / "plan"
    plan.write_text("".join("\t".join(words) + "\n" for words in commands), encoding="utf-8")
    warm_up = max(2, round(rounds * WARM_UP_PART))
    seed = random.getrandbits(63)
    words = places.words(scenario.surroundings + " {bench}/bench_measure")
    words += [str(plan), str(warm_up), str(rounds), str(seed)]
    *lines, last = run_measure(words, places)
    runs = [[] for _ in commands]
    for line in lines:
        index, *numbers = map(int, line.split())
        runs[index].append(numbers)
    return Records(rounds, seed, int(last.split()[1]), runs)
