"""Prints the notes of a release: what CHANGELOG.md says of it, and what is linked into it.

    release_notes.py VERSION CHANGELOG [BILL]

BILL is the bill of materials. Fails, and says what to write, where the changelog has no section
with a date for that version.
"""

import json
import pathlib
import re
import sys

SECTION = r"^## \[{version}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |^\[[^]]+\]: |\Z)"


def section(text, version):
    """What stands below the heading of that version."""
    found = re.search(SECTION.format(version=re.escape(version)), text, re.M | re.S)
    if not found:
        sys.exit(f"release: CHANGELOG.md has no section of {version}: make '## [Unreleased]' into "
                 f"'## [{version}] - YYYY-MM-DD', commit that, and tag the commit")
    if not found[1].strip():
        sys.exit(f"release: CHANGELOG.md says nothing of {version}: write what users see of it")
    return found[1].strip()


def unwrapped(text):
    """Each paragraph and each item in one line: where notes are shown, the end of a line is one."""
    lines = []
    for line in text.split("\n"):
        goes_on = lines and lines[-1] and not lines[-1].startswith("#") and line.strip() and (
            not re.match(r"\s*([-*|#]|\d+\.|```)", line))
        if goes_on:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)


def linked(bill):
    """The libraries and the compiler, with their versions."""
    names = [f"{part['name']} {part['version']}" for part in bill["components"]
             if part["scope"] == "required"]
    compiler = next(part for part in bill["components"] if part["scope"] == "excluded")
    return f"{', '.join(names)}; built with {compiler['name']} {compiler['version']}."


def main():
    version, changelog, *bills = sys.argv[1:]
    notes = unwrapped(section(pathlib.Path(changelog).read_text(encoding="utf-8"), version))
    for bill in bills:
        found = json.loads(pathlib.Path(bill).read_text(encoding="utf-8"))
        notes += f"\n\n### Linked in\n\n{linked(found)}"
    print(notes)


if __name__ == "__main__":
    main()
