"""Folds lines of code so that they fit on a manual page of 80 columns, and mean the same."""

import re
import textwrap

WIDTH = 68


def plain(line):
    """A message: it goes on further to the right."""
    return textwrap.wrap(line, WIDTH, subsequent_indent="    ", break_long_words=False,
                         break_on_hyphens=False, drop_whitespace=True)


def shell(command):
    """A command goes on behind a backslash. It breaks between words, neither inside of quotes
    nor between an option and its value."""
    lines = [""]
    for word in re.findall(r"-\S+ (?!-)(?:'[^']*'|\S)+|(?:'[^']*'|\S)+", command):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) <= WIDTH - 2 or not lines[-1]:
            lines[-1] = longer
        else:
            lines[-1] += " \\"
            lines.append("    " + word)
    return lines


def joined_comments(lines):
    """The lines of TOML, with each comment on one line, however long."""
    joined = []
    for line in lines:
        if line.startswith("# ") and joined and joined[-1].startswith("# "):
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return joined


def toml(line):
    """A comment goes on as one, and an array between two of its items."""
    if line.startswith("# "):
        return textwrap.wrap(line[2:], WIDTH, initial_indent="# ", subsequent_indent="# ")
    lines = [""]
    for item in re.split(r"(?<=,) (?=\")", line):
        longer = f"{lines[-1]} {item}" if lines[-1] else item
        if len(longer) <= WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append("    " + item)
    return lines


def code(block):
    """The lines of a block of code."""
    is_toml = block.language == "toml"
    for line in joined_comments(block.lines) if is_toml else block.lines:
        if len(line) <= WIDTH:
            yield line
        elif is_toml:
            yield from toml(line)
        elif block.language == "shell" or line.startswith("$ "):
            yield from shell(line)
        else:
            yield from plain(line)
