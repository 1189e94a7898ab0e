#!/usr/bin/env python3
"""Usage: rested.py BIN [SECONDS]

Runs what the sample configuration runs each minute as often as the agent does: once a minute, or
every so many SECONDS. The first time is for the tools to have something to remember. Prints as JSON
the processor time of each other time, and the checks whose OK said something else than the one
before. The processor's caches are those of a host that does other things meanwhile, or nothing.
"""

import json
import os
import sys
import tempfile
import time

import minute

TIMES = 4


def run(words, output):
    """Returns the processor time in microseconds, that of what it runs included."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, _, usage = os.wait4(pid, 0)
    return round((usage.ru_utime + usage.ru_stime) * 1_000_000)


def run_all(commands, output):
    """The processor time of all, and what they said."""
    used, said = 0, {}
    for tool, words in commands.items():
        used += run(words, output)
        with open(output, encoding="utf-8") as file:
            said[tool] = file.read()
    return used, said


def measure(commands, seconds):
    with tempfile.NamedTemporaryFile() as output:
        start = time.monotonic()
        run_all(commands, output.name)
        minutes, said = [], []
        for number in range(1, TIMES):
            time.sleep(max(0, start + number * seconds - time.monotonic()))
            used, texts = run_all(commands, output.name)
            minutes.append(used)
            said.append(texts)
    checks = [tool for tool, text in said[0].items() if "\t" not in text]
    changing = [tool for tool in checks if all(texts[tool].startswith("OK: ") for texts in said)
                and len({texts[tool] for texts in said}) > 1]
    return {"minutes_us": minutes, "checks": len(checks), "changing": sorted(changing)}


def main():
    tools, seconds = sys.argv[1], float((sys.argv[2:] or ["60"])[0])
    commands = {tool: [word.format(bin=tools) for word in words]
                for tool, (words, interval) in minute.sample().items() if interval == 1}
    print(json.dumps(measure(commands, seconds)))


if __name__ == "__main__":
    main()
