"""mackerel-plugin-linux-lite on real processes: odd names, vanishing ones, hidden ones."""

import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

PR_SET_NAME = 15


class Processes(unittest.TestCase):
    def setUp(self):
        self.work = e2e.work_directory(self.addCleanup)
        self.work.chmod(0o1777)

    def metrics(self, *arguments, before=(), tool=None):
        result = subprocess.run(
            [*before, tool or e2e.tool("mackerel-plugin-linux-lite"), *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
            env={"PATH": os.environ["PATH"], "MACKEREL_PLUGIN_WORKDIR": str(self.work)})
        self.stderr = result.stderr
        lines = [line.split("\t") for line in result.stdout.splitlines()]
        return {key: float(value) for key, value, _ in lines}

    def child(self, name, action):
        """A process of that name that does the action for ever."""
        process = os.fork()
        if process == 0:
            ctypes.CDLL(None).prctl(PR_SET_NAME, name, 0, 0, 0)
            while True:
                action()
        self.addCleanup(os.waitpid, process, 0)
        self.addCleanup(os.kill, process, signal.SIGKILL)
        return process

    def test_counts_whatever_a_process_calls_itself(self):
        before = self.metrics("--with", "states")
        for name in (b") R (x", b"a b\nc) Z", b"(((", b"\xff\xfe)"):
            self.child(name, signal.pause)
        self.child(b") S 1 (", lambda: None)
        zombie = os.fork()
        if zombie == 0:
            os._exit(0)
        self.addCleanup(os.waitpid, zombie, 0)
        expected = {"all": 6, "running": 1, "blocked": 0, "zombie": 1}
        end = time.monotonic() + 10
        change = None
        # On a busy machine it takes a while until all of them do what they are for.
        while change != expected and time.monotonic() < end:
            after = self.metrics("--with", "states")
            change = {key.removeprefix("linux-lite.process."): after[key] - before[key]
                      for key in after if ".process." in key}
        self.assertEqual(change, expected)

    def test_does_not_count_itself(self):
        """In this namespace there are the test, started by unshare, and the tool."""
        self.assertEqual(self.metrics()["linux-lite.process.all"], 1)

    def test_survives_processes_that_come_and_go(self):
        def breed():
            process = os.fork()
            if process == 0:
                os._exit(0)
            os.waitpid(process, 0)

        for _ in range(2):
            self.child(b"breeder", breed)
        for _ in range(200):
            metrics = self.metrics()
            self.assertIn(metrics["linux-lite.process.all"], range(3, 7))
            self.assertEqual(self.stderr, "")

    def mount_proc(self, options):
        e2e.require(os.geteuid() == 0, "root")
        subprocess.run(["mount", "-t", "proc", "-o", options, "proc", "/proc"], check=True)
        self.addCleanup(subprocess.run, ["umount", "/proc"], check=True)

    def as_nobody(self):
        copy = self.work / "tool"
        copy.write_bytes(pathlib.Path(e2e.tool("mackerel-plugin-linux-lite")).read_bytes())
        copy.chmod(0o755)
        return self.metrics(before=e2e.AS_NOBODY, tool=str(copy))

    def test_says_so_where_the_states_are_hidden(self):
        self.mount_proc("hidepid=1")
        metrics = self.as_nobody()
        self.assertEqual(metrics["linux-lite.process.all"], 1)
        self.assertNotIn("linux-lite.process.running", metrics)
        self.assertIn("the state of 1 processes is hidden from this user (hidepid)", self.stderr)

    def test_counts_nothing_where_the_processes_are_hidden(self):
        self.mount_proc("hidepid=2")
        metrics = self.as_nobody()
        self.assertFalse([key for key in metrics if ".process." in key], metrics)
        self.assertIn("/proc hides the processes of other users (hidepid)", self.stderr)

    def test_measures_what_is_left_of_proc(self):
        self.mount_proc("subset=pid")
        metrics = self.metrics()
        self.assertEqual(set(metrics), {"linux-lite.process.all", "linux-lite.process.running"})
        self.assertEqual(metrics["linux-lite.process.all"], 1)
        # The test may or may not have come to rest already.
        self.assertIn(metrics["linux-lite.process.running"], (0, 1))
        self.assertIn("cannot open /proc/meminfo", self.stderr)


if __name__ == "__main__":
    e2e.main()
