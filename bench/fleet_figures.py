"""All that docs/fleet.md is made of: what is measured, and what follows from it."""

import json

import fleet
from commands import HOST
from harness import run_measure

ASKED = "unshare --net --mount --uts python3 {source}/asked.py {bin} {scratch}"
RESTED = HOST + " python3 {source}/rested.py {bin}"


def output_of(line, places):
    """What one of the programs beside this file prints; raises CannotRun."""
    return json.loads("\n".join(run_measure(places.words(line), places)))


def measure(places):
    """Takes some minutes, most of them asleep; raises CannotRun."""
    figures = output_of(ASKED, places) | output_of(RESTED, places)
    return figures | {"loads": {str(count): fleet.loads(count) for count in fleet.SIZES}}
