"""Each host and command has its own turn; bench/fleet.py, which works out the load of a fleet,
knows it."""

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
from mounts import MountTest, mount, unmount
from signals_test import CHECKS, METRICS, WRAPPERS

sys.path[:0] = [str(e2e.source_file("bench"))]
import fleet

SPLAY_SECONDS = 0.05
COMMAND = ["/bin/sh", "-c", "echo again >>runs; echo fine"]
JITTER_SECONDS = 400
FIRST_TURN, LAST_TURN = 0.0025, 0.99  # parts of it
WAITED_SECONDS = 1.1
# Under strace.
NO_LEAKS = {"ASAN_OPTIONS": "detect_leaks=0"}
# NAMED HOST COMMAND...: runs a command where the host has that name.
NAMED = ("import os, socket, sys; socket.sethostname(sys.argv[1]); "
         "os.execvp(sys.argv[2], sys.argv[2:])")


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
                           env={**os.environ, **NO_LEAKS},
                           capture_output=True, timeout=20, check=False)
            while not calls.exists() or "nanosleep" not in calls.read_text(encoding="ascii"):
                time.sleep(0.01)
            seconds, nanoseconds = re.search(r"tv_sec=(\d+), tv_nsec=(\d+)",
                                             calls.read_text(encoding="ascii")).groups()
            turn = SPLAY_SECONDS * fleet.hash_fraction([os.uname().nodename, *words])
            self.assertAlmostEqual(int(seconds) + int(nanoseconds) / 1e9, turn, delta=2e-9)
            calls.unlink()


class Hosts(MountTest):
    """Which second a host has; the kernel refuses the wait, so that nobody waits for it."""

    def turn(self, host, *words):
        """What a tool has asked for, in nanoseconds, and its answer and exit code."""
        calls = self.base / "calls"
        named = [sys.executable, "-c", NAMED, host]
        refused = ["strace", "-qq", "-o", calls, "-e", "trace=nanosleep,clock_nanosleep", "-e",
                   "inject=nanosleep,clock_nanosleep:error=EPERM"]
        e2e.require(shutil.which("strace"), "strace")
        done = subprocess.run(["unshare", "--uts", *named, *refused, *words], text=True,
                              env={**os.environ, **NO_LEAKS},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=20,
                              check=False)
        seconds, nanoseconds = re.search(r"tv_sec=(\d+), tv_nsec=(\d+)",
                                         calls.read_text(encoding="ascii")).groups()
        return int(seconds) * 1_000_000_000 + int(nanoseconds), done.stdout, done.returncode

    def check(self, host, *options):
        turn, said, code = self.turn(host, e2e.tool("check-uptime"), "-W", "9999w", "--splay",
                                     "20s", *options)
        self.assertRegex(said, r"\AOK: up .*\n\Z")
        self.assertEqual(code, 0)
        return turn

    def test_differ_by_their_names_and_commands(self):
        self.assertEqual(self.check("web1"), self.check("web1"))
        turns = {self.check("web1"), self.check("web2"), self.check("web1.example.com"),
                 self.check("web1", "-t", "9"), self.check("web1", "-t", "9", "-w", "0"),
                 self.check("web1", "-w", "0", "-t", "9")}
        self.assertEqual(len(turns), 6)
        self.assertLess(max(turns), 20_000_000_000)

    def test_of_one_name_differ_by_their_machine_ids(self):
        mount("test", "/etc", "tmpfs")
        self.addCleanup(unmount, "/etc")
        file = pathlib.Path("/etc/machine-id")
        for name in ("localhost", "localhost.localdomain", "(none)"):
            turns = [self.check(name)]
            for machine in (1, 2):
                file.write_text(f"{machine:032x}\n", encoding="ascii")
                turns.append(self.check(name))
            self.assertEqual(len(set(turns)), 3, name)
            file.unlink()
            file.mkdir()
            self.assertEqual(self.check(name), turns[0])
            file.rmdir()

    def test_have_their_deadline_counted_from_then_on(self):
        calls = self.base / "calls"
        subprocess.run(["strace", "-qq", "-o", calls, "-e",
                        "trace=setitimer,nanosleep,clock_nanosleep", "-e",
                        "inject=nanosleep,clock_nanosleep:error=EPERM:delay_exit=1500000",
                        e2e.tool("check-uptime"), "-t", "10", "--splay", "20s", "-w", "1"],
                       env={**os.environ, **NO_LEAKS}, stdin=subprocess.DEVNULL,
                       capture_output=True, timeout=20, check=False)
        timers = re.findall(r"it_value=\{tv_sec=(\d+)|(nanosleep)\(",
                            calls.read_text(encoding="ascii"))
        timers = [int(seconds) if seconds else call for seconds, call in timers]
        self.assertEqual(timers[-3:-1], [0, "nanosleep"])
        self.assertIn(timers[-1], (9, 10))

    def test_wait_with_each_tool_before_anything_else(self):
        wrappers = dict.fromkeys(WRAPPERS, ["--", "echo", "ran"])
        for tool, arguments in {**CHECKS, **METRICS, **wrappers}.items():
            with self.subTest(tool):
                done = subprocess.run(
                    ["strace", "-D", "-qq", "-o", "/dev/null", "-e",
                     "inject=nanosleep,clock_nanosleep:signal=TERM:error=EINTR", e2e.tool(tool),
                     "--splay", "5s", *arguments], env={**os.environ, **NO_LEAKS}, text=True,
                    stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False)
                line = "stopped by SIGTERM (waiting for its turn, as --splay says)\n"
                expected = ("", f"{tool}: {line}", 1) if tool in METRICS else (
                    f"UNKNOWN: {line}", "", 3)
                self.assertEqual((done.stdout, done.stderr, done.returncode), expected)


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
