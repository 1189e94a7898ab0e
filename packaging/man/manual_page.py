#!/usr/bin/python3
"""Writes the manual page of a tool from its --help and from docs/manual.md.

Usage: manual_page.py MANUAL DATE VERSION OUTPUT_DIRECTORY TOOL

A wrapper has a second name, which its page says, too: as a plugin of mkr it is check-delay or the
like.
"""

import pathlib
import re
import sys

from manual import (DIFFERENCES, MEMORY, WRAPPERS, Manual, is_exit_table, is_named,
                    is_option_table, texts)
from markdown import Code, Paragraph, Table
from options import command_line, write_options
from roff import Page, inline, literal, prose, sentence, typed
from tool_help import NotUnderstood, ask_tool

OVERVIEW = "mackerel-native-plugins"
DEADLINE = "Out of time, and told to stop"
OUTPUT_OF = {"checks": "What a check prints", "metric plugins": "What a metric plugin prints",
             "wrappers": "What a check prints"}


def lower_first(text):
    return text[0].lower() + text[1:] if re.match("[A-Z][a-z]", text) else text


def write_name(page, tool):
    page.section("Name")
    page.write(rf"{typed(', '.join(tool.names))} \- {prose(lower_first(tool.summary))}")
    page.section("Synopsis")
    page.write(command_line(tool.usage.replace("[OPTIONS]", "[OPTION...]")))


def write_description(page, tool, section):
    page.section("Description")
    page.blocks(section.introduction or [Paragraph(sentence(tool.summary))])
    if len(tool.names) > 1:
        page.paragraph(f"As a plugin of mkr it is called {literal(tool.names[1])}.")
    page.paragraph(f"What all tools of its kind have in common is described in more detail in "
                   f"{literal(OVERVIEW)}(7).")


def is_about_others(text, tool, manual):
    """Whether a text that is for all tools of a kind speaks of certain others only."""
    if text.startswith("A wrapper ") and tool.kind != "wrappers":
        return True
    named = [name for name in manual.tools() if is_named(name, text)]
    return tool.kind != "wrappers" and bool(named) and tool.name not in named


def common_blocks(blocks, tool, manual):
    """What is for all tools of a kind, but for what has a section of its own on the page, and for
    what is about others, with all that belongs to it."""
    wanted = []
    is_wanted = True
    for block in blocks:
        if isinstance(block, Paragraph):
            is_wanted = not is_about_others(block.text, tool, manual)
        if is_option_table(block) or is_exit_table(block):
            while wanted and isinstance(wanted[-1], Paragraph) and wanted[-1].text.endswith(":"):
                wanted.pop()
        elif is_wanted:
            wanted.append(block)
    return wanted


def write_output(page, tool, manual, section):
    page.section("Output")
    page.blocks(section.output)
    if tool.kind == "wrappers":
        page.subsection("Common to all wrappers")
        page.blocks(common_blocks(manual.part(WRAPPERS), tool, manual))
    else:
        page.subsection("Common to all " + tool.kind)
        page.blocks(common_blocks(manual.common_part(OUTPUT_OF[tool.kind]), tool, manual))
    page.subsection(DEADLINE)
    page.blocks(common_blocks(manual.common_part(DEADLINE), tool, manual))


def write_exit_status(page, tool, manual):
    page.section("Exit status")
    table = manual.exit_table(OUTPUT_OF[tool.kind])
    if table:
        page.block(table)
    else:
        page.write(inline(manual.exit_sentence(OUTPUT_OF[tool.kind])))
    if tool.kind == "wrappers":
        page.paragraph("When the command")
        page.block(manual.exit_table(WRAPPERS))


def write_environment(page, tool, manual):
    page.section("Environment")
    for variable, meaning in manual.environment(tool.name, tool.kind):
        page.item(inline(variable), sentence(inline(meaning)))


def system_files(blocks):
    """The names of files that stand in the blocks, also in a column for what is below /proc."""
    for block in blocks:
        for text in texts(block):
            yield from re.findall(r"`(/proc/[^` ]+|/etc/\w+\.\w+)`", text)
        for i, name in enumerate(block.header if isinstance(block, Table) else []):
            if "below /proc" in name:
                codes = re.findall("`([^`]+)`", " ".join(row[i] for row in block.rows))
                yield from (f"/proc/{code}" for code in codes)


def write_files(page, tool, manual, section):
    page.section("Files")
    read = sorted(set(system_files(section.introduction + section.on_options
                                + section.output)))
    if read:
        page.paragraph("Files of the system that this page speaks of: "
                       + ", ".join(map(literal, read)) + ".")
    memory = manual.common_part(MEMORY)
    if manual.has_memory(tool.name, tool.kind):
        page.blocks([memory[0], *common_blocks(memory[1:], tool, manual)])
        return
    page.paragraph("It remembers nothing between two runs.")
    for block in memory[1:]:
        if isinstance(block, Paragraph) and is_named(tool.name, block.text):
            page.paragraph(inline(block.text.replace(", see below", "")))


def write_examples(page, tool, section):
    page.section("Examples")
    for example in tool.examples:
        note = [f"# {example.note}"] if example.note else []
        page.code(Code([*note, example.command], "shell"))
    page.subsection("In the configuration of mackerel-agent")
    page.blocks(section.configurations)


def write_differences(page, tool, manual):
    page.section("Differences from the original script")
    for header, cells in manual.differences(tool.name, tool.kind):
        words = {"reason": "The reason"}
        parts = [sentence(inline(f"{words.get(name, name)}: {cell}"))
                 for name, cell in zip(header, cells) if cell]
        page.lines.append(r".IP \(bu 2")
        page.write(" ".join(parts))
    said = [block for block in manual.part(DIFFERENCES) if isinstance(block, Paragraph)]
    new = [block for block in said if block.text.startswith("New")]
    page.blocks([block for block in said if block not in new and is_named(tool.name, block.text)])
    if new:
        page.paragraph(f"What is new is listed in {literal(OVERVIEW)}(7).")


def write_see_also(page, tool, manual):
    page.section("See also")
    said = " ".join(text for block in manual.sections.get(tool.name, []) for text in texts(block))
    others = [f"{name}(1)" for name in manual.tools() if name != tool.name and is_named(name, said)]
    page.write(", ".join(re.sub(r"^[^(]+", lambda name: literal(name[0]), reference)
                         for reference in sorted(others) + [f"{OVERVIEW}(7)"]))


def tool_page(tool, manual, date, version):
    section = manual.tool(tool.name)
    page = Page(tool.name, 1, date, f"{OVERVIEW} {version}")
    write_name(page, tool)
    write_description(page, tool, section)
    write_options(page, tool, manual, section)
    write_output(page, tool, manual, section)
    write_exit_status(page, tool, manual)
    write_environment(page, tool, manual)
    write_files(page, tool, manual, section)
    write_examples(page, tool, section)
    write_differences(page, tool, manual)
    write_see_also(page, tool, manual)
    return page.text()


def main(manual, date, version, directory, path):
    tool = ask_tool(path)
    page = tool_page(tool, Manual(manual), date, version)
    pathlib.Path(directory, f"{tool.name}.1").write_text(page, encoding="ascii")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NotUnderstood as error:
        sys.exit(f"manual_page.py: {error}")
