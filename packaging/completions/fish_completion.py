"""Completion for fish."""

from values import is_host, value_of

COMMANDS = {
    "directories": "__fish_complete_directories",
    "hosts": "__fish_print_hostnames",
    "file systems": r"string replace -r '.*\t' '' </proc/filesystems",
    "time zones": "printf 'UTC\\n'; string replace -rf '^Z (\\S+).*|^L \\S+ (\\S+)' '$1$2' "
                  "</usr/share/zoneinfo/tzdata.zi",
}

# Behind the first "--" the wrapped command is completed as if it stood alone.
WRAPPED = """\
function FUNCTION_is_wrapping
    contains -- -- (commandline -opc)
end

function FUNCTION_wrapped
    set -l words (commandline -opc)
    set -l dashes (contains -i -- -- $words)
    set -e words[1..$dashes]
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end

complete -c NAME -n FUNCTION_is_wrapping -x -a '(FUNCTION_wrapped)'
complete -c NAME -n 'not FUNCTION_is_wrapping' -x -a '--' -d 'The command follows'
"""


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def value_flags(option):
    """The flags of fish's `complete` for the value: -x it wants one, -r -F with files offered."""
    value = value_of(option)
    if value.source == "files":
        return "-r -F"
    words = " ".join(value.words)
    if value.source in COMMANDS:
        words = f"({COMMANDS[value.source]})"
    if value.is_list and words:
        words = f"(__fish_append , {words})"
    return f"-x -a {quoted(words)}" if words else "-x"


def complete(tool, option, name, function):
    """The command for an option."""
    parts = [f"complete -c {name}"]
    if tool.kind == "wrappers":
        parts.append(f"-n 'not {function}_is_wrapping'")
    for each in option.names:
        parts.append(f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}")
    if option.value:
        parts.append(value_flags(option))
    return " ".join([*parts, f"-d {quoted(option.text)}"])


def file(tool, name):
    """The text of the file for one of the tool's names."""
    function = "__" + name.replace("-", "_")
    lines = [f"# fish completion for {tool.name}(1), made from its --help",
             f"complete -c {name} -f"]
    if tool.kind == "wrappers":
        wrapped = WRAPPED.replace("FUNCTION", function).replace("NAME", name)
        lines += ["", *wrapped.splitlines(), ""]
    if any(map(is_host, tool.positionals)):
        lines.append(f"complete -c {name} -a '(__fish_print_hostnames)'")
    lines += [complete(tool, option, name, function) for option in tool.options]
    return "\n".join(lines) + "\n"


def files(tool):
    """{name of a file: its text}; fish looks for a file with the command's name."""
    return {f"fish/{name}.fish": file(tool, name) for name in tool.names}
