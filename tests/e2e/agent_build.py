"""Builds the services that a go.mod pins as <build>/e2e/NAME. CTest runs this first."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

# The module of each, and the package in there. Telegraf has one of its own, as nobody else shall
# have the versions of others that it wants.
PROGRAMS = {
    "mackerel-agent": ("tests/e2e", "github.com/mackerelio/mackerel-agent"),
    "gaurun": ("tests/e2e", "github.com/mercari/gaurun/cmd/gaurun"),
    "fluent-agent-hydra": ("tests/e2e",
                           "github.com/fujiwara/fluent-agent-hydra/cmd/fluent-agent-hydra"),
    "telegraf": ("tests/e2e/telegraf", "."),
}


def go(module, *arguments):
    """Runs go in that module; returns whether it succeeded and what it said."""
    try:
        done = subprocess.run(["go", *arguments], cwd=e2e.source_file(module), text=True,
                              env=os.environ | {"CGO_ENABLED": "0"}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def is_recent_go():
    """A Go of 1.21 or newer may fetch the one that go.mod asks for, and then says so here."""
    succeeded, version = go("tests/e2e", "env", "GOVERSION")
    match = re.search(r"^go(\d+)\.(\d+)", version, re.M)
    return succeeded and match and (int(match[1]), int(match[2])) >= (1, 25)


def is_up_to_date(binary, module):
    inputs = [path for path in e2e.source_file(module).iterdir()
              if path.suffix in (".mod", ".sum", ".go")]
    return binary.exists() and all(
        binary.stat().st_mtime > path.stat().st_mtime for path in inputs)


def build(binary, module, package):
    # Renamed when it is complete: a build that was stopped must not pass for a service.
    partial = binary.with_suffix(".partial")
    succeeded, output = go(module, "build", "-mod=readonly", "-o", str(partial), package)
    if not succeeded:
        sys.exit(f"cannot build {package}:\n{output}")
    partial.replace(binary)
    # The linked file keeps its date when it comes from Go's cache.
    binary.touch()


def build_all():
    outdated = {binary: place for name, place in PROGRAMS.items()
                if not is_up_to_date(binary := e2e.build_file(f"e2e/{name}"), place[0])}
    if not outdated:
        return
    e2e.require(is_recent_go(), "Go 1.25 or newer")
    for module in sorted({module for module, _ in outdated.values()}):
        succeeded, output = go(module, "mod", "download")
        e2e.require(succeeded,
                    f"network access, for the modules that go.mod names ({output.strip()})")
    for binary, (module, package) in outdated.items():
        binary.parent.mkdir(parents=True, exist_ok=True)
        build(binary, module, package)


if __name__ == "__main__":
    try:
        build_all()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}")
        sys.exit(e2e.ALL_SKIPPED)
