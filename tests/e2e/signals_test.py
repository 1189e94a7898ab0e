"""Every tool that gets SIGTERM or SIGINT, with its whole process group, soon after its start.

Whatever it is doing at that moment: it ends, one process of it prints one line, the exit code is
that of the line, and nothing of it is left. A tool whose first instruction is still to come dies.
"""

import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from watching import wait_until

RUNS = 40
# Its own deadline, and what a busy machine may add.
PATIENCE = 40
CODES = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}

CHECKS = {
    "check-conntrack-free": ["-w", "1", "--missing", "ok"],
    "check-crt-expiration": ["-f", "/etc/ssl/certs", "-w", "1"],
    "check-dns-rr": ["--host", "localhost", "--server", "127.0.0.1:9", "-w", "1"],
    "check-hydra-pos": ["--file", "/nonexistent", "-w", "5"],
    "check-inode": ["-w", "100"],
    "check-iptables": [],
    "check-myip": ["127.0.0.1", "9", "--udp", "--expect", "127.0.0.1"],
    "check-resolver": ["--host", "localhost", "--server", "127.0.0.1:9", "-w", "1"],
    "check-uptime": ["-w", "1"],
}
METRICS = {
    "mackerel-plugin-gaurun-usage": ["--port", "1"],
    "mackerel-plugin-linux-lite": [],
    "mackerel-plugin-ntpq": [],
    "mackerel-plugin-php-version": [],
    "mackerel-plugin-postfix": ["--queue-directory", "/nonexistent"],
}
WRAPPERS = {
    "delay-checker": ["--", "check-me"],
    "interval-checker": ["--interval", "0", "--", "check-me"],
    "periodic-checker": ["--timeout", "30", "--", "check-me"],
}
PROGRAMS = {"check-me": "echo OK: fine", "php": "echo 8.2.1", "postqueue": "exit 0",
            "chronyc": "exit 1", "ntpq": "exit 1", "timedatectl": "exit 1"}


def members(session):
    """The processes of a session that have not ended."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = path.read_text("utf-8").rpartition(")")[2].split()[:4]
        except OSError:  # It has just ended.
            continue
        if int(its_session) == session and state not in "ZX":
            found.append(path.parent.name)
    return found


class Signals(unittest.TestCase):
    def setUp(self):
        work = e2e.work_directory(self.addCleanup)
        (work / "bin").mkdir()
        for name, script in PROGRAMS.items():
            (work / "bin" / name).write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
            (work / "bin" / name).chmod(0o755)
        self.environment = {"PATH": f"{work}/bin:/usr/bin:/bin",
                            "MACKEREL_PLUGIN_WORKDIR": str(work)}

    def interrupt(self, tool, arguments):
        process = subprocess.Popen([e2e.tool(tool), *arguments], env=self.environment, text=True,
                                   start_new_session=True, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(random.uniform(0, 0.005))
        number = random.choice([signal.SIGTERM, signal.SIGINT])
        # As the agent does it. It has not been waited for: the number is still its own.
        os.killpg(process.pid, number)
        os.killpg(process.pid, signal.SIGCONT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertTrue(wait_until(lambda: not members(process.pid)), members(process.pid))
        if process.returncode == -number:
            self.assertEqual(output, "")
            return None
        return output, errors, process.returncode

    def repeat(self, tool, arguments, judge):
        for _ in range(RUNS):
            end = self.interrupt(tool, arguments)
            with self.subTest(tool, end=end):
                if end is not None:
                    judge(*end)

    def judge_line(self, output, errors, code):
        self.assertEqual(output.count("\n"), 1)
        self.assertEqual(CODES.get(output.partition(":")[0]), code)
        self.assertNotIn("stopped by", errors)

    def judge_metrics(self, output, errors, code):
        # In front of it may stand what could not be told.
        if "stopped by" in errors:
            self.assertRegex(errors, r"^([^\n]*\n){0,4}[\w-]+: stopped by SIG\w+[^\n]*\n$")
            self.assertEqual((output, errors.count("stopped by"), code), ("", 1, 1))
        else:
            self.assertEqual(code, 0 if output else 1)

    def test_checks(self):
        for tool, arguments in CHECKS.items():
            self.repeat(tool, arguments, self.judge_line)

    def test_metric_plugins(self):
        for tool, arguments in METRICS.items():
            self.repeat(tool, arguments, self.judge_metrics)

    def test_wrappers(self):
        for tool, arguments in WRAPPERS.items():
            self.environment["MACKEREL_PLUGIN_WORKDIR"] += "/" + tool
            os.mkdir(self.environment["MACKEREL_PLUGIN_WORKDIR"], 0o700)
            self.repeat(tool, arguments, self.judge_wrapper)

    def judge_wrapper(self, output, errors, code):
        """delay-checker puts its count in front of what it passes on."""
        self.judge_line(re.sub(r"^Delay\w+\(\d+/\d+\): ", "", output), errors, code)

    def test_a_refresh_in_the_background(self):
        wrapper = ["--interval", "0", "--stale", "1h", "--", "check-me"]
        first = subprocess.run([e2e.tool("interval-checker"), *wrapper], env=self.environment,
                               capture_output=True, text=True, check=True)
        self.assertEqual(first.stdout, "OK: fine\n")
        self.repeat("interval-checker", wrapper, self.judge_line)


if __name__ == "__main__":
    e2e.main()
