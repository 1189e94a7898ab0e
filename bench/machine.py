"""Says on what machine, and with which compilers and interpreters, the figures were made."""

import os
import pathlib
import platform
import subprocess


def value_after(text, key, separator):
    """Returns what follows the first `key` and the separator on a line, or None."""
    for line in text.splitlines():
        name, found, value = line.partition(separator)
        if found and name.strip() == key:
            return value.strip()
    return None


def output_of(*words):
    """What a program prints, or None where it is not there or fails."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def compiler_version(cache):
    compiler = (value_after(cache, "CMAKE_CXX_COMPILER:FILEPATH", "=")
                or value_after(cache, "CMAKE_CXX_COMPILER:STRING", "="))
    third_party = value_after(cache, "THIRD_PARTY:PATH", "=")
    if third_party:
        # A toolchain file has named it (cmake/StaticToolchain.cmake).
        compiler = f"{third_party}/bin/c++"
    if compiler is None:
        return None
    version = output_of(compiler, "--version")
    return version.splitlines()[0].partition(" (http")[0] if version else None


def versions():
    """Of what the yardsticks and the rivals are made of."""
    return {
        "glibc": platform.libc_ver()[1],
        "perl": output_of("perl", "-e", "print substr $^V, 1"),
        "php": output_of("php", "-n", "-r", "echo PHP_VERSION;"),
        "go": (output_of("go", "env", "GOVERSION") or "").removeprefix("go") or None,
    }


def machine_facts(build):
    """`build` is the folder where the tools were built."""
    cache_file = build / "CMakeCache.txt"
    cache = cache_file.read_text(encoding="utf-8") if cache_file.exists() else ""
    cpu_information = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    mounts = pathlib.Path("/proc/self/mounts").read_text(encoding="utf-8")
    return {
        "kernel": platform.release(),
        "cpu": value_after(cpu_information, "model name", ":"),
        "cores": os.cpu_count(),
        "compiler": compiler_version(cache),
        "build_type": value_after(cache, "CMAKE_BUILD_TYPE:STRING", "="),
        "load_average": round(os.getloadavg()[0], 2),
        "processes": sum(name.isdigit() for name in os.listdir("/proc")),
        "mounts": len(mounts.splitlines()),
    } | versions()
