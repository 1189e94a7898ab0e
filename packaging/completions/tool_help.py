"""What a tool says of itself with --help, read into options.

It is read strictly: a line that fits nowhere is an error, so that no option gets lost.
"""

import dataclasses
import pathlib
import re
import subprocess

COLUMN = 30  # where the descriptions begin

ENTRY = re.compile(r"""
    (?P<names> -[^\s,]+ (,-[^\s,]+)* | [A-Z]+ )
    (\ (?P<value> \S+ ))?
    """, re.X)


class NotUnderstood(Exception):
    """The help text has something that these programs do not know."""


@dataclasses.dataclass
class Option:
    """One option, or with a name such as HOST what stands without one."""

    names: list
    value: str = ""  # what the help calls it, such as DURATION; empty: it takes none
    text: str = ""

    @property
    def excludes(self):
        """The options that it must not stand beside."""
        excluded = re.search(r"\(not with ([^()]+)\)", self.text)
        return re.findall(r"-[^\s,]+", excluded[1]) if excluded else []

    @property
    def is_repeatable(self):
        """Whether several of them add up; otherwise the last one counts."""
        return "[," in self.value or self.value == "RANGES" or "repeat" in self.text


@dataclasses.dataclass
class Example:
    command: str
    note: str


@dataclasses.dataclass
class ToolHelp:
    name: str
    summary: str = ""
    usage: str = ""
    positionals: list = dataclasses.field(default_factory=list)
    options: list = dataclasses.field(default_factory=list)
    examples: list = dataclasses.field(default_factory=list)

    @property
    def kind(self):
        """What docs/common.md calls tools of its kind."""
        if self.name.startswith("mackerel-plugin-"):
            return "metric plugins"
        return "wrappers" if " -- COMMAND" in self.usage else "checks"

    @property
    def names(self):
        """Its own name, and the one that a wrapper has as a plugin of mkr."""
        if self.kind == "wrappers" and self.name.endswith("-checker"):
            return [self.name, "check-" + self.name.removesuffix("-checker")]
        return [self.name]


def parse_entry(line):
    """An Option from the line that starts it; its description may follow on lines of its own."""
    match = ENTRY.fullmatch(line.strip())
    text = ""
    if not match:
        match = ENTRY.fullmatch(line[:COLUMN].strip())
        text = line[COLUMN:].strip()
    if not match:
        raise NotUnderstood(f"cannot understand the option in '{line}'")
    return Option(match["names"].split(","), match["value"] or "", text)


def parse_entries(lines):
    entries = []
    for line in lines:
        if entries and line.startswith(" " * COLUMN):
            entries[-1].text = f"{entries[-1].text} {line.strip()}".strip()
        else:
            entries.append(parse_entry(line))
    return entries


def parse_examples(lines):
    examples = []
    for line in lines:
        command, *note = re.split(r"(?:^| +)# ", line.strip(), maxsplit=1)
        if command:
            examples.append(Example(command, note[0] if note else ""))
        else:  # the note of a long one stands below it
            examples[-1].note = note[0]
    return examples


def parse_help(name, text):
    """A ToolHelp from the help text."""
    sections = {"": []}
    title = ""
    for line in text.splitlines():
        if re.fullmatch(r"[A-Z][a-z]+:", line):
            title = line[:-1]
            sections[title] = []
        elif line.strip() and not line.endswith(" is required."):
            sections[title].append(line)
    *summary, usage = sections.pop("")
    result = ToolHelp(name, " ".join(summary), usage.removeprefix("Usage: "))
    result.positionals = parse_entries(sections.pop("Positionals", []))
    result.options = parse_entries(sections.pop("Options"))
    result.examples = parse_examples(sections.pop("Examples"))
    if sections or not usage.startswith(f"Usage: {name}"):
        raise NotUnderstood(f"cannot understand {', '.join(sections) or usage} of {name} --help")
    return result


def ask_tool(path):
    """The ToolHelp of a built tool."""
    answer = subprocess.run([path, "--help"], stdin=subprocess.DEVNULL, capture_output=True,
                            encoding="utf-8", timeout=60, check=True)
    return parse_help(pathlib.Path(path).name, answer.stdout)
