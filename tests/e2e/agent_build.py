"""Builds the services that go.mod pins as <build>/e2e/NAME. CTest runs this first."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

PACKAGES = [
    "github.com/mackerelio/mackerel-agent",
    "github.com/mercari/gaurun/cmd/gaurun",
    "github.com/fujiwara/fluent-agent-hydra/cmd/fluent-agent-hydra",
]


def go(*arguments):
    """Runs go among the tools' go.mod; returns whether it succeeded and what it said."""
    try:
        done = subprocess.run(["go", *arguments], cwd=e2e.source_file("tests/e2e"), text=True,
                              env=os.environ | {"CGO_ENABLED": "0"}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def is_recent_go():
    """A Go of 1.21 or newer may fetch the one that go.mod asks for, and then says so here."""
    succeeded, version = go("env", "GOVERSION")
    match = re.search(r"^go(\d+)\.(\d+)", version, re.M)
    return succeeded and match and (int(match[1]), int(match[2])) >= (1, 25)


def is_up_to_date(binary):
    inputs = [e2e.source_file("tests/e2e/go.mod"), e2e.source_file("tests/e2e/go.sum")]
    return binary.exists() and all(
        binary.stat().st_mtime > path.stat().st_mtime for path in inputs)


def build(package, binary):
    # Renamed when it is complete: a build that was stopped must not pass for a service.
    partial = binary.with_suffix(".partial")
    succeeded, output = go("build", "-mod=readonly", "-o", str(partial), package)
    if not succeeded:
        sys.exit(f"cannot build {package}:\n{output}")
    partial.replace(binary)
    # The linked file keeps its date when it comes from Go's cache.
    binary.touch()


def build_all():
    binaries = {package: e2e.build_file(f"e2e/{pathlib.PurePath(package).name}")
                for package in PACKAGES}
    outdated = {package: binary for package, binary in binaries.items()
                if not is_up_to_date(binary)}
    if not outdated:
        return
    e2e.require(is_recent_go(), "Go 1.25 or newer")
    succeeded, output = go("mod", "download")
    e2e.require(succeeded, f"network access, for the modules that go.mod names ({output.strip()})")
    for package, binary in outdated.items():
        binary.parent.mkdir(parents=True, exist_ok=True)
        build(package, binary)


if __name__ == "__main__":
    try:
        build_all()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}")
        sys.exit(e2e.ALL_SKIPPED)
