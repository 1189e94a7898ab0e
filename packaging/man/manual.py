"""docs/manual.md: where it says what."""

import pathlib
import re

from markdown import Bullets, Code, Heading, Paragraph, Table, parse_blocks
from tool_help import NotUnderstood

COMMON = "Common to all tools"
WRAPPERS = "Common to the wrappers"
DIFFERENCES = "Differences from the original scripts"
MEMORY = "Memory between two runs"


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


def is_option_table(block):
    return isinstance(block, Table) and block.header[0] == "option"


def is_exit_table(block):
    return isinstance(block, Table) and any("exit code" in name for name in block.header)


def is_configuration(block):
    return isinstance(block, Code) and block.language == "toml"


def texts(block):
    """Every text of a block."""
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Bullets):
        return [text for item in block.items for part in item for text in texts(part)]
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return []


def is_named(tool, text):
    """Whether the text names the tool, and not only another one whose name is longer."""
    return re.search(rf"(?<![-\w]){re.escape(tool)}(?![-\w])", text) is not None


def is_meant(tool, kind, names):
    """Whether names, such as 'all', 'wrappers', or 'check-inode, linux-lite', mean the tool."""
    for name in re.split(r", | and ", names.replace("`", "")):
        if name in ("all", kind, tool) or tool == f"mackerel-plugin-{name}":
            return True
    return False


class ToolSection:
    """What the manual says of one tool, in the parts of a manual page."""

    def __init__(self, blocks):
        self.configurations = [block for block in blocks if is_configuration(block)]
        blocks = [block for block in blocks if not is_configuration(block)]
        at = next((i for i, block in enumerate(blocks) if is_option_table(block)), None)
        if at is None:
            at = next((i for i, block in enumerate(blocks) if not isinstance(block, Paragraph)), 0)
            self.options, rest = [], blocks[at:]
        else:
            self.options, rest = blocks[at].rows, blocks[at + 1:]
        self.introduction = blocks[:at]
        self.on_options, self.output = self.split_behind_options(rest)

    @staticmethod
    def split_behind_options(blocks):
        """The paragraphs on the options, and what follows from the first table or code on."""
        at = next((i for i, block in enumerate(blocks) if not isinstance(block, Paragraph)),
                  len(blocks))
        if at > 0 and blocks[at - 1].text.endswith(":"):
            at -= 1
        # "and `--timeout`." goes on from a table: on a manual page all options are listed.
        if blocks and isinstance(blocks[0], Paragraph):
            blocks[0].text = re.sub(r"^and `--.*?\.(?: |$)", "", blocks[0].text)
        return [block for block in blocks[:at] if block.text], blocks[at:]


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

    def environment(self, tool, kind):
        """The rows of the table of the environment that are about the tool."""
        table = next(b for b in self.common_part("Environment") if isinstance(b, Table))
        for variable, meaning in table.rows:
            named = [name for name in self.tools() if is_named(name, meaning)]
            if "graph definitions" in meaning and kind != "metric plugins":
                continue
            if not named or tool in named:
                yield variable, meaning

    def has_memory(self, tool, kind):
        """Whether the tool is one of those that remember something."""
        first = self.common_part(MEMORY)[0].text.partition("remember")[0]
        return is_named(tool, first) or kind == "metric plugins" and kind in first

    def differences(self, tool, kind):
        """The rows about the tool of each table of the differences, with their headers."""
        for block in self.part(DIFFERENCES):
            if isinstance(block, Table):
                for row in block.rows:
                    if is_meant(tool, kind, row[0]):
                        yield block.header[1:], row[1:]
