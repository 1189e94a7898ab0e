"""bench/fleet.py, which works out the load of a fleet, gives each host the turn that it has."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / "support")]
import e2e

sys.path[:0] = [str(e2e.source_file("bench"))]
import fleet

SPLAY_SECONDS = 0.05
COMMAND = ["/bin/sh", "-c", "echo again >>runs; echo fine"]
JITTER_SECONDS = 400
FIRST_TURN, LAST_TURN = 0.0025, 0.99  # parts of it
WAITED_SECONDS = 1.1


class SplayTest(unittest.TestCase):
    def setUp(self):
        e2e.require(shutil.which("strace"), "strace")
        self.path = e2e.work_directory(self.addCleanup)

    def test_a_tool_waits_for_its_turn_as_its_words_have_it(self):
        calls = self.path / "calls"
        for limit in ("600", "1h", "0"):
            words = [e2e.tool("check-uptime"), "-W", limit, "--splay", f"{SPLAY_SECONDS}s"]
            # Behind -D the tool is the process that we started. Leaks cannot be looked for there.
            subprocess.run(["strace", "-D", "-qq", "-o", calls, "-e",
                            "trace=nanosleep,clock_nanosleep", *words],
                           env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"},
                           capture_output=True, timeout=20, check=False)
            while not calls.exists() or "nanosleep" not in calls.read_text(encoding="ascii"):
                time.sleep(0.01)
            seconds, nanoseconds = re.search(r"tv_sec=(\d+), tv_nsec=(\d+)",
                                             calls.read_text(encoding="ascii")).groups()
            turn = SPLAY_SECONDS * fleet.hash_fraction([os.uname().nodename, *words])
            self.assertAlmostEqual(int(seconds) + int(nanoseconds) / 1e9, turn, delta=2e-9)
            calls.unlink()


class JitterTest(unittest.TestCase):
    def setUp(self):
        self.path = e2e.work_directory(self.addCleanup)
        self.proc = self.path / "proc/sys/kernel"
        (self.proc / "random").mkdir(parents=True)
        (self.proc / "random/boot_id").write_text("one\n", encoding="ascii")

    def runs_as(self, host):
        """How often the command has been run when the wrapper has ended on that host."""
        (self.proc / "hostname").write_text(f"{host}\n", encoding="ascii")
        done = subprocess.run(
            [e2e.tool("interval-checker"), "--interval", "0", "--jitter", f"{JITTER_SECONDS}s",
             "--", *COMMAND],
            cwd=self.path, capture_output=True, text=True, timeout=20, check=False, env={
                "PATH": os.environ["PATH"], "HOST_PROC": str(self.path / "proc"),
                "MACKEREL_PLUGIN_WORKDIR": str(self.path)})
        self.assertEqual((done.stdout, done.returncode), ("fine\n", 0))
        return (self.path / "runs").read_text(encoding="ascii").count("again")

    def test_a_result_is_repeated_until_the_hosts_part_of_the_jitter_is_over(self):
        turns = {name: fleet.hash_fraction([name, "", *COMMAND])
                 for name in (f"web-{number}" for number in range(2000))}
        first = [name for name, turn in turns.items() if turn < FIRST_TURN][:3]
        last = [name for name, turn in turns.items() if turn > LAST_TURN][:3]
        self.assertEqual(self.runs_as(last[0]), 1)
        time.sleep(WAITED_SECONDS)
        self.assertEqual([self.runs_as(name) for name in last], [1, 1, 1])
        for count, name in enumerate(first, 2):
            self.assertEqual(self.runs_as(name), count)
            time.sleep(WAITED_SECONDS)


if __name__ == "__main__":
    e2e.main()
