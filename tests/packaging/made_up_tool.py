"""A tool with what no tool has yet, for the tests of the completions."""

import subprocess
import sys

import e2e

DIRECTORIES = {"bash": "bash-completion/completions", "zsh": "zsh/vendor-completions",
               "fish": "fish/vendor_completions.d"}

MADE_UP = r"""#!/bin/sh
cat <<'END'
It's made up
Usage: check-made-up [OPTIONS]

Options:
  -a,--all                    It's "all": $(id) `id` ${HOME} [a] \\ \' \n {b}; c & d | e # f %
  --where DIR                 In which directory
  --program NAME=PATH         What's run
  --mode on|off|N             How: on, off or a number
  -h,--help                   Print this help and exit

Examples:
  check-made-up --all
END
"""


def make_up_tool(prefix):
    """Installs it below that directory, with its completions."""
    tool = prefix / e2e.INSTALLED.removeprefix("/usr/") / "check-made-up"
    tool.write_text(MADE_UP, encoding="ascii")
    tool.chmod(0o755)
    generator = e2e.source_file("packaging/completions/completions.py")
    subprocess.run([sys.executable, "-B", generator, prefix / "made-up", tool], check=True)
    for shell, directory in DIRECTORIES.items():
        for file in (prefix / "made-up" / shell).iterdir():
            file.rename(prefix / "share" / directory / file.name)
