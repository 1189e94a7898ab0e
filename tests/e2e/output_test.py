"""What reads the file of --output finds a whole result in it, whatever happens to the tool."""

import os
import pathlib
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from prometheus_support import NodeExporter, PrometheusTest, promtool_mistakes, samples

RUNS = 60
LEFT_BEHIND = re.compile(r"\.check\.prom\.[0-9a-f]{16}\.tmp\Z")
NO_SPACE, READ_ONLY = "No space left on device", "Read-only file system"
DENIED, NOT_PERMITTED = "Permission denied", "Operation not permitted"


class OutputTest(PrometheusTest):
    def setUp(self):
        super().setUp()
        self.directory = self.base / "textfile"
        self.directory.mkdir()
        self.file = self.directory / "check.prom"
        self.check = [e2e.tool("check-uptime"), "-w", "1", "--format", "prometheus", "--output",
                      str(self.file)]

    def start(self, command, *before):
        return subprocess.Popen([*before, *command], env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def run_check(self, *before, command=None):
        """What appears on stdout and stderr, and the exit code."""
        process = self.start(command or self.check, *before)
        output = process.communicate(timeout=60)[0]
        return output, process.returncode

    def assert_whole(self):
        text = self.file.read_text(encoding="utf-8")
        self.assertRegex(text, r"\A# HELP check_status (.*\n)+# (OK|UNKNOWN): .+\n\Z")
        return text

    def names(self):
        return sorted(path.name for path in self.directory.iterdir())


class Readers(OutputTest):
    def test_find_the_old_or_the_new_content(self):
        big = [letter * 60_000 + "\n" for letter in "ab"]
        sources = [self.base / "a", self.base / "b"]
        for source, content in zip(sources, big):
            source.write_text(content, encoding="ascii")
        self.file.write_text(big[0], encoding="ascii")
        wrong, over = [], threading.Event()

        def read():
            while not over.is_set():
                content = self.file.read_text(encoding="ascii")
                if content not in big:
                    wrong.append(content)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for _ in range(RUNS):
            running = [self.start([e2e.tool("periodic-checker"), "--output", str(self.file), "--",
                                   "cat", str(source)]) for source in sources]
            for process in running:
                self.assertEqual(process.communicate(timeout=60)[0], "")
        over.set()
        for reader in readers:
            reader.join()
        self.assertEqual(wrong, [])
        self.assertEqual(self.names(), ["check.prom"])

    def test_may_be_anybody(self):
        self.assertEqual(self.run_check("sh", "-c", 'umask 077; exec "$@"', "sh"), ("", 0))
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o644)


class Killed(OutputTest):
    def test_at_any_moment(self):
        self.run_check()
        for _ in range(RUNS):
            process = self.start(self.check)
            time.sleep(random.uniform(0, 0.006))
            process.kill()
            process.communicate(timeout=60)
            self.assert_whole()
        exporter = NodeExporter(self.directory, self.base / "log", self.addCleanup)
        exposed = samples(exporter.scrape())
        self.assertEqual(exposed["node_textfile_scrape_error", frozenset()], 0)
        self.assertEqual(exporter.complaints(), [])

    def test_between_any_two_calls_for_the_file(self):
        e2e.require(shutil.which("strace"), "strace")
        self.run_check()
        for left, call in enumerate(("fchmod", "write", "rename"), start=1):
            killed = ["strace", "-o", "/dev/null", "-e", f"inject={call}:signal=KILL"]
            self.assertEqual(self.run_check(*killed)[1], -signal.SIGKILL, call)
            self.assert_whole()
            others = [name for name in self.names() if name != "check.prom"]
            self.assertEqual(len(others), left, call)
            for name in others:
                self.assertRegex(name, LEFT_BEHIND)
        self.assertEqual(self.run_check(), ("", 0))
        self.assertEqual(promtool_mistakes(self.assert_whole()), "")

    def test_by_a_signal_that_lets_it_speak(self):
        (self.base / "proc/uptime").unlink()
        os.mkfifo(self.base / "proc/uptime")
        for number in (signal.SIGTERM, signal.SIGINT):
            self.file.unlink(missing_ok=True)
            process = self.start(self.check)
            with open(self.base / "proc/uptime", "wb"):  # opens when the tool reads
                process.send_signal(number)
                self.assertEqual(process.communicate(timeout=60)[0], "")
            self.assertEqual(process.returncode, 3)
            self.assertIn(f"\n# UNKNOWN: stopped by {number.name} (reading ", self.assert_whole())
            self.assertEqual(promtool_mistakes(self.assert_whole()), "")


class Unwritable(OutputTest):
    def assert_refused(self, reason, *before, file=None):
        """It says why on stdout, as metrics; the file is as it was, and alone."""
        file = file or self.file
        there = sorted(self.directory.iterdir())
        content = file.read_bytes() if file.is_file() else None
        output, code = self.run_check(*before, command=[*self.check[:-1], str(file)])
        self.assertEqual(code, 3)
        self.assertTrue(output.endswith(f"\n# UNKNOWN: cannot write {file}: {reason}\n"), output)
        self.assertEqual(promtool_mistakes(output), "")
        self.assertEqual(sorted(self.directory.iterdir()), there)
        self.assertEqual(file.read_bytes() if file.is_file() else None, content)

    def mount(self, options):
        mounts.mount("test", self.directory, "tmpfs", options)
        self.addCleanup(mounts.unmount, self.directory)

    def test_on_a_full_disk(self):
        self.mount("size=64k")
        self.run_check()
        with open(self.directory / "filler", "wb", buffering=0) as filler:
            with self.assertRaises(OSError):
                while True:
                    filler.write(bytes(4096))
        self.assert_refused(NO_SPACE)
        (self.directory / "filler").unlink()
        self.assertEqual(self.run_check(), ("", 0))

    def test_without_an_inode(self):
        self.mount("nr_inodes=2")
        self.run_check()
        self.assert_refused(NO_SPACE)

    def test_on_a_read_only_disk(self):
        self.mount("size=1m")
        self.run_check()
        read_only = 1 | 32 | mounts.BIND  # MS_RDONLY, MS_REMOUNT: this mount, not the file system
        mounts.mount("test", self.directory, flags=read_only)
        self.assert_refused(READ_ONLY)

    def test_by_somebody_else(self):
        owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
        e2e.require(owner == "0", "root (a user namespace is not enough)")
        public = pathlib.Path(self.environment["MACKEREL_PLUGIN_WORKDIR"])
        public.chmod(0o711)
        self.run_check()
        self.assert_refused(DENIED, *e2e.AS_NOBODY)
        self.directory.chmod(0o1777)
        self.assert_refused(NOT_PERMITTED, *e2e.AS_NOBODY)
        other = self.directory / "mine.prom"
        self.assertEqual(self.run_check(*e2e.AS_NOBODY, command=[*self.check[:-1], str(other)]),
                         ("", 0))
        self.assertEqual(other.stat().st_uid, 65534)

    def test_because_of_what_is_there(self):
        (self.directory / "directory.prom").mkdir()
        self.assert_refused("Is a directory", file=self.directory / "directory.prom")
        self.assert_refused("Not a directory", file=self.base / "bin/php/x.prom")
        target = self.base / "target"
        target.write_text("precious", encoding="ascii")
        self.file.symlink_to(target)
        self.assertEqual(self.run_check(), ("", 0))
        self.assertFalse(self.file.is_symlink())
        self.assertEqual(target.read_text(encoding="ascii"), "precious")


if __name__ == "__main__":
    e2e.main()
