"""check-inode next to file systems that answer late or never, or are dead."""

import pathlib
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from inode_support import CRITICAL, OK, UNKNOWN, InodeTest, tool_states
from watching import start, wait_until, watch

# What a busy machine may add to a limit: the lines tell exactly whether our own deadline was kept.
SLACK = 3
# How long a pipe may be open after the end of the process: nobody else may hold it.
AT_ONCE = 1


class FuseTest(InodeTest):
    def assert_in_time(self, outcome, limit):
        self.assertLess(outcome.seconds, limit + SLACK)
        self.assertLess(outcome.open_after_end, AT_ONCE)

    def assert_left_behind(self, states):
        """That of all the tool's processes only those in these states remain."""
        self.assertTrue(wait_until(lambda: tool_states() == states), tool_states())


class Hanging:
    """What holds whether or not a process can be killed while it asks."""

    mode = None
    stuck = None  # The state of a process that nothing ends.

    def test_the_others_are_judged_in_time(self):
        healthy = self.tmpfs("healthy", inodes=100)
        daemon, path = self.fuse(self.mode, "hung")
        last = self.tmpfs("last", inodes=100, used=7)
        outcome = self.check("-c", 90)
        self.assert_line(outcome, CRITICAL,
                         f"no answer in 5 s on volume {path} | {healthy}:1%, {last}:7%")
        self.assertGreater(outcome.seconds, 4.9)
        self.assert_in_time(outcome, 6)
        self.assert_left_behind(self.stuck)
        # What cannot be ended ends with the file system.
        daemon.kill()
        self.assert_left_behind([])

    def test_others_over_their_limit_are_named_as_well(self):
        _, path = self.fuse(self.mode, "hung")
        full = self.tmpfs("full", inodes=100, used=95)
        outcome = self.check("-c", 90, "-t", 2)
        self.assert_line(outcome, CRITICAL, f"no answer in 1 s on volume {path}; "
                         f"used inode more than 90% on volume {full} (95%) | {full}:95%")
        self.assert_in_time(outcome, 2)

    def test_nobody_waits_for_a_copy_of_stdout(self):
        _, path = self.fuse(self.mode, "hung")
        command = [e2e.tool("check-inode"), *self.only_ours, "-c", "90", "-t", "2"]
        outcome = watch(start("sh", "-c", 'exec "$@" 9>&1 8>&2', "sh", *command))
        self.assert_line(outcome, CRITICAL, f"no answer in 1 s on volume {path}")
        self.assert_in_time(outcome, 2)

    def test_many_at_once_take_no_longer(self):
        _, *paths = self.fuse(self.mode, *"abcde")
        healthy = self.tmpfs("healthy", inodes=100)
        outcome = self.check("-c", 90, "-t", 2)
        self.assert_line(outcome, CRITICAL, "no answer in 1 s on volume "
                         f"{', '.join(map(str, paths))} | {healthy}:1%")
        self.assert_in_time(outcome, 2)
        self.assert_left_behind(self.stuck * 5)

    def test_runs_do_not_pile_up(self):
        _, path = self.fuse(self.mode, "hung")
        for _ in range(3):
            outcome = self.check("-c", 90, "-t", 1)
            self.assert_line(outcome, CRITICAL, f"no answer in 0.5 s on volume {path}")
            self.assert_in_time(outcome, 1)
            self.assert_left_behind(self.stuck)

    def test_a_path_within_is_named_as_it_was_given(self):
        _, path = self.fuse(self.mode, "hung")
        for asked in (path, path / "directory"):
            outcome = self.check("-c", 90, "-t", 1, "-p", asked)
            self.assert_line(outcome, CRITICAL, f"no answer in 0.5 s on volume {asked}")
            self.assert_in_time(outcome, 1)

    def test_a_signal_ends_it_at_once(self):
        self.fuse(self.mode, "hung")
        for number in (signal.SIGTERM, signal.SIGINT):
            before = len(tool_states())
            process = start(e2e.tool("check-inode"), *self.only_ours, "-c", "90")
            # It has started a child, and the child had time to ask.
            self.assertTrue(wait_until(lambda known=before: len(tool_states()) == known + 2))
            time.sleep(0.1)
            process.send_signal(number)
            sent = time.monotonic() - process.started
            outcome = watch(process)
            self.assert_line(outcome, UNKNOWN,
                             f"stopped by {number.name} (asking the file systems)")
            self.assert_in_time(outcome, sent + AT_ONCE)
            self.assert_left_behind(self.stuck)


