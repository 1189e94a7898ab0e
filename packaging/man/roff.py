"""Writes blocks of Markdown as a manual page in the language of man(7).

Tables become lists, which are readable at 80 columns whatever is in them.
"""

import re
import textwrap

import fold
from markdown import Bullets, Code, Heading, Paragraph, Table
from tool_help import NotUnderstood

INLINE = re.compile(r"""
    (?P<code> `[^`]+` )
    | \*\*(?P<bold> (?:`[^`]+`|[^*])+ )\*\*
    | \*(?P<emphasis> [^*\s][^*]* )\*
    | \[(?P<link> [^]]+ )\]\((?P<target> [^)\s]+ )\)
    | (?P<text> [^`*\[]+ | \[ )
    """, re.X)

SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti",
           "…": "...", "×": r"\(mu", "\t": "\t"}


# A tool's name is not to be broken, nor to be copied with another hyphen.
TOOL = r"((?:check|mackerel-plugin|delay|interval|periodic)-[-a-z]+)"


def typed(text):
    """Something that is typed, such as an option: its hyphens stay what they are."""
    for char in text:
        if not char.isprintable() and char != "\t" or ord(char) > 126 and char not in SPECIAL:
            raise NotUnderstood(f"the character {char!r} is not known here: {text}")
    return "".join(SPECIAL.get(char, char) for char in text)


def prose(text):
    """Text to read."""
    parts = re.split(TOOL, text)
    return "".join(typed(part) if i % 2 else typed(part).replace(r"\-", "-")
                   for i, part in enumerate(parts))


def literal(text):
    """Something that is typed: bold."""
    return rf"\fB{typed(text)}\fR"


def placeholder(text):
    return rf"\fI{typed(text)}\fR"


def quoted(title):
    """Where a section of the manual that is about all tools stands."""
    return rf"\(lq{inline(title)}\(rq in {literal('mackerel-native-plugins')}(7)"


def link(text, target):
    if not target.startswith("#"):
        return f"{inline(text)} ({prose(target)})"
    if re.fullmatch("#(check|mackerel-plugin|[a-z]+-checker)[-a-z]*", target):
        return rf"{literal(text)}(1)"
    return quoted(text)


def inline(text):
    """A paragraph's text with its code, bold and emphasised words, and links."""
    result = []
    at = 0
    while at < len(text):
        match = INLINE.match(text, at)
        if not match:
            raise NotUnderstood(f"this Markdown is not known here: {text[at:at + 60]}")
        at = match.end()
        if match["code"]:
            result.append(literal(match["code"][1:-1]))
        elif match["bold"]:
            result.append(literal(match["bold"].replace("`", "")))
        elif match["emphasis"]:
            result.append(placeholder(match["emphasis"]))
        elif match["link"]:
            result.append(link(match["link"], match["target"]))
        else:
            result.append(prose(match["text"]))
    return "".join(result)


def protect(line):
    """A line of text that is not taken for a request because of how it starts."""
    return rf"\&{line}" if line.startswith((".", "'")) else line


def sentence(text):
    """The text with a capital at its start and a full stop at its end."""
    if re.match("[a-z]", text):
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", ":", "?")) else text + "."


class Page:
    """A manual page that is being written."""

    def __init__(self, name, section, date, source):
        self.lines = [f'.TH {typed(name.upper())} {section} {date} "{source}" '
                      '"Mackerel plugins"', ".ss 12 0", ".nh", ".nr HY 0", ".ad l"]
        self.is_fresh = False  # behind a heading, where a new paragraph has nothing to part from

    def write(self, text):
        """Text that is already roff, in lines of a handy length."""
        lines = textwrap.wrap(text, 79, break_long_words=False, break_on_hyphens=False)
        self.lines += [protect(line) for line in lines]
        self.is_fresh = False

    def section(self, title):
        self.lines.append(f".SH {prose(title.upper())}")
        self.is_fresh = True

    def subsection(self, title):
        self.lines.append(f".SS {prose(title)}")
        self.is_fresh = True

    def paragraph(self, text):
        if not self.is_fresh:
            self.lines.append(".PP")
        self.write(text)

    def item(self, head, text):
        """An entry of a list; both are roff already."""
        self.lines += [".TP", protect(head)]
        self.write(text)

    def bullet(self, blocks):
        self.lines.append(r".IP \(bu 2")
        first, *others = blocks
        self.write(inline(first.text))
        for block in others:
            if not isinstance(block, Code):
                raise NotUnderstood(f"in a bullet there may be text and code, not {block}")
            self.code(block, 2)

    def code(self, block, indent=4):
        self.lines += [f".RS {indent}", ".PP", ".EX"]
        for line in fold.code(block):
            self.lines.append(protect(typed(line)))
        self.lines += [".EE", ".RE"]
        self.is_fresh = False

    def row(self, header, cells):
        """A row of a table: its first cell as the head, the others with their columns' names."""
        head, second, *others = cells
        parts = [inline(second)] if second else []
        for name, cell in zip(header[2:], others):
            if cell:
                parts.append(inline(f"{name}: {cell}" if name else cell))
        self.item(inline(head), sentence("; ".join(parts)) if parts else r"\&")

    def block(self, block):
        if isinstance(block, Heading):
            self.subsection(block.text)
        elif isinstance(block, Paragraph):
            self.paragraph(inline(block.text))
        elif isinstance(block, Code):
            self.code(block)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.bullet(item)
        elif isinstance(block, Table):
            for row in block.rows:
                self.row(block.header, row)

    def blocks(self, blocks):
        for block in blocks:
            self.block(block)

    def text(self):
        return "\n".join(self.lines) + "\n"
