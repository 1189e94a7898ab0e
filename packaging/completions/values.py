"""What can stand behind an option, as far as a shell can know it.

It goes by how --help calls the value: STATUS, FILE, on|off, GROUP[,GROUP...]. So an option needs
nothing but a fitting name of its value in the tool's source to be completed.
"""

import dataclasses
import re

STATUSES = ["ok", "warning", "critical", "unknown"]

# Names of values that are words.
WORDS = {
    "STATUS": STATUSES,
    "FROM=TO": [f"{one}={other}" for one in STATUSES for other in STATUSES if one != other],
}

# Names of values that the shell looks up.
SOURCES = {
    "FILE": "files", "PATH": "files", "NAME=PATH": "files", "[NAME=]PATH": "files",
    "DIR": "directories", "DIRECTORY": "directories",
    "HOST": "hosts", "HOST[:PORT]": "hosts",
    "TYPE": "file systems",
    "ZONE": "time zones",
}

# In alternatives such as N|N% or A|AAAA|MX the names of values, which are not typed as they are.
NAMES = {"N", "N%", "IP", "CIDR", "PORT", "HOST", "NAME", "FILE", "PATH", "DIR", "DAYS", "SECONDS",
         "DURATION", "unix:PATH"}


@dataclasses.dataclass
class Value:
    """A value's words or where they come from, one of those in SOURCES; both may be empty."""

    words: list
    source: str = ""
    is_list: bool = False  # whether several are joined by commas


def is_host(argument):
    """Whether an argument that is no option, a positional, is a host's name."""
    return argument.names[0] == "HOST"


def value_of(option):
    """The Value of an option that takes one."""
    name = re.sub(r"\[,.*\]$", "", option.value)
    is_list = name != option.value
    if name == "GROUP":
        return Value(re.findall(r"[-\w]+", option.text.rpartition(":")[2]), "", is_list)
    alternatives = name.split("|")
    if len(alternatives) > 1:
        return Value([word for word in alternatives if word not in NAMES], "", is_list)
    return Value(WORDS.get(name, []), SOURCES.get(name, ""), is_list)
