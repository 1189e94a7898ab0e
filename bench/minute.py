"""A host's minute: what the sample configuration runs, each command as often as it is run.

Measured in the steady state: what the tools remember of earlier runs is there.
"""

import pathlib
import shlex
import tomllib

from harness import Command
from tools import TOOLS

SCENARIO = "a minute"
LIMIT_MS = 15
SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "packaging/mackerel-agent.conf"
INSTALLED = "/usr/lib/mackerel-native-plugins/bin/"
EVERY_HOUR = 60  # in minutes
# What interval-checker and mackerel-plugin-php-version run once an hour. In between they answer
# by themselves, which is what a run of theirs shows.
RUN = "interval-checker, run"
PHP = "php -n"
NO_RSS_LIMIT = None


def sample():
    """Words and interval in minutes of all plugins, by the tool that each begins with."""
    found = {}
    for plugins in tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["plugin"].values():
        for plugin in plugins.values():
            words = [word.replace(INSTALLED, "{bin}/") for word in plugin["command"]]
            found[words[0].removeprefix("{bin}/")] = (words, plugin.get("check_interval", 1))
    return found


def command(name, words):
    line = " ".join(word if word.startswith("{bin}/") else shlex.quote(word) for word in words)
    return Command(SCENARIO, name, line, "empty", None, NO_RSS_LIMIT)


def commands():
    plugins = sample()
    interval = plugins["interval-checker"][0]
    return [
        Command(SCENARIO, "empty", "{bench}/bench_empty", None, None),
        *(command(name, words) for name, (words, _) in plugins.items()),
        command(RUN, [interval[0], "--force", *interval[1:]]),
        command(PHP, ["php", "-n", "-r", "echo PHP_VERSION_ID;"]),
    ]


MINUTE = commands()


def minutes():
    """Every how many minutes each of the measured commands is run."""
    plugins = {name: interval for name, (_, interval) in sample().items()}
    return plugins | {RUN: EVERY_HOUR, PHP: EVERY_HOUR}


def minute_us(measured):
    """The processor time of a host's minute; raises Incomplete."""
    return sum(measured.row(SCENARIO, name)["cpu_us"] / interval
               for name, interval in minutes().items())


def scripts_minute_us(measured):
    """The least that the scripts take, as often as the tools are run, or None.

    The one that asks PHP does so each time.
    """
    intervals = {name: interval for name, (_, interval) in sample().items()}
    scripts = [(tool.script(measured), intervals[tool.name]) for tool in TOOLS]
    if any(script is None for script, _ in scripts):
        return None
    return sum(script["cpu_us"] / interval for script, interval in scripts)
