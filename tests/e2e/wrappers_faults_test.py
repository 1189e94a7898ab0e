"""The wrappers when they are killed, when a command prints without end, and without root."""

import fcntl
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from state_support import StateTest
from watching import living_processes, wait_until
from wrappers_support import WRAPPERS, wrapped

MOST_PASSED_ON = 65536


class Killed(StateTest):
    """A wrapper that SIGKILL ends while its command runs, which goes with it, and the next run."""

    SCRIPT = "echo $$ >{file}.pid; [ -e {file} ] || exec sleep 60; echo failed; exit 1"

    def setUp(self):
        super().setUp()
        self.quick = self.base / "quick"
        self.command = ["sh", "-c", self.SCRIPT.format(file=self.quick)]

    def assert_quick_run(self, expected, name, *options):
        self.quick.touch()
        self.assert_run(expected, name, *options, "--", *self.command)

    def kill_in_the_middle(self, name, *options):
        self.quick.unlink(missing_ok=True)
        pid_file = self.quick.with_suffix(".pid")
        pid_file.unlink(missing_ok=True)
        with subprocess.Popen([*wrapped(name, *options), *self.command], env=self.environment,
                              stdout=subprocess.PIPE) as process:
            self.assertTrue(wait_until(lambda: pid_file.exists() and pid_file.read_text(), 10))
            process.kill()
            self.assertEqual((process.stdout.read(), process.wait(10)), (b"", -signal.SIGKILL))
        pid = int(pid_file.read_text(encoding="ascii"))
        self.assertTrue(wait_until(lambda: pid not in {each.pid for each in living_processes()},
                                   10))

    def test_delay_checker_counts_on_from_what_it_knew(self):
        wrapper = ["delay-checker", "-c", "3"]
        for number in (1, 2):
            self.assert_quick_run((f"DelayWarn({number}/3): failed", 0), *wrapper)
            self.kill_in_the_middle(*wrapper)
        self.assert_quick_run(("DelayNG(3/3): failed", 1), *wrapper)

    def test_interval_checker_does_not_wait_for_what_is_left(self):
        for options in ([], ["--force"]):
            wrapper = ["interval-checker", "--interval", "1m", *options]
            self.kill_in_the_middle(*wrapper)
            self.assert_quick_run(("failed", 1), *wrapper)


class Torrent(StateTest):
    """A gigabyte, of which the beginning is passed on and the rest costs nothing."""

    GIGABYTE = "head -c 1G /dev/zero"
    SCRIPTS = {"stdout": GIGABYTE, "stderr": f"{GIGABYTE} >&2",
               "both": f"{GIGABYTE} >&2 & {GIGABYTE}; wait"}

    def run_torrent(self, wrapper, script):
        """What it printed, and its largest RSS in KiB."""
        with subprocess.Popen([*wrapper, "sh", "-c", script], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            # The last that it does is to write more than fits into the pipe: there it waits for us.
            # What wait4(2) tells would include Python, which it was before it was the wrapper.
            self.assertTrue(wait_until(lambda: unread_bytes(process.stdout) == MOST_PASSED_ON, 60))
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            stdout, stderr = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 0)
        return stdout, stderr, int(re.search(r"^VmHWM:\s*(\d+) kB$", status, re.M)[1])

    def test_costs_no_memory(self):
        zeros = bytes(MOST_PASSED_ON)
        for name, options, _ in WRAPPERS:
            for stream, script in self.SCRIPTS.items():
                with self.subTest(name=name, stream=stream):
                    stdout, stderr, largest_rss = self.run_torrent(
                        wrapped(name, *options, "--timeout", "100"), script)
                    self.assertTrue(stdout == zeros + b"\n", len(stdout))
                    self.assertTrue(stderr == (b"" if stream == "stdout" else zeros), len(stderr))
                    # The sanitizers' own memory is a multiple of that.
                    if not e2e.is_sanitized():
                        self.assertLessEqual(largest_rss, 4096)


def unread_bytes(pipe):
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


class Nobody(StateTest):
    def setUp(self):
        e2e.require(os.geteuid() == 0, "root")
        super().setUp()
        self.base.chmod(0o755)
        self.work.chmod(0o1777)
        for name, _, _ in WRAPPERS:
            shutil.copy(e2e.tool(name), self.base)

    def start(self, name, *arguments):
        return subprocess.Popen([*e2e.AS_NOBODY, self.base / name, *arguments], text=True,
                                env=self.environment, cwd="/", stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def assert_result(self, expected, *command):
        process = self.start(*command)
        stdout, stderr = process.communicate(timeout=50)
        self.assertEqual((stdout, stderr, process.returncode), (expected + "\n", "", 1))

    def test_needs_no_more_than_a_work_directory(self):
        script = ["--", "sh", "-c", "id -u; exit 1"]
        self.assert_result("DelayNG(1/1): 65534", "delay-checker", "-c", "1", *script)
        self.assert_result("DelayNG(2/2): 65534", "delay-checker", "-c", "2", *script)
        self.assert_result("65534", "interval-checker", "--interval", "1m", *script)
        self.assert_result("65534", "periodic-checker", *script)
        self.assertEqual((self.work / "mackerel-native-plugins-65534").stat().st_mode, 0o40700)

    def test_twenty_at_once_run_the_command_once(self):
        runs = self.work / "runs"
        script = f"echo $$ >>{runs}; sleep 1; echo $$"
        processes = [self.start("interval-checker", "--interval", "10m", "--", "sh", "-c", script)
                     for _ in range(20)]
        results = [process.communicate(timeout=50) for process in processes]
        self.assertEqual(set(results), {(runs.read_text(encoding="ascii"), "")})
        self.assertEqual({process.returncode for process in processes}, {0})


if __name__ == "__main__":
    e2e.main()
