#!/usr/bin/python3
"""Writes the completions of a tool for bash, zsh and fish from its --help.

Usage: completions.py OUTPUT_DIRECTORY TOOL
"""

import pathlib
import sys

import bash_completion
import fish_completion
import zsh_completion
from tool_help import NotUnderstood, ask_tool


def main(directory, path):
    tool = ask_tool(path)
    for shell in (bash_completion, zsh_completion, fish_completion):
        for name, text in shell.files(tool).items():
            file = pathlib.Path(directory, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="ascii")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NotUnderstood as error:
        sys.exit(f"completions.py: {error}")
