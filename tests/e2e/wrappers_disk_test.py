"""The wrappers where what they have to remember cannot be written."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from state_support import StateTest

CRITICAL = ["--", "sh", "-c", "echo broken; exit 2"]
FULL, READ_ONLY = "No space left on device", "Read-only file system"


class DiskTest(StateTest):
    def assert_not_saved(self, text, code, reason, *command):
        """That it prints the text, why it could not save, and nothing else."""
        done = self.run_tool(*command)
        self.assertRegex(done.stdout, rf"\A{text} \(state not saved: "
                                      rf"{self.state}[^ ]*: {reason}\)\n\Z")
        self.assertEqual((done.stderr, done.returncode), ("", code))

    def for_each_obstacle(self, run):
        """Calls run(REASON) with disks on which a new memory finds no place, each one step later.

        The root directory is an inode, ours is one, and so is the lock.
        """
        for options, is_full, reason in (
                ("nr_inodes=1", False, FULL), ("nr_inodes=2", False, FULL),
                ("nr_inodes=3", False, FULL), ("nr_inodes=0", True, FULL),
                ("ro", False, READ_ONLY)):
            with self.subTest(options=options):
                self.mount_work(f"size=64k,{options}")
                if is_full:
                    self.fill_work()
                run(reason)


class Delay(DiskTest):
    COMMAND = ["delay-checker", "-c", "3", *CRITICAL]

    def test_a_failure_that_cannot_be_counted_is_shown(self):
        def run(reason):
            for _ in range(2):
                self.assert_not_saved(r"DelayWarn\(1/3\): broken", 2, reason, *self.COMMAND)

        self.for_each_obstacle(run)

    def test_an_ok_needs_no_disk(self):
        self.for_each_obstacle(lambda _: self.assert_run(
            ("fine", 0), "delay-checker", "-c", "3", "--", "echo", "fine"))

    def test_what_was_counted_before_the_disk_was_full_remains(self):
        self.mount_work("size=64k")
        self.assert_run(("DelayWarn(1/3): broken", 0), *self.COMMAND)
        filler = self.fill_work()
        for _ in range(3):
            self.assert_not_saved(r"DelayWarn\(2/3\): broken", 2, FULL, *self.COMMAND)
        filler.unlink()
        self.assert_run(("DelayWarn(2/3): broken", 0), *self.COMMAND)
        self.assert_run(("DelayNG(3/3): broken", 2), *self.COMMAND)
        self.assertEqual(list(self.state.glob("*.new")), [])

    def test_a_recovery_is_seen_on_a_full_disk_and_said_on_a_read_only_one(self):
        self.mount_work("size=64k")
        flag = self.base / "flag"
        command = ["delay-checker", "-c", "2", "--", "sh", "-c", f"echo answer; test -e {flag}"]
        self.assert_run(("DelayWarn(1/2): answer", 0), *command)
        filler = self.fill_work()
        flag.touch()
        self.assert_run(("answer", 0), *command)
        filler.unlink()
        flag.unlink()
        self.assert_run(("DelayWarn(1/2): answer", 0), *command)
        self.make_work_read_only()
        flag.touch()
        self.assert_not_saved("answer", 0, READ_ONLY, *command)

    def test_an_output_of_many_lines_is_complete(self):
        self.mount_work("size=64k,nr_inodes=1")
        lines = "\n".join(map(str, range(1, 10001)))
        self.assert_not_saved(r"DelayWarn\(1/2\): " + lines, 1, FULL, "delay-checker", "-c", "2",
                              "--", "sh", "-c", "seq 10000; exit 1")


class Interval(DiskTest):
    COMMAND = ["interval-checker", "--interval", "1h"]

    def test_a_result_that_cannot_be_kept_is_shown(self):
        counter = self.base / "counter"

        def run(reason):
            counter.write_text("", encoding="ascii")
            for number in ("1", "2"):
                self.assert_not_saved(number, 0, reason, *self.COMMAND, "--", "sh", "-c",
                                      f"echo >>{counter}; wc -l <{counter}")
            self.assert_not_saved("broken", 2, reason, *self.COMMAND, *CRITICAL)

        self.for_each_obstacle(run)

    def test_a_result_that_was_kept_before_is_repeated(self):
        command = [*self.COMMAND, "--", "sh", "-c", "echo $$"]
        self.mount_work("size=64k")
        first = self.run_tool(*command)
        self.fill_work()
        self.assert_run((first.stdout.strip(), 0), *command)
        self.make_work_read_only()
        self.assert_run((first.stdout.strip(), 0), *command)

    def test_a_stale_result_on_a_read_only_disk_is_shown_for_its_time(self):
        command = ["interval-checker", "--interval", "0", "--stale", "1h", "--", "sh", "-c",
                   "echo $$"]
        self.mount_work("size=64k")
        first = self.run_tool(*command)
        self.make_work_read_only()
        self.assert_run((first.stdout.strip(), 0), *command)


if __name__ == "__main__":
    e2e.main()
