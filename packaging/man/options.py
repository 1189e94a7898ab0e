"""The options on a manual page: which there are says --help, what they mean the manual."""

import re

from roff import inline, literal, placeholder, prose, sentence, typed
from tool_help import NotUnderstood

# How the help calls values of each kind that the manual explains.
VALUES = {"duration": r"DURATION|SECONDS", "status": r"STATUS|FROM=TO", "count or share": r"N%"}


def command_line(text):
    """Words of a command line, those in capitals being placeholders."""
    words = [placeholder(word) if re.match(r"\[?[A-Z]|unix:", word) else literal(word)
             for word in text.split(" ")]
    return " ".join(words)


def synopsis(tool, required):
    """The command line, with the options that it cannot do without; behind some of those in braces
    one of them is needed at least."""
    values = {name: option.value for option in tool.options for name in option.names}
    demands = []
    for names in required:
        choices = " | ".join(command_line(f"{name} {values[name]}".strip()) for name in names)
        demands.append(rf"{{ {choices} }}" if len(names) > 1 else choices)
    before, _, behind = tool.usage.partition("[OPTIONS]")
    return " ".join([command_line(before.strip()), *demands,
                     command_line(f"[OPTION...]{behind}")])


def option_head(option):
    names = ", ".join(literal(name) if name[0] == "-" else placeholder(name)
                      for name in option.names)
    return f"{names} {placeholder(option.value)}" if option.value else names


def typed_cell(cell):
    """The first cell of a row, with what is typed in it."""
    parts = re.split("`([^`]+)`", cell)
    return "".join(command_line(part) if i % 2 else prose(part) for i, part in enumerate(parts))


def option_names(cell):
    """The options in the first cell of a row: `-H`, `--host NAME`; or an argument: `HOST`."""
    codes = re.findall("`([^`]+)`", cell)
    return [code.split()[0] for code in codes if code[0] == "-"] or codes[:1]


def write_option_rows(page, tool, rows):
    """The options that the manual describes; returns them."""
    known = {name: option for option in tool.positionals + tool.options for name in option.names}
    written = []
    for head, meaning, default in rows:
        names = option_names(head)
        unknown = [name for name in names if name not in known]
        if unknown or not names:
            raise NotUnderstood(f"{tool.name} has no option {', '.join(unknown) or head}, "
                                "which the manual describes")
        options = [known[name] for name in names]
        # A row may name an option by one of its names only.
        is_short = len(names) < len(options[0].names) and options[0] not in written
        if default:
            meaning += "; required" if default == "required" else f" (default: {default})"
        page.item(option_head(options[0]) if is_short else typed_cell(head),
                  sentence(inline(meaning)))
        written += options
    return written


def write_options(page, tool, manual, section):
    page.section("Options")
    written = write_option_rows(page, tool, section.options)
    for option in tool.positionals + tool.options:
        if option not in written:
            page.item(option_head(option), sentence(typed(option.text)))
    page.blocks(section.on_options)
    values = " ".join(option.value for option in tool.options)
    for kind, item in manual.kinds_of_values().items():
        if kind in VALUES and re.search(VALUES[kind], values):
            page.blocks(item)
