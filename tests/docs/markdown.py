"""The code blocks of a Markdown document and its tables of messages, with the comments in front."""

import dataclasses
import re

COMMENT = re.compile(r"\s*<!-- ([a-z]+): (.+) -->")
FENCE = re.compile(r"(\s*)(```+)(\w*)")
INDENTED = re.compile(r"( *)(?=    \S)")
PROMPT = "$ "


@dataclasses.dataclass
class Block:
    """A code block; `kind` and `name` are those of `<!-- kind: name -->` in the line above it."""
    number: int  # of its first line in the document
    language: str
    lines: list
    kind: str = ""
    name: str = ""

    def commands(self):
        """What is typed in it: the lines behind `$ `, with those that a backslash continues."""
        commands, is_open = [], False
        for line in self.lines:
            if is_open:
                commands[-1] += "\n" + line
            elif line.startswith(PROMPT):
                commands.append(line.removeprefix(PROMPT))
            is_open = (is_open or line.startswith(PROMPT)) and line.endswith("\\")
        return commands

    def output(self):
        """What is printed in it, where no command goes on in a second line."""
        return "\n".join(line for line in self.lines if not line.startswith(PROMPT))

    def text(self):
        return "\n".join(self.lines)


def _without_indentation(lines):
    """As it is shown, and without empty lines at the end."""
    while lines and not lines[-1].strip():
        lines.pop()
    width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[width:] for line in lines]


def _fenced(lines, at):
    """The fenced block that begins in that line, and the line behind it."""
    indentation, fence, language = FENCE.match(lines[at]).groups()
    end = next(number for number in range(at + 1, len(lines)) if lines[number].strip() == fence)
    content = [line.removeprefix(indentation) for line in lines[at + 1:end]]
    return Block(at + 1, language, content), end + 1


def _indented(lines, at):
    """The indented block that begins in that line, and the line behind it."""
    width = len(lines[at]) - len(lines[at].lstrip())
    end = at
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * width)):
        end += 1
    return Block(at + 1, "", _without_indentation(lines[at:end])), end


def _take_comment(block, lines, at):
    comment = COMMENT.fullmatch(lines[at - 1]) if at > 0 else None
    if comment:
        block.kind, block.name = comment.groups()
    return block


def blocks(text):
    """All code blocks, in order."""
    lines, at, found = text.split("\n"), 0, []
    while at < len(lines):
        follows = at == 0 or not lines[at - 1].strip() or COMMENT.fullmatch(lines[at - 1])
        if FENCE.match(lines[at]):
            block, end = _fenced(lines, at)
        elif follows and INDENTED.match(lines[at]):
            block, end = _indented(lines, at)
        else:
            at += 1
            continue
        found.append(_take_comment(block, lines, at))
        at = end
    return found


def message_tables(text):
    """The tables behind `<!-- messages: SCENE... -->`: their rows by what the comment names.

    In front of a sentence it names scenes and has no rows.
    """
    lines, found = text.split("\n"), {}
    for at, line in enumerate(lines):
        comment = COMMENT.fullmatch(line)
        if not comment or comment[1] != "messages":
            continue
        rows = found[comment[2]] = []
        for row in lines[at + 3:]:  # behind the headline and the rule
            if not row.startswith("|"):
                break
            rows.append([cell.strip() for cell in row.strip("|").split(" | ")])
    return found
