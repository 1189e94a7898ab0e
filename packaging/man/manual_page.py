#!/usr/bin/python3
"""Writes the manual page of a tool from its --help and from docs/manual.md.

Usage: manual_page.py MANUAL DATE VERSION OUTPUT_DIRECTORY TOOL

A wrapper has a second name, which its page says, too: as a plugin of mkr it is check-delay or the
like.
"""

import pathlib
import re
import sys

from manual import DIFFERENCES, MEMORY, WRAPPERS, Manual, is_named
from markdown import Code, Paragraph
from options import synopsis, write_options
from roff import Page, inline, literal, prose, quoted, sentence, typed
from tool_help import NotUnderstood, ask_tool
from tool_section import is_exit_table, is_lead, is_option_table, texts

OVERVIEW = "mackerel-native-plugins"
DEADLINE = "Out of time, and told to stop"
OUTPUT_OF = {"checks": "What a check prints", "metric plugins": "What a metric plugin prints",
             "wrappers": "What a check prints"}


def lower_first(text):
    return text[0].lower() + text[1:] if re.match("[A-Z][a-z]", text) else text


def write_name(page, tool, section):
    page.section("Name")
    page.write(rf"{typed(', '.join(tool.names))} \- {prose(lower_first(tool.summary))}")
    page.section("Synopsis")
    page.write(synopsis(tool, section.required))


def write_description(page, tool, section):
    page.section("Description")
    page.blocks(section.introduction or [Paragraph(sentence(tool.summary))])
    if len(tool.names) > 1:
        page.paragraph(f"As a plugin of mkr it is called {literal(tool.names[1])}.")
    page.paragraph(f"What all tools of its kind have in common is described in more detail in "
                   f"{literal(OVERVIEW)}(7).")


def is_about_others(text, tool, manual):
    """Whether a text that is for all tools of a kind speaks of certain others only."""
    kind = re.match("A (check|metric plugin|wrapper) ", text)
    if kind and kind[1] + "s" != tool.kind:
        return True
    # Wrappers have texts that are for all of them and name one, but do not start with it.
    start = re.match(r"(\*\*[^*]+\*\* )?((`[^`]+`(, | and )?)*)", text)[0]
    searched = start if tool.kind == "wrappers" else text
    named = [name for name in manual.tools() if is_named(name, searched)]
    return bool(named) and tool.name not in named


def common_blocks(blocks, tool, manual):
    """What is for all tools of a kind, but for what has a section of its own on the page, and for
    what is about others, with all that belongs to it."""
    wanted = []
    is_wanted = True
    for block in blocks:
        if isinstance(block, Paragraph):
            is_wanted = not is_about_others(block.text, tool, manual)
        if is_option_table(block) or is_exit_table(block):
            lead = wanted.pop() if wanted and is_lead(wanted[-1]) else None
            if lead and is_exit_table(block):
                wanted.append(Paragraph(f"{lead.text} see EXIT STATUS."))
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


def write_files(page, tool, manual):
    page.section("Files")
    for name, meaning in manual.files(tool.name, tool.kind):
        page.item(inline(name), sentence(inline(meaning)))
    if manual.has_memory(tool.name):
        page.paragraph(f"What becomes of the memory is told in {quoted(MEMORY)}.")
    else:
        page.paragraph("It remembers nothing between two runs.")


def write_examples(page, tool, section):
    page.section("Examples")
    for example in tool.examples:
        note = [f"# {example.note}"] if example.note else []
        page.code(Code([*note, example.command], "shell"))
    page.subsection("In the configuration of mackerel-agent")
    page.blocks(section.configurations)


def write_differences(page, tool, manual):
    page.section("Differences from the original script")
    own = list(manual.differences(tool.name, tool.kind))
    if not own:
        page.paragraph("It has none of its own.")
    for header, cells in own:
        words = {"reason": "The reason"}
        parts = [sentence(inline(f"{words.get(name, name)}: {cell}"))
                 for name, cell in zip(header, cells) if cell]
        page.lines.append(r".IP \(bu 2")
        page.write(" ".join(parts))
    said = [block for block in manual.part(DIFFERENCES) if isinstance(block, Paragraph)]
    page.blocks([block for block in said
                 if not block.text.startswith("New") and is_named(tool.name, block.text)])
    page.paragraph("What differs in all tools, and which options are new, is told in "
                   f"{quoted(DIFFERENCES)}.")


def write_see_also(page, tool, manual):
    page.section("See also")
    said = " ".join(text for block in manual.sections.get(tool.name, []) for text in texts(block))
    others = [f"{name}(1)" for name in manual.tools() if name != tool.name and is_named(name, said)]
    page.write(", ".join(re.sub(r"^[^(]+", lambda name: literal(name[0]), reference)
                         for reference in sorted(others) + [f"{OVERVIEW}(7)"]))


def tool_page(tool, manual, date, version):
    section = manual.tool(tool.name)
    page = Page(tool.name, 1, date, f"{OVERVIEW} {version}")
    write_name(page, tool, section)
    write_description(page, tool, section)
    write_options(page, tool, manual, section)
    write_output(page, tool, manual, section)
    write_exit_status(page, tool, manual)
    write_environment(page, tool, manual)
    write_files(page, tool, manual)
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
