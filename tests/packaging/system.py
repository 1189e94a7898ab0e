"""Clean minimal systems of Debian, a copy of which a test may do with as it likes."""

import os
import shutil
import subprocess
import sys
import unittest

import packages
from packages import e2e

# What apt, dpkg and the kernel change by themselves.
NOT_COMPARED = ("proc", "sys", "dev", "run", "tmp", "var/lib/dpkg", "var/lib/apt", "var/log",
                "var/cache")
PATH = f"/usr/local/bin:{e2e.INSTALLED}:/usr/sbin:/usr/bin:/sbin:/bin"
# Nobody is asked; and dpkg may have written more than once in the second that apt's cache is of.
APT_SETTINGS = """APT::Get::Assume-Yes "true";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
"""


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

    def __init__(self, suite, add_cleanup):
        base = base_system(suite)
        directory = e2e.work_directory(add_cleanup)
        packages.output_of("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", directory)
        # It would end with this program's namespace, but until then it is in the way.
        add_cleanup(subprocess.run, ["umount", "--recursive", directory], check=False)
        for name in ("upper", "work", "root"):
            (directory / name).mkdir()
        self.root = directory / "root"
        layers = f"lowerdir={base},upperdir={directory}/upper,workdir={directory}/work"
        packages.output_of("mount", "-t", "overlay", "-o", layers, "overlay", self.root)
        packages.output_of("mount", "-t", "proc", "proc", self.root / "proc")
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        # No daemon of a dependency shall start.
        self.script("usr/sbin/policy-rc.d", "exit 101")
        self.script("usr/local/bin/sudo", 'exec "$@"')
        (self.root / "etc/apt/apt.conf.d/99test").write_text(APT_SETTINGS, encoding="utf-8")

    def inside(self, path):
        """Where a file of that system really is."""
        return self.root / path.lstrip("/")

    def script(self, path, text):
        file = self.root / path
        file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        file.chmod(0o755)

    def command(self, *words):
        return ["chroot", str(self.root), "env", "-i", f"PATH={PATH}",
                "LANG=C", "DEBIAN_FRONTEND=noninteractive", *words]

    def run(self, *words):
        return packages.output_of(*self.command(*words), timeout=300)

    def start(self, *words):
        """Runs what may fail, as the agent would."""
        return subprocess.run(self.command(*words), text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)

    def type(self, commands, directory="/root"):
        """What appears when they are typed; that the last one fails is an error."""
        return self.run("sh", "-c", "\n".join([f"cd {directory}", "exec 2>&1", *commands]))

    def apt(self, *words):
        return self.run("apt-get", "--no-install-recommends",
                        "-o", "Dpkg::Options::=--force-confold", *words)

    def run_every_tool(self, test, sample, directory):
        """Each tells its version, and says something with the arguments that the sample has."""
        programs = sorted(path.name for path in (self.root / directory).iterdir()
                          if path.name.startswith(("check-", "mackerel-plugin-"))
                          or path.name.endswith("-checker"))
        test.assertGreaterEqual(len(programs), 17)
        for program in programs:
            with test.subTest(program=program):
                test.assertRegex(self.run(f"/{directory}/{program}", "--version"),
                                 packages.version_line(program))
        for command in packages.sample_commands(sample):
            with test.subTest(command=command):
                done = self.start(*command)
                test.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
                test.assertNotIn("error while loading", done.stderr)
                test.assertNotIn("no version information", done.stderr)
                test.assertNotEqual(done.stdout + done.stderr, "")
        done = self.start(f"/{directory}/check-uptime", "-w", "0")
        test.assertRegex(done.stdout, r"\AOK: up .*\n\Z")
        test.assertIn("memory.avail", self.run(f"/{directory}/mackerel-plugin-linux-lite"))

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


def main(test_classes):
    """Runs the tests of these classes with mounts of their own, and exits as CTest expects it."""
    try:
        packages.enter_private_mounts()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}", file=sys.stderr)
        sys.exit(e2e.ALL_SKIPPED)
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite(map(loader.loadTestsFromTestCase, test_classes))
    result = unittest.TextTestRunner(resultclass=e2e.CountingResult, verbosity=2).run(suite)
    sys.exit(e2e.exit_code(result))
