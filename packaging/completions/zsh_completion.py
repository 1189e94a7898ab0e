"""Completion for zsh, with its own function _arguments."""

import re

from values import is_host, value_of

ACTIONS = {
    "files": "_files",
    "directories": "_files -/",
    "hosts": "_hosts",
    "file systems": "_file_systems",
    "time zones": "_time_zone",
}

# Behind the first "--" the wrapped command is completed as if it stood alone.
WRAPPED = """\
local dashes=${words[(i)--]}
if (( dashes < CURRENT )); then
    shift $dashes words
    (( CURRENT -= dashes ))
    _normal
    return
fi
"""


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def escaped(text, special):
    return re.sub(rf"([{re.escape(special)}])", r"\\\1", text)


def action(option):
    value = value_of(option)
    words = " ".join(escaped(word, ":") for word in value.words)
    if words:
        return f"_sequence compadd - {words}" if value.is_list else f"({words})"
    command = ACTIONS.get(value.source, " ")
    if "=" in option.value and command.startswith("_files"):
        return "{compset -P '*='; " + command + "}"
    return f"_sequence {command}" if value.is_list and command.strip() else command


def specification(option):
    """What _arguments is told of an option: what it excludes, its names, text and value."""
    names = [name if not option.value else name + ("=" if name.startswith("--") else "+")
             for name in option.names]
    text = f"[{escaped(option.text, '[]')}]"
    if option.value:
        text += f":{escaped(option.value, ':')}:{action(option)}"
    excluded = list(option.excludes)
    if len(names) > 1 and not option.is_repeatable:
        excluded += option.names
    front = "'*'" if option.is_repeatable else ""
    if excluded:
        front += quoted(f"({' '.join(excluded)})")
    names = "{" + ",".join(names) + "}" if len(names) > 1 else names[0]
    return f"{front}{names}{quoted(text)}"


def arguments(tool):
    for option in tool.options:
        yield specification(option)
    if tool.kind == "wrappers":
        yield "'1:the command follows:(--)'"
    for number, argument in enumerate(tool.positionals, 1):
        source = "_hosts" if is_host(argument) else " "
        yield quoted(f"{number}:{argument.text}:{source}")


def files(tool):
    """{name of a file: its text}; zsh reads in its first line for which commands it is."""
    text = (f"#compdef {' '.join(tool.names)}\n"
            f"# zsh completion for {tool.name}(1), made from its --help\n\n")
    if tool.kind == "wrappers":
        text += WRAPPED + "\n"
    text += "_arguments -s -S : \\\n  " + " \\\n  ".join(arguments(tool)) + "\n"
    return {f"zsh/_{tool.name}": text}
