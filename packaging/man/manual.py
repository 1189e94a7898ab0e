"""docs/manual.md: where it says what."""

import pathlib
import re

from markdown import Bullets, Heading, Table, parse_blocks
from tool_help import NotUnderstood
from tool_section import ToolSection, is_exit_table, is_file_table, texts

COMMON = "Common to all tools"
WRAPPERS = "Common to the wrappers"
DIFFERENCES = "Differences from the original scripts"
MEMORY = "Memory between two runs"
FILES = "Files"


def split_at_headings(blocks, level):
    """{title: blocks behind it}; what stands in front of the first one has the title ''."""
    parts = {"": []}
    title = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == level:
            title = block.text
            parts[title] = []
        else:
            parts[title].append(block)
    return parts


def is_named(tool, text):
    """Whether the text names the tool, and not only another one whose name is longer."""
    return re.search(rf"(?<![-\w]){re.escape(tool)}(?![-\w])", text) is not None


def is_meant(tool, kind, names):
    """Whether names, such as 'all', 'wrappers', or 'check-inode, linux-lite', mean the tool."""
    for name in re.split(r", | and ", names.replace("`", "")):
        if name in ("all", kind, tool) or tool == f"mackerel-plugin-{name}":
            return True
    return False


class Manual:
    def __init__(self, path):
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
        # Comments tell tests/docs what prints an example.
        shown = [line for line in lines if not re.fullmatch(r" *<!-- .* -->", line)]
        self.sections = split_at_headings(parse_blocks(shown), 1)
        self.common = split_at_headings(self.part(COMMON), 2)

    def part(self, title):
        if title not in self.sections:
            raise NotUnderstood(f"the manual has no section '{title}'")
        return self.sections[title]

    def common_part(self, title):
        if title not in self.common:
            raise NotUnderstood(f"the manual has no section '{title}' in '{COMMON}'")
        return self.common[title]

    def tools(self):
        """The names of the tools that it describes."""
        return [name for name in self.sections if name not in ("", "Manual", COMMON, WRAPPERS,
                                                               DIFFERENCES)]

    def tool(self, name):
        """A ToolSection; an empty one of a tool that the manual does not describe (yet)."""
        return ToolSection(self.sections.get(name, []))

    def exit_table(self, title):
        blocks = self.common_part(title) if title in self.common else self.part(title)
        return next((block for block in blocks if is_exit_table(block)), None)

    def exit_sentence(self, title):
        """How tools of a kind exit whose section has no table of it."""
        said = " ".join(text for block in self.common_part(title) for text in texts(block))
        match = re.search(r"Exit code 0 .*?\.(?= [A-Z]|$)", said)
        if not match:
            raise NotUnderstood(f"the manual does not tell the exit codes in '{title}'")
        return match[0]

    def kinds_of_values(self):
        """The bullets on how values are written, {"duration": blocks, ...}."""
        kinds = {}
        for block in self.common_part("Options"):
            for item in block.items if isinstance(block, Bullets) else []:
                if match := re.match(r"A \*([^*]+)\*", item[0].text):
                    kinds[match[1]] = item
        return kinds

    def files(self, tool, kind):
        """The files of a tool and what they are for: its own, and those that others have as well.
        """
        rows = list(self.tool(tool).files)
        table = next(block for block in self.common_part(FILES) if is_file_table(block))
        for name, owner, meaning in table.rows:
            remembers = owner.startswith("memory") and self.has_memory(tool)
            if remembers or is_meant(tool, kind, owner):
                rows.append([name.replace("TOOL", tool), meaning])
        return rows

    def environment(self, tool, kind):
        """The rows of the table of the environment that are about the tool."""
        files = " ".join(name for name, _ in self.files(tool, kind))
        table = next(b for b in self.common_part("Environment") if isinstance(b, Table))
        for variable, meaning in table.rows:
            named = [name for name in self.tools() if is_named(name, meaning)]
            is_wanted = not named or tool in named
            if "graph definitions" in meaning:
                is_wanted = kind == "metric plugins"
            elif "HOST_PROC" in variable:
                is_wanted = "/proc/" in files
            elif "WORKDIR" in variable + meaning:
                is_wanted = "WORKDIR" in files
            if is_wanted:
                yield variable, meaning

    def has_memory(self, tool):
        """Whether the tool is one of those that remember something."""
        first = self.common_part(MEMORY)[0].text.partition("remember")[0]
        return is_named(tool, first)

    def differences(self, tool, kind):
        """The rows about the tool of each table of the differences, with their headers; not those
        about all tools."""
        for block in self.part(DIFFERENCES):
            if isinstance(block, Table):
                for row in block.rows:
                    if row[0] != "all" and is_meant(tool, kind, row[0]):
                        yield block.header[1:], row[1:]
