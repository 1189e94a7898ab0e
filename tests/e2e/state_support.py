"""A place for the tools' state, with a disk, a kernel and clocks that a test can change."""

import datetime
import os
import subprocess
import unittest

import e2e

FAKE_CLOCK = "tests/fake_clock"
SECONDS = {"s": 1, "h": 3600, "d": 86400, "y": 365 * 86400}


class StateTest(unittest.TestCase):
    clock = ()  # what stands in front of each tool that is told no other

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

    def run_tool(self, name, *arguments, before=(), clock=None, **environment):
        command = [*(clock or self.clock), *before, e2e.tool(name), *arguments]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=30, check=False, env={**self.environment, **environment})

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
    """For a test that is also a StateTest: options of run_tool, by which it sees other clocks."""

    @staticmethod
    def _faked(clocks, time):
        # What runs under a tracer cannot look for leaks.
        return {"clock": [str(e2e.build_file(FAKE_CLOCK)), clocks, time],
                "ASAN_OPTIONS": "detect_leaks=0"}

    @classmethod
    def faked(cls, offset, *, only_real_time=True):
        """The real-time clock is off by that, as "+1h"; or every clock is."""
        seconds = int(offset[:-1]) * SECONDS[offset[-1]]
        return cls._faked("--real" if only_real_time else "--every", f"{seconds:+}")

    @classmethod
    def at(cls, time):
        """All clocks stand still at this time in UTC, as "2026-03-01 10:00:00"."""
        moment = datetime.datetime.fromisoformat(time + "+00:00")
        return {**cls._faked("--every", f"@{moment.timestamp():.0f}"), "TZ": "UTC"}
