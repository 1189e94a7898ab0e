"""What the tests of the wrappers share."""

import e2e

# Name, options with which a failure passes, and what then stands in front of it.
WRAPPERS = (("delay-checker", ["-c", "1"], "DelayNG(1/1): "),
            ("interval-checker", ["--interval", "1m"], ""), ("periodic-checker", [], ""))


def wrapped(name, *options):
    """A command line that only lacks the command."""
    return [e2e.tool(name), *options, "--"]
