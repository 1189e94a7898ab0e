"""Beside Mackerel's own package, whose /usr/bin/check-uptime is another program than ours.

Both are installed in either order, upgraded, removed and purged; neither harms the other.
"""

import os
import shutil
import subprocess
import unittest

import packages
import system
from packages import e2e
from system import System

THEIRS = "mackerel-check-plugins"
OURS = packages.NAME
# One program with many names, and not what a test of ours would print.
PROGRAM = "usr/bin/mackerel-check"
NAMES = ("check-uptime", "check-load", "check-procs")


def their_files(directory, version):
    program = directory / PROGRAM
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho theirs {version}\n", encoding="utf-8")
    program.chmod(0o755)
    for name in NAMES:
        (program.parent / name).symlink_to("./mackerel-check")


def their_deb(directory, version):
    tree = directory / f"deb-{version}"
    their_files(tree, version)
    (tree / "DEBIAN").mkdir()
    fields = {"Package": THEIRS, "Version": version, "Architecture": "all",
              "Maintainer": "Theirs <theirs@example.com>", "Description": "theirs"}
    (tree / "DEBIAN/control").write_text(
        "".join(f"{name}: {value}\n" for name, value in fields.items()), encoding="utf-8")
    packages.output_of("dpkg-deb", "--root-owner-group", "--build", tree, f"{tree}.deb")
    return f"{tree}.deb"


def their_rpm(directory, version):
    tree = directory / f"rpm-{version}"
    their_files(tree, version)
    spec = directory / "theirs.spec"
    lines = [f"Name: {THEIRS}", f"Version: {version}", "Release: 1", "Summary: theirs",
             "License: none", "BuildArch: noarch", "AutoReqProv: no", "%description", "Theirs.",
             "%install", f"cp -a {tree}/. %{{buildroot}}", "%files", "/usr/bin/*"]
    spec.write_text("\n".join(lines) + "\n", encoding="utf-8")
    packages.output_of("rpmbuild", "-bb", "--define", f"_rpmdir {directory}",
                       "--define", f"_topdir {directory}/rpmbuild", spec)
    return directory / f"noarch/{THEIRS}-{version}-1.noarch.rpm"


class Both:
    """A subclass has install(which, version), remove(name) and run(path)."""

    def expect_theirs(self, version):
        for name in NAMES:
            self.assertEqual(self.run_program(f"/usr/bin/{name}"), f"theirs {version}\n")

    def expect_ours(self):
        for path in (f"{e2e.INSTALLED}/check-uptime", "/usr/bin/check-inode"):
            name = os.path.basename(path)
            self.assertRegex(self.run_program(path, "--version"), packages.version_line(name))

    def test_ours_then_theirs(self):
        self.install(OURS)
        self.install(THEIRS, "1")
        self.expect_ours()
        self.expect_theirs("1")
        self.remove(OURS)
        self.expect_theirs("1")
        self.remove(THEIRS)

    def test_theirs_then_ours(self):
        self.install(THEIRS, "1")
        self.install(OURS)
        self.expect_ours()
        self.expect_theirs("1")
        self.remove(THEIRS)
        self.expect_ours()
        self.assertFalse(os.path.lexists(self.root / "usr/bin/check-uptime"))
        self.remove(OURS)

    def test_both_are_upgraded(self):
        self.install(OURS)
        self.install(THEIRS, "1")
        self.install(THEIRS, "2")
        self.install(OURS)
        self.expect_ours()
        self.expect_theirs("2")
        self.remove(OURS)
        self.remove(THEIRS)


class Deb(Both):
    suite = None

    @classmethod
    def setUpClass(cls):
        cls.system = System(cls.suite, cls.addClassCleanup)
        cls.root = cls.system.root
        work = e2e.work_directory(cls.addClassCleanup)
        cls.packages = {(THEIRS, version): their_deb(work, version) for version in "12"}
        cls.packages[OURS, None] = packages.package("deb")
        cls.before = cls.system.files()

    def install(self, name, version=None):
        shutil.copy(self.packages[name, version], self.root / "tmp/package.deb")
        self.system.run("dpkg", "-i", "/tmp/package.deb")

    def remove(self, name):
        self.system.run("dpkg", "--remove", name)
        self.system.run("dpkg", "--purge", name)

    def run_program(self, *words):
        return self.system.run(*words)

    def tearDown(self):
        self.assertEqual(self.system.files(), self.before)


class DebOnBookworm(Deb, unittest.TestCase):
    suite = "bookworm"


class DebOnTrixie(Deb, unittest.TestCase):
    suite = "trixie"


class DebOnBullseye(Deb, unittest.TestCase):
    suite = "bullseye"


class Rpm(Both, unittest.TestCase):
    def setUp(self):
        self.root = e2e.work_directory(self.addCleanup)
        self.rpm("--initdb")
        self.rpms = {(THEIRS, version): their_rpm(e2e.work_directory(self.addCleanup), version)
                     for version in "12"}
        self.rpms[OURS, None] = packages.package("rpm")

    def rpm(self, *words):
        return packages.output_of("rpm", "--root", self.root, "--dbpath", "/var/lib/rpm",
                                  "--nosignature", *words)

    def install(self, name, version=None):
        self.rpm("-U", "--force", self.rpms[name, version])

    def remove(self, name):
        self.rpm("-e", name)

    def run_program(self, path, *words):
        return subprocess.run([f"{self.root}{path}", *words], capture_output=True, text=True,
                              check=True).stdout


if __name__ == "__main__":
    system.main([DebOnBookworm, DebOnTrixie, DebOnBullseye, Rpm])
