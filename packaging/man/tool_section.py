"""What the manual says of one tool, and the kinds of blocks that it is found by."""

import re

from markdown import Bullets, Code, Paragraph, Table


def is_option_table(block):
    return isinstance(block, Table) and block.header[0] == "option"


def is_exit_table(block):
    return isinstance(block, Table) and any("exit code" in name for name in block.header)


def is_file_table(block):
    return isinstance(block, Table) and block.header[0] == "file"


def is_lead(block):
    """Whether a paragraph is there for what follows it only."""
    return isinstance(block, Paragraph) and block.text.rstrip("*").endswith(":")


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


def required_options(blocks):
    """The names of options of which one at least has to be there, a list for each such demand."""
    demands = []
    for block in blocks:
        if isinstance(block, Paragraph):
            for names in re.findall(r"((?:`-[^`]+`(?:, | and | or )?)+) is required", block.text):
                demands.append(re.findall("`([^`]+)`", names))
        elif is_option_table(block):
            demands += [re.findall("`(-[^` ]+)", head)[-1:] for head, meaning, _ in block.rows
                        if meaning.endswith("; required")]
    return demands


class ToolSection:
    """What the manual says of one tool, in the parts of a manual page."""

    def __init__(self, blocks):
        self.configurations = [block for block in blocks if is_configuration(block)]
        self.files = [row for block in blocks if is_file_table(block) for row in block.rows]
        self.required = required_options(blocks)
        blocks = [block for block in blocks
                  if not is_configuration(block) and not is_file_table(block)]
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
        if at > 0 and is_lead(blocks[at - 1]):
            at -= 1
        # "and `--timeout`." goes on from a table: on a manual page all options are listed.
        if blocks and isinstance(blocks[0], Paragraph):
            blocks[0].text = re.sub(r"^and `--.*?\.(?: |$)", "", blocks[0].text)
        return [block for block in blocks[:at] if block.text], blocks[at:]
