#!/usr/bin/env python3
"""Who may know whom: tools, rooms of the library, third-party libraries; what each program loads.
And who may call what: nothing that differs between C libraries.

A room may include itself, the rooms that src/common/CMakeLists.txt gives it, and what these use.
Usage: layering.py SOURCE_DIRECTORY BUILD_DIRECTORY
"""

import pathlib
import re
import subprocess
import sys

# Where the headers of a third-party library may stand: in sources of these rooms, in no header.
BEHIND = {"CLI/": {"tool"}, "nlohmann/": {"text", "tool", "services"}, "ares": {"dns"},
          "curl/": {"http"}, "openssl/": {"x509", "tls"}}
# Each of these costs whoever includes it seconds to compile.
CLI11_FILES = {"read_options.cpp"}
START_UP_COSTS = {"iostream", "sstream", "fstream", "regex", "locale"}
# What C libraries word in different ways, or lack, and what of ours stands for it.
INSTEAD = {"strerror": "error_text", "gai_strerror": "lookup_error_text",
           "strsignal": "signal_name", "sigabbrev_np": "signal_name",
           "getdents64": "read_directory", "close_range": "close_descriptors_but",
           "execvp": "execute", "execvpe": "execute", "regcomp": "compile_regex",
           "euidaccess": "access"}

EVERY_PROGRAM = r"libc\.so\.6|ld-linux[-a-z0-9_]*\.so\.[0-9]"
LOADS = {"check-dns-rr": r"libcares\.so\.2", "check-resolver": r"libcares\.so\.2",
         "check-crt-expiration": r"lib(crypto|ssl)\.so\.3",
         "check-hydra-pos": r"libcurl\.so\.4", "mackerel-plugin-gaurun-usage": r"libcurl\.so\.4"}


def closures(text):
    """The rooms that each may include, from lines such as "dns: net tool"."""
    allowed = {}
    for line in text.splitlines():
        room, _, uses = line.partition(":")
        # What stands above is known, so that there can be no circle.
        allowed[room] = {room}.union(*(allowed[used] for used in uses.split()))
    return allowed


def faults_of_include(path, header, is_local, allowed):
    """What is wrong with one #include; `allowed` is empty for a tool."""
    room = path.parent.name if allowed else None
    if is_local:
        parts = header.split("/")
        if parts[0] != "common" or len(parts) != 3:
            yield "includes what is no header of a room"
        elif room and parts[1] not in allowed[room]:
            yield f"room {room} does not use {parts[1]}"
        return
    if header in START_UP_COSTS:
        yield "costs start-up time"
    for start, rooms in BEHIND.items():
        if not header.startswith(start):
            continue
        if room not in rooms or path.suffix == ".hpp":
            yield "a third-party library out of its room, or in a header"
        if start == "CLI/" and path.name not in CLI11_FILES:
            yield "CLI11 takes long to compile"


def faults_of_calls(text):
    for name in re.findall(r"(?<![\w.>])(\w+)\(", text):
        if name in INSTEAD:
            yield f"{name}() differs between C libraries, take {INSTEAD[name]}()"


def faults_of_sources(source, allowed):
    common = source / "src/common"
    tools = [path for kind in ("checks", "metrics", "wrappers")
             for path in (source / "src" / kind).glob("*.cpp")]
    library = [path for path in common.rglob("*.?pp")]
    if not tools or not library:
        yield f"no sources in {source}"
    rooms = {path.name for path in common.iterdir() if path.is_dir()}
    if rooms != set(allowed):
        yield f"rooms without a line in CMakeLists.txt, or without a folder: {rooms ^ set(allowed)}"
    for path in tools + library:
        if path in library and path.parent.parent != common:
            yield f"{path}: stands in no room"
            continue
        text = path.read_text("utf-8")
        for fault in faults_of_calls(re.sub(r"//.*", "", text)):
            yield f"{path}: {fault}"
        include = r'^#include ([<"])([^>"]+)'
        for quote, header in re.findall(include, text, re.MULTILINE):
            for fault in faults_of_include(path, header, quote == '"',
                                           allowed if path in library else {}):
                yield f"{path}: {header}: {fault}"


def faults_of_program(tool):
    """A program loads the C library and what its page needs, and nothing else."""
    listing = subprocess.run(["readelf", "-d", tool], capture_output=True, text=True, check=True)
    loaded = re.findall(r"\(NEEDED\).*\[(.*)\]", listing.stdout)
    # A build with sanitizers has their run-time libraries, and libstdc++ with them.
    if any(re.match("lib[a-z]*san", library) for library in loaded):
        return
    allowed = "|".join(filter(None, [EVERY_PROGRAM, LOADS.get(tool.name)]))
    for library in loaded:
        if not re.fullmatch(allowed, library):
            yield f"{tool.name} loads {library}"


def main():
    source, build = map(pathlib.Path, sys.argv[1:])
    allowed = closures((build / "rooms.txt").read_text("utf-8"))
    faults = list(faults_of_sources(source, allowed))
    tools = sorted(path for path in (build / "bin").iterdir() if path.is_file())
    if len(tools) < 17:
        faults.append(f"only {len(tools)} programs in {build}/bin")
    for tool in tools:
        faults += faults_of_program(tool)
    for fault in faults:
        print("layering:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
