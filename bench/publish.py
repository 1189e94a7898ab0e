#!/usr/bin/env python3
"""Writes what the documents say of the costs, of measured.json beside this file.

The chart docs/cost.svg, the parts of docs/cost.md and docs/fleet.md between two comments, and the
sum in each README.
`./dev bench --update` measures and then does the same.
"""

import pathlib
import re
import sys

import chart
import cost_page
import digest
import fleet_page
from tools import tools_us

SOURCE = pathlib.Path(__file__).resolve().parent.parent
CHART = "docs/cost.svg"
PAGES = {"docs/cost.md": cost_page, "docs/fleet.md": fleet_page}
READMES = ("README.md", "README.ja.md")
BEGIN = "<!-- What follows is written by bench/publish.py. -->\n"
END = "<!-- Up to here. -->\n"
# Beside what the scripts took.
SUM = re.compile(rf"(?<={cost_page.SCRIPTS_WHERE_THEY_RAN_MS} ms)(\D*)([0-9]+)(?= ms)")


def read(name):
    return (SOURCE / name).read_text(encoding="utf-8")


def with_sum(text, measured):
    """A README with the right sum."""
    changed, count = SUM.subn(lambda found: f"{found[1]}{tools_us(measured) / 1000:.0f}", text)
    if count != 1:
        raise digest.Incomplete("a README does not say what all tools take")
    return changed


def with_part(name, page, measured):
    """A page with the right figures."""
    before, begin, rest = read(name).partition(BEGIN)
    _, end, behind = rest.partition(END)
    if not begin or not end:
        raise digest.Incomplete(f"{name} does not say where the figures are")
    return f"{before}{begin}\n{page.write(measured)}\n{end}{behind}"


def published(measured):
    """The text of each file by name; raises Incomplete and writes nothing."""
    texts = {name: with_sum(read(name), measured) for name in READMES}
    texts |= {name: with_part(name, page, measured) for name, page in PAGES.items()}
    return texts | {CHART: chart.draw(measured)}


def publish(figures):
    """All or nothing: what was measured, and what the documents say of it."""
    texts = published(digest.Measured(figures))
    digest.PATH.write_text(digest.to_text(figures), encoding="utf-8")
    for name, text in texts.items():
        (SOURCE / name).write_text(text, encoding="utf-8")


def main():
    try:
        for name, text in published(digest.read()).items():
            (SOURCE / name).write_text(text, encoding="utf-8")
    except digest.Incomplete as error:
        sys.exit(f"publish.py: {error}")


if __name__ == "__main__":
    main()
