"""The wrappers around commands that hang in a file system, where not even SIGKILL ends them."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from mounts import MountTest
from watching import living_processes, start, wait_until, watch
from wrappers_support import WRAPPERS, wrapped

# The grace for SIGTERM and the one for SIGKILL, and what a busy machine may add to them.
GRACE, SLACK = 2.5, 3
# How long a pipe may be open after the end of the process: nobody else may hold it.
AT_ONCE = 1


class Hanging(MountTest):
    def setUp(self):
        super().setUp()
        # The memory that a command begins in is left to it: it may never get beyond that.
        os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
        self.daemon, self.hung = self.fuse("eat", "hung")

    def stuck(self):
        return [process for process in living_processes() if process.state == "D"]

    @staticmethod
    def asking():
        """How many commands wait for the file system, where a signal still reaches them."""
        return sum((process.name, process.state) == ("stat", "S")
                   for process in living_processes())

    def assert_in_time(self, outcome, limit):
        self.assertLess(outcome.seconds, limit + GRACE + SLACK)
        self.assertLess(outcome.open_after_end, AT_ONCE)

    def assert_out_of_time(self, program, *arguments, before=()):
        """With each wrapper: that it ends, says so, and leaves nobody who holds its output."""
        started = [start(*before, *wrapped(name, *options, "--timeout", "1"), program, *arguments)
                   for name, options, _ in WRAPPERS]
        for process, (name, _, prefix) in zip(started, WRAPPERS):
            with self.subTest(name=name):
                outcome = watch(process)
                self.assertEqual(
                    (outcome.stdout, outcome.stderr, outcome.code),
                    (f"{prefix}UNKNOWN: no answer within 1 s (running {program})\n", "", 3))
                self.assert_in_time(outcome, 1)
        # They are what they should be: something that not even SIGKILL ends.
        self.assertEqual(len(self.stuck()), len(WRAPPERS))
        self.daemon.kill()
        self.assertTrue(wait_until(lambda: not self.stuck()), self.stuck())

    def test_a_command_in_uninterruptible_sleep(self):
        self.assert_out_of_time("stat", str(self.hung))

    def test_a_program_that_cannot_be_loaded(self):
        self.assert_out_of_time(str(self.hung / "program"))

    def test_a_search_for_the_program_that_finds_no_end(self):
        path = f"PATH={self.hung}:{os.environ['PATH']}"
        self.assert_out_of_time("true", before=["env", path])

    def test_sigterm_does_not_wait_for_it_either(self):
        started = [start(*wrapped(name, *options, "--timeout", "50"), "stat", self.hung)
                   for name, options, _ in WRAPPERS]
        self.assertTrue(wait_until(lambda: self.asking() == len(WRAPPERS), SLACK))
        for process in started:
            process.terminate()
        for process, (name, _, _) in zip(started, WRAPPERS):
            with self.subTest(name=name):
                outcome = watch(process)
                self.assertEqual((outcome.stdout, outcome.stderr, outcome.code),
                                 ("UNKNOWN: stopped by SIGTERM (running stat)\n", "", 3))
                self.assert_in_time(outcome, SLACK)


if __name__ == "__main__":
    e2e.main()
