"""A place for the tools' state, with a disk, a kernel and clocks that a test can change."""

import os
import pathlib
import subprocess
import unittest

import e2e
import mounts

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


class StateTest(unittest.TestCase):
    def setUp(self):
        self.base = e2e.work_directory(self.addCleanup)
        self.work = self.base / "work"
        self.work.mkdir()
        self.state = self.work / f"mackerel-native-plugins-{os.geteuid()}"
        self.environment = {"PATH": os.environ["PATH"], "HOST_PROC": str(self.base / "proc"),
                            "MACKEREL_PLUGIN_WORKDIR": str(self.work)}
        self.boot("first")

    def write_proc(self, name, content):
        path = self.base / "proc" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def boot(self, boot_id):
        self.write_proc("sys/kernel/random/boot_id", boot_id + "\n")

    def run_tool(self, name, *arguments, before=(), **environment):
        return subprocess.run([*before, e2e.tool(name), *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=30, check=False,
                              env={**self.environment, **environment})

    def assert_run(self, expected, name, *arguments, **options):
        """That it prints this line and nothing else, and ends with this exit code."""
        done = self.run_tool(name, *arguments, **options)
        line, code = expected
        self.assertEqual((done.stdout, done.stderr, done.returncode), (line + "\n", "", code))

    def file(self):
        """The one file with a memory."""
        names = [path for path in self.state.iterdir() if path.suffix not in (".lock", ".new")]
        self.assertEqual(len(names), 1, names)
        return names[0]

    def mount_work(self, options):
        e2e.require(os.geteuid() == 0, "root")
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "work", self.work], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.work], check=False)

    def fill_work(self):
        """Leaves no room on the disk; returns the file to remove for some."""
        path = self.work / "filler"
        with open(path, "wb", buffering=0) as filler, self.assertRaises(OSError):
            while True:
                filler.write(b"x" * 512)
        return path

    def make_work_read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.work], check=True)


class FakedClocks:
    """For a test that is also a StateTest: environments in which a tool sees other clocks."""

    def setUp(self):
        e2e.require(FAKETIME.exists(), "libfaketime")
        super().setUp()
        # Libfaketime names what it keeps there after its process, and a process of another test,
        # which has its own numbers, may have the same one.
        mounts.mount("shm", "/dev/shm", "tmpfs")
        self.addCleanup(mounts.unmount, "/dev/shm")

    @staticmethod
    def faked(offset, *, only_real_time=True):
        """The real-time clock is off by that, as "+1h"; or every clock shows it."""
        environment = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": offset, "NO_FAKE_STAT": "1",
                       "ASAN_OPTIONS": "verify_asan_link_order=0"}
        if only_real_time:
            environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        return environment

    @classmethod
    def at(cls, time):
        """All clocks stand still at this time in UTC, as "2026-03-01 10:00:00"."""
        return {**cls.faked(time, only_real_time=False), "TZ": "UTC"}
