"""mkr, the program that installs plugins for mackerel-agent: the real one, or its rules."""

import os
import pathlib
import shutil
import subprocess
import sys

import packages
from packages import e2e

MODULE = "github.com/mackerelio/mkr@v0.60.0"
PREFIX = "opt/mackerel-agent/plugins"


def find_mkr():
    """The real one: $MKR, one on the PATH, or the one that build() has made; else None."""
    built = e2e.build_file("e2e/mkr")
    return os.environ.get("MKR") or shutil.which("mkr") or (str(built) if built.exists() else None)


def build():
    """Builds the real one where there is none, if Go's module proxy lets us have it."""
    if find_mkr():
        return
    environment = os.environ | {"CGO_ENABLED": "0", "GOBIN": str(e2e.build_file("e2e"))}
    try:
        done = subprocess.run(["go", "install", MODULE], env=environment, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        reason = done.stderr.strip()
    except OSError as error:
        reason = str(error)
    if not find_mkr():
        print(f"no {MODULE}: the archive is installed by the rules of mkr instead, unless $MKR "
              f"names one ({reason})", file=sys.stderr)


def install_by_its_rules(archive, root):
    """Of all files at any depth those that are executable and have a plugin's name."""
    unpacked = root / PREFIX / "work"
    (root / PREFIX / "bin").mkdir(parents=True, exist_ok=True)
    packages.output_of("unzip", "-q", archive, "-d", unpacked)
    for path in unpacked.rglob("*"):
        has_name = path.name.startswith(("check-", "mackerel-plugin-"))
        if path.is_file() and path.stat().st_mode & 0o111 and has_name:
            shutil.copy(path, root / PREFIX / "bin" / path.name)
    shutil.rmtree(unpacked)


def install(archive, root="/"):
    """Where mkr puts plugins, below another root perhaps."""
    root = pathlib.Path(root)
    mkr = find_mkr()
    if mkr:
        packages.output_of(mkr, "plugin", "install", "--prefix", root / PREFIX, archive.as_uri())
    else:
        install_by_its_rules(archive, root)


if __name__ == "__main__":
    build()
