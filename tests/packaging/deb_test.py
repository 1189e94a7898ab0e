"""The Debian package in clean minimal systems: installs, runs, upgrades, and leaves no trace."""

import os
import re
import shutil
import subprocess
import sys
import unittest

import packages
from packages import e2e

# What apt, dpkg and the kernel change by themselves.
NOT_COMPARED = ("proc", "sys", "dev", "run", "tmp", "var/lib/dpkg", "var/lib/apt", "var/log",
                "var/cache")
OLD_VERSION = "0.0.1"


def base_system(suite):
    """A minimal system, made once and never changed afterwards."""
    base = e2e.directory_of("MNP_PACKAGES").parent / "chroots" / suite
    if not base.exists():
        partial = base.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        packages.output_of("debootstrap", "--variant=minbase", suite, partial)
        partial.rename(base)
    return base


class System:
    """A copy of a minimal system that is thrown away: what is written goes to memory."""

    def __init__(self, suite, directory):
        base = base_system(suite)
        packages.output_of("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", directory)
        for name in ("upper", "work", "root"):
            (directory / name).mkdir()
        self.root = directory / "root"
        layers = f"lowerdir={base},upperdir={directory}/upper,workdir={directory}/work"
        packages.output_of("mount", "-t", "overlay", "-o", layers, "overlay", self.root)
        packages.output_of("mount", "-t", "proc", "proc", self.root / "proc")
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        # No daemon of a dependency shall start.
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
        policy.chmod(0o755)

    def command(self, *words):
        return ["chroot", str(self.root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG=C", "DEBIAN_FRONTEND=noninteractive", *words]

    def run(self, *words):
        return packages.output_of(*self.command(*words), timeout=300)

    def start(self, *words):
        """Runs what may fail, as the agent would."""
        return subprocess.run(self.command(*words), text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)

    def apt(self, *words):
        return self.run("apt-get", "-y", "--no-install-recommends",
                        "-o", "Dpkg::Options::=--force-confold", *words)

    def files(self):
        """Every path with its mode, and its size unless it is a directory."""
        found = {}
        for directory, names, files in os.walk(self.root):
            relative = os.path.relpath(directory, self.root)
            names[:] = [name for name in names
                        if os.path.normpath(f"{relative}/{name}") not in NOT_COMPARED]
            for name in names + files:
                status = os.lstat(os.path.join(directory, name))
                is_directory = os.path.isdir(os.path.join(directory, name))
                found[os.path.normpath(f"{relative}/{name}")] = (
                    status.st_mode, 0 if is_directory else status.st_size)
        return found


def older_package(directory):
    """The package as a release before it might have been."""
    unpacked = directory / "older"
    packages.output_of("dpkg-deb", "--raw-extract", packages.package(".deb"), unpacked)
    control = unpacked / "DEBIAN/control"
    text = re.sub(r"^Version: .*$", f"Version: {OLD_VERSION}",
                  control.read_text(encoding="utf-8"), flags=re.M)
    control.write_text(text, encoding="utf-8")
    (unpacked / "usr/bin/check-of-yore").write_text("#!/bin/sh\n", encoding="utf-8")
    drop_in = unpacked / packages.DROP_IN
    drop_in.write_text("# Of yore.\n", encoding="utf-8")
    packages.output_of("dpkg-deb", "--root-owner-group", "--build", unpacked,
                       directory / "older.deb")
    return directory / "older.deb"


class InstalledSystem(unittest.TestCase):
    """Both tests leave the system as it was. The classes below name a release of Debian."""

    suite = None

    @classmethod
    def setUpClass(cls):
        directory = e2e.work_directory(cls.addClassCleanup)
        mount = directory / "system"
        mount.mkdir()
        # The mounts end with this program's namespace; before that they are in the way.
        cls.addClassCleanup(subprocess.run, ["umount", "--recursive", mount], check=False)
        cls.system = System(cls.suite, mount)
        shutil.copy(packages.package(".deb"), cls.system.root / "tmp/new.deb")
        shutil.copy(older_package(directory), cls.system.root / "tmp/older.deb")
        # What it depends on comes from the network, and is all that it may need.
        cls.system.apt("update")
        depends = packages.output_of("dpkg-deb", "-f", packages.package(".deb"), "Depends")
        cls.system.apt("satisfy", depends.strip())
        cls.before = cls.system.files()

    def installed_version(self):
        return self.system.run("dpkg-query", "-W", "-f", "${Version}", packages.NAME)

    def drop_in(self):
        return self.system.root / packages.DROP_IN

    def expect_untouched_files(self):
        self.assertEqual(self.system.run("dpkg", "-V", packages.NAME), "")

    def run_every_tool(self):
        programs = sorted(path.name for path in self.system.root.glob("usr/bin/*")
                          if path.name.startswith(("check-", "mackerel-plugin-"))
                          or path.name.endswith("-checker"))
        for program in programs:
            with self.subTest(program=program):
                self.assertEqual(self.system.run(program, "--version"),
                                 f"{program} {packages.version()}\n")
        sample = (self.system.root / packages.SAMPLE).read_text(encoding="utf-8")
        for command in packages.sample_commands(sample):
            with self.subTest(command=command):
                done = self.system.start(*command)
                self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
                self.assertNotIn("error while loading", done.stderr)
                self.assertNotEqual(done.stdout + done.stderr, "")
        done = self.system.start("check-uptime", "-w", "0")
        self.assertRegex(done.stdout, r"\AOK: up .*\n\Z")
        self.assertIn("memory.avail", self.system.run("mackerel-plugin-linux-lite"))

    def test_installs_upgrades_runs_and_leaves_nothing(self):
        self.system.run("dpkg", "-i", "/tmp/older.deb")
        self.assertEqual(self.installed_version(), OLD_VERSION)
        self.system.apt("install", "/tmp/new.deb")
        self.assertEqual(self.installed_version(), packages.version())
        self.assertFalse((self.system.root / "usr/bin/check-of-yore").exists())
        self.expect_untouched_files()
        self.assertNotIn("Of yore", self.drop_in().read_text(encoding="utf-8"))

        self.run_every_tool()
        self.expect_untouched_files()

        self.system.run("dpkg", "--remove", packages.NAME)
        self.assertTrue(self.drop_in().exists(), "configuration goes only when purged")
        self.system.run("dpkg", "--purge", packages.NAME)
        self.assertEqual(self.system.files(), self.before)

    def test_keeps_what_the_administrator_wrote(self):
        self.system.run("dpkg", "-i", "/tmp/older.deb")
        with self.drop_in().open("a", encoding="utf-8") as file:
            file.write('[plugin.checks.uptime]\ncommand = ["/usr/bin/check-uptime"]\n')
        edited = self.drop_in().read_text(encoding="utf-8")
        self.system.apt("install", "/tmp/new.deb")
        self.assertEqual(self.installed_version(), packages.version())
        self.assertEqual(self.drop_in().read_text(encoding="utf-8"), edited)
        self.system.run("dpkg", "--purge", packages.NAME)
        self.assertEqual(self.system.files(), self.before)


class Bookworm(InstalledSystem):
    suite = "bookworm"


class Trixie(InstalledSystem):
    suite = "trixie"


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(map(loader.loadTestsFromTestCase, (Bookworm, Trixie)))


if __name__ == "__main__":
    try:
        packages.enter_private_mounts()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}", file=sys.stderr)
        sys.exit(e2e.ALL_SKIPPED)
    unittest.main(verbosity=2)
