#!/usr/bin/python3
"""Writes the manual page of the whole suite, mackerel-native-plugins(7), from docs/manual.md.

Usage: overview_page.py MANUAL DATE VERSION SUMMARY OUTPUT_DIRECTORY TOOL...
"""

import pathlib
import sys

from manual import DIFFERENCES, FILES, MEMORY, WRAPPERS, Manual, is_meant
from manual_page import OUTPUT_OF, OVERVIEW, lower_first
from markdown import Paragraph, Table
from options import typed_cell
from roff import Page, inline, literal, prose, sentence, typed
from tool_help import NotUnderstood, ask_tool
from tool_section import is_exit_table, is_file_table, is_option_table

KINDS = {"checks": "Checks", "metric plugins": "Metric plugins", "wrappers": "Wrappers"}


def write_name(page, summary):
    page.section("Name")
    page.write(rf"{typed(OVERVIEW)} \- {prose(lower_first(summary))}")


def write_tools(page, tools):
    page.section("Description")
    page.write("Each tool has a manual page of its own. This one says what they have in common.")
    for kind, title in KINDS.items():
        page.subsection(title)
        for tool in tools:
            if tool.kind == kind:
                page.item(literal(tool.name) + "(1)", sentence(typed(tool.summary)))


def write_options(page, manual):
    page.section("Options")
    for block in manual.common_part("Options"):
        if not is_option_table(block):
            page.block(block)
            continue
        for head, tools, meaning, default in block.rows:
            text = f"{meaning} (default: {default})" if default else meaning
            page.item(typed_cell(head), sentence(inline(f"{tools}: {text}")))


def write_common(page, manual):
    """The other common sections, those that have a heading of their own on each page last."""
    page.section("Output")
    for title, blocks in manual.common.items():
        if title not in ("", "Options", "Environment", MEMORY, FILES):
            page.subsection(title)
            page.blocks([block for block in blocks if not is_exit_table(block)])
    page.section(WRAPPERS)
    page.blocks([block for block in manual.part(WRAPPERS) if not is_option_table(block)])
    page.section("Exit status")
    page.block(manual.exit_table(OUTPUT_OF["checks"]))
    page.paragraph("A metric plugin: "
                   + inline(manual.exit_sentence(OUTPUT_OF["metric plugins"])))
    page.section("Environment")
    page.blocks(manual.common_part("Environment"))
    page.section("Files")
    for block in manual.common_part(FILES):
        if is_file_table(block):
            for name, owner, meaning in block.rows:
                tools = "" if owner == "all" else f"for {owner}: "
                page.item(inline(name), sentence(inline(tools + meaning)))
        else:
            page.block(block)
    page.section(MEMORY)
    page.blocks(manual.common_part(MEMORY))


def write_examples(page, manual, tools):
    page.section("Examples")
    page.write("In the configuration of mackerel-agent, a tool of each kind:")
    for kind in KINDS:
        configurations = [code for tool in tools if tool.kind == kind
                          for code in manual.tool(tool.name).configurations[:1]]
        page.blocks(configurations[:1])


def write_differences(page, manual, tools):
    """Those of all tools; the others stand on the pages of the tools."""
    page.section("Differences from the original scripts")
    for block in manual.part(DIFFERENCES):
        if isinstance(block, Paragraph):
            page.block(block)
        elif isinstance(block, Table):
            common = [row for row in block.rows if is_meant("", "all", row[0])]
            for _, script, here, reason in common if len(block.header) == 4 else []:
                page.item(inline(script), sentence(inline(f"here: {here}. The reason: {reason}")))
    page.paragraph("What else differs is said on the pages of the tools.")
    page.section("See also")
    page.write(", ".join(literal(tool.name) + "(1)" for tool in tools))


def overview(manual, date, version, summary, tools):
    page = Page(OVERVIEW, 7, date, f"{OVERVIEW} {version}")
    write_name(page, summary)
    write_tools(page, tools)
    write_options(page, manual)
    write_common(page, manual)
    write_examples(page, manual, tools)
    write_differences(page, manual, tools)
    return page.text()


def main(manual, date, version, summary, directory, *paths):
    tools = sorted(map(ask_tool, paths), key=lambda tool: tool.name)
    page = overview(Manual(manual), date, version, summary, tools)
    pathlib.Path(directory, f"{OVERVIEW}.7").write_text(page, encoding="ascii")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NotUnderstood as error:
        sys.exit(f"overview_page.py: {error}")
