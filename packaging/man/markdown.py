"""The part of Markdown that docs/manual.md is written in, read into blocks.

Headings, paragraphs, one level of bullets, tables, and code that is fenced or indented. Anything
else is an error, so that no page silently shows it wrong.
"""

import dataclasses
import re

from tool_help import NotUnderstood

BULLET = re.compile(r"- (.*)")
UNKNOWN = re.compile(r"\s*(\d+\. |[*+] |> |!\[|<\w|={3,}$|-{3,}$|~~~)")


@dataclasses.dataclass
class Heading:
    level: int
    text: str


@dataclasses.dataclass
class Paragraph:
    text: str


@dataclasses.dataclass
class Code:
    lines: list
    language: str = ""


@dataclasses.dataclass
class Table:
    header: list
    rows: list


@dataclasses.dataclass
class Bullets:
    items: list  # each a list of blocks


def split_row(line):
    """The cells of a line of a table; a bar in one is written as \\|."""
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.strip().replace("\\|", "|") for cell in cells]


def parse_table(lines):
    header, rule, *rows = [split_row(line) for line in lines]
    if not all(re.fullmatch(":?-+:?", cell) for cell in rule):
        raise NotUnderstood(f"no table: {lines[0]}")
    for row in rows:
        if len(row) != len(header):
            raise NotUnderstood(f"{len(header)} columns, but {len(row)} in: {' | '.join(row)}")
    return Table(header, rows)


def without_indent(lines, width):
    return [line[width:] for line in lines]


def drop_empty_ends(lines):
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


class Reader:
    """Takes blocks off the lines, from the top."""

    def __init__(self, lines):
        self.lines = lines
        self.at = 0

    def take_while(self, wanted):
        start = self.at
        while self.at < len(self.lines) and wanted(self.lines[self.at]):
            self.at += 1
        return self.lines[start:self.at]

    def take_fenced(self):
        language = self.lines[self.at].removeprefix("```")
        self.at += 1
        lines = self.take_while(lambda line: not line.startswith("```"))
        if self.at == len(self.lines):
            raise NotUnderstood(f"code without an end: {lines[0]}")
        self.at += 1
        return Code(lines, language)

    def take_indented(self):
        lines = self.take_while(lambda line: line.startswith("    ") or not line.strip())
        return Code(drop_empty_ends(without_indent(lines, 4)))

    def take_bullets(self):
        items = []
        while self.at < len(self.lines) and BULLET.match(self.lines[self.at]):
            first = BULLET.match(self.lines[self.at])[1]
            self.at += 1
            rest = self.take_while(lambda line: line.startswith("  ") or not line.strip())
            items.append(parse_blocks([first, *without_indent(rest, 2)]))
        return Bullets(items)

    def take_paragraph(self):
        lines = self.take_while(
            lambda line: line.strip() and not re.match(r"#|```|\||- ", line))
        for line in lines:
            if UNKNOWN.match(line):
                raise NotUnderstood(f"this Markdown is not known here: {line}")
        if not lines:
            raise NotUnderstood(f"this Markdown is not known here: {self.lines[self.at]}")
        return Paragraph(" ".join(line.strip() for line in lines))

    def take_block(self):
        line = self.lines[self.at]
        if match := re.fullmatch(r"(#+) (.+)", line):
            self.at += 1
            return Heading(len(match[1]), match[2])
        if line.startswith("```"):
            return self.take_fenced()
        if line.startswith("    "):
            return self.take_indented()
        if line.startswith("|"):
            return parse_table(self.take_while(lambda row: row.startswith("|")))
        if BULLET.match(line):
            return self.take_bullets()
        return self.take_paragraph()


def parse_blocks(lines):
    """The blocks of these lines."""
    reader = Reader(lines)
    blocks = []
    while reader.take_while(lambda line: not line.strip()) or reader.at < len(lines):
        if reader.at < len(lines):
            blocks.append(reader.take_block())
    return blocks