class HangingKillable(Hanging, FuseTest):
    mode = "noread"
    stuck = []


class HangingUnkillable(Hanging, FuseTest):
    mode = "eat"
    stuck = ["D"]


class Others(FuseTest):
    def test_a_late_answer_is_none_the_worse(self):
        _, path = self.fuse("late", "late")
        healthy = self.tmpfs("healthy", inodes=100)
        outcome = self.check("-c", 90)
        self.assert_line(outcome, OK, f"{path}:50%, {healthy}:1%")
        self.assertGreaterEqual(outcome.seconds, 1)
        self.assert_in_time(outcome, 2)
        self.assert_line(self.check("-c", 50), CRITICAL, "used inode more than 50% on volume "
                         f"{path} (50%) | {path}:50%, {healthy}:1%")

    def test_a_dead_one_is_named_and_not_ok(self):
        daemon, path = self.fuse("eat", "dead")
        healthy = self.tmpfs("healthy", inodes=100, used=50)
        daemon.kill()
        daemon.wait(10)
        reason = f"cannot judge {path}: Transport endpoint is not connected"
        self.assert_line(self.check("-c", 90), UNKNOWN, f"{reason} | {healthy}:50%")
        self.assert_line(self.check("-c", 90, "-p", path), UNKNOWN, reason)
        self.assert_line(self.check("-c", 50), CRITICAL,
                         f"used inode more than 50% on volume {healthy} (50%); {reason}"
                         f" | {healthy}:50%")

    def test_remote_and_pseudo_ones_are_touched_only_when_asked_for(self):
        healthy = self.tmpfs("healthy", inodes=100)
        _, remote = self.fuse("noread", "remote", type_name="fuse.sshfs")
        _, pseudo = self.fuse("noread", "pseudo", type_name="fuse.portal")
        self.assert_line(self.check("-c", 90, "-t", 1), OK, f"{healthy}:1%")
        for options, path, rest in ((["--remote"], remote, f" | {healthy}:1%"),
                                    (["--type", "fuse.sshfs"], remote, ""),
                                    (["--type", "fuse.portal"], pseudo, ""),
                                    (["-p", remote], remote, "")):
            with self.subTest(options=options):
                self.assert_line(self.check("-c", 90, "-t", 1, *options), CRITICAL,
                                 f"no answer in 0.5 s on volume {path}{rest}")

    def test_images_are_left_out_unless_asked_for(self):
        healthy = self.tmpfs("healthy", inodes=100)
        for type_name in ("fuse.squashfuse", "fuse.squashfuse_ll", "fuse.Some-1.2.AppImage",
                          "fuse.erofsfuse", "fuse.dwarfs", "fuse.archivemount", "fuse.ratarmount"):
            with self.subTest(type_name):
                _, image = self.fuse("late", type_name, type_name=type_name)
                self.assert_line(self.check("-c", 50), OK, f"{healthy}:1%")
                self.assert_line(self.check("-c", 50, "-p", image), CRITICAL,
                                 f"used inode more than 50% on volume {image} (50%) | {image}:50%")

    def test_even_more_than_it_can_ask_end_in_time(self):
        _, first, *_ = self.fuse("noread", *map(str, range(100)))
        for seconds in (6, 4):
            with self.subTest(timeout=seconds):
                outcome = self.check("-c", 90, "-t", seconds)
                self.assertRegex(outcome.stdout,
                                 rf"^CRITICAL: no answer in [0-9.]+ s on volume {first}, ")
                self.assertLessEqual(len(outcome.stdout), 1024)
                self.assertEqual((outcome.stderr, outcome.code), ("", CRITICAL))
                self.assert_in_time(outcome, seconds)
                self.assert_left_behind([])


if __name__ == "__main__":
    e2e.main()
