"""Scenes: the surroundings in which a document's commands are run, and what they print there.

A scene is a generator function with a host as its argument. It changes the host and yields, once
for each command: the command, or nothing where the document shows it (`$ command`). What the
document shows behind the last yield is run in the same surroundings.
"""

import contextlib
import re

from host import Host
from markdown import PROMPT

SCENES = {}

# All that may differ between two runs.
NORMAL = (
    # How long a name took to resolve.
    (re.compile(r"\b[0-9]+(\.[0-9]+)? sec\b"), "T sec"),
    # What another program has left of a limit, in thousandths.
    (re.compile(r"(?<=within )[0-9]+(\.[0-9]{3})?(?= s\b)"),
     lambda found: f"{float(found[0]):.1f}"),
    # The name of a file with memory goes on for 24 digits.
    (re.compile(r"(?<=-checker-)([0-9a-f]{8})([0-9a-f]{24}|…)$", re.M), r"\1…"),
    # A document leaves out a list in brackets.
    (re.compile(r"(?<=the kernel is asked )\(.*\)"), "(…)"),
)


def scene(function):
    """Makes the function the scene of its name, with `-` for `_`."""
    name = function.__name__.replace("_", "-")
    if name in SCENES:
        raise AssertionError(f"two scenes are called {name}")
    SCENES[name] = function
    return function


def normal(text):
    for pattern, replacement in NORMAL:
        text = pattern.sub(replacement, text)
    return text


def play(name, shown):
    """What the scene prints, as (command, output), with the commands that the document shows."""
    with contextlib.ExitStack() as stack:
        host = Host(stack.callback)
        moments = SCENES[name](host)
        shown, played, is_over = list(shown), [], False
        while True:
            command = None
            if not is_over:
                try:
                    command = next(moments)
                except StopIteration:
                    is_over = True
            if is_over and not shown:
                moments.close()
                return played
            command = command or shown.pop(0)
            played.append((command, host.run(command)))


def printed(name, shown):
    """All that a block of the scene should show."""
    lines = []
    for command, output in play(name, shown):
        if shown:
            lines.append(PROMPT + command)
        if output:
            lines.append(output)
    return "\n".join(lines)
