"""Completion for bash, with the functions of the package bash-completion 2.8 or newer."""

from values import is_host, value_of

COMMANDS = {
    "files": "_filedir",
    "directories": "_filedir -d",
    "hosts": '_known_hosts_real -- "$cur"',
}
LISTS = {
    "file systems": r"$(sed 's/.*\t//' /proc/filesystems)",
    "time zones": "UTC $(awk '/^Z/ { print $2 } /^L/ { print $3 }' /usr/share/zoneinfo/tzdata.zi)",
}

WORDS = r"""
# Offers the words ($1) that fit; in a list ($2), those that fit behind its last comma. Bash takes
# what follows a "=" for a word of its own: what stands in front of that is not repeated.
FUNCTION_words() {
    local before=
    if [[ ${2-} == list ]]; then
        compopt -o nospace
        [[ $cur == *,* ]] && before=${cur%,*},
    fi
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur#"$before"}")
    if [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*=}"}"}")
    fi
}
"""

WRAPPED = """\
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            _command_offset $((i + 1))
            return
        fi
    done
"""

FUNCTION = """
FUNCTION() {
WRAPPED    # shellcheck disable=SC2034  # _init_completion sets them
    local cur prev words cword split
    _init_completion -s || return
    case $prev in
CASES    esac
    $split && return
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'OPTIONS' -- "$cur")
POSITIONALS    fi
}
complete -F FUNCTION NAMES
"""


def action(option, function):
    """The command that completes an option's value; empty: there is nothing to offer."""
    value = value_of(option)
    behind = " list" if value.is_list else ""
    if value.words:
        return f"{function}_words '{' '.join(value.words)}'{behind}"
    if value.source in LISTS:
        return f'{function}_words "{LISTS[value.source]}"{behind}'
    command = COMMANDS.get(value.source, "")
    return f"cur=${{cur#*=}}; {command}" if command and "=" in option.value else command


def case(names, *commands):
    lines = "".join(f"            {command}\n" for command in [*commands, "return", ";;"])
    return f"        {' | '.join(names)})\n{lines}"


def cases(tool, function):
    """One for each option with a value. Those with nothing to offer share one."""
    silent = []
    text = ""
    for option in tool.options:
        if not option.value:
            continue
        command = action(option, function)
        if command:
            text += case(option.names, command)
        else:
            silent += option.names
    return text + (case(silent) if silent else "")


def positionals(tool, function):
    if tool.kind == "wrappers":
        return f"    else\n        {function}_words --\n"
    if any(map(is_host, tool.positionals)):
        return f"    else\n        {COMMANDS['hosts']}\n"
    return ""


def files(tool):
    """{name of a file: its text}; bash looks for a file with the command's name."""
    function = "_" + tool.name.replace("-", "_")
    text = f"# bash completion for {tool.name}(1), made from its --help\n"
    body = (FUNCTION.replace("WRAPPED", WRAPPED if tool.kind == "wrappers" else "")
            .replace("CASES", cases(tool, function))
            .replace("OPTIONS", " ".join(name for option in tool.options for name in option.names))
            .replace("POSITIONALS", positionals(tool, function))
            .replace("NAMES", " ".join(tool.names)))
    text += (WORDS + body).replace("FUNCTION", function)
    return {f"bash/{name}": text for name in tool.names}
