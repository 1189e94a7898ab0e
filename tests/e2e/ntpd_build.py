"""Unpacks four time services as <build>/e2e/chrony, ntpsec, ntp (the classic ntpd) and timesyncd.

CTest runs this first. Their packages exclude each other, and often one is installed already; the
classic ntpd is in Debian 11 only. apt verifies what it fetches.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

PACKAGES = {"chrony": ["chrony"], "ntpsec": ["ntpsec", "python3-ntp"],
            "timesyncd": ["systemd-timesyncd"], "ntp": ["ntp", "libopts25", "libssl1.1"]}
OLD_RELEASE = "bullseye"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


def run(*command, directory=None):
    """Runs a command; returns whether it succeeded and what it said."""
    try:
        done = subprocess.run([str(word) for word in command], cwd=directory, text=True,
                              env=os.environ | {"LC_ALL": "C"}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def main_archive():
    """Where this host gets Debian itself from."""
    known, lines = run("apt-get", "indextargets", "--format", "$(REPO_URI)",
                       "Created-By: Packages", "Component: main", "Origin: Debian")
    e2e.require(known and lines.strip(), "apt with the main archive of Debian among its sources")
    return lines.splitlines()[0]


def options_for_old_release(directory):
    """Options of apt-get that make it know the old release and nothing else."""
    sources = directory / "old.list"
    sources.write_text(f"deb [signed-by={KEYS}] {main_archive()} {OLD_RELEASE} main\n",
                       encoding="utf-8")
    settings = {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "-",
                "Dir::State::lists": directory / "lists", "Dir::Cache": directory / "cache",
                "Acquire::Languages": "none", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled":
                "false"}
    for name in ("lists/partial", "cache/archives/partial"):
        (directory / name).mkdir(parents=True)
    options = [f"-o{name}={value}" for name, value in settings.items()]
    succeeded, output = run("apt-get", *options, "update", "-o", "APT::Update::Error-Mode=any")
    e2e.require(succeeded, f"the archive of Debian's {OLD_RELEASE} ({output.strip()})")
    return options


def unpack(name, target):
    # Renamed when it is complete, so that one that was stopped does not pass for it.
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    options = options_for_old_release(partial) if name == "ntp" else []
    succeeded, output = run("apt-get", *options, "download", *PACKAGES[name], directory=partial)
    e2e.require(succeeded, f"network access, for the packages of {name} ({output.strip()})")
    for package in partial.glob("*.deb"):
        succeeded, output = run("dpkg-deb", "-x", package, partial)
        if not succeeded:
            sys.exit(f"cannot unpack {package}:\n{output}")
    # ntpq looks for its library among its modules, and then where it would be installed.
    for library in partial.glob("usr/lib/*/ntp/libntpc.so.1"):
        shutil.copy(library, partial / "usr/lib/python3/dist-packages/ntp/libntpc.so")
    partial.replace(target)


if __name__ == "__main__":
    try:
        for each in PACKAGES:
            if not e2e.build_file(f"e2e/{each}").exists():
                unpack(each, e2e.build_file(f"e2e/{each}"))
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}")
        sys.exit(e2e.ALL_SKIPPED)
