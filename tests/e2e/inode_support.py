"""check-inode on mounts of a test's own."""

import re

import e2e
import mounts
from watching import living_processes, start, watch

OK, WARNING, CRITICAL, UNKNOWN = range(4)
NOTHING = "no file system with inodes to judge"


def posix_regex(path):
    """An extended regular expression for exactly this path."""
    return "^" + re.sub(r"([][\\.*+?(){}|^$])", r"\\\1", path) + "$"


def tool_states():
    """The states of the living processes called check-inode."""
    return [process.state for process in living_processes() if process.name == "check-inode"]


def df(path):
    """The percentage that `df -i` shows for the file system."""
    return mounts.run_command("df", "--output=ipcent", path).split()[-1]


class InodeTest(mounts.MountTest):
    def setUp(self):
        self.only_ours = [word for path in mounts.mount_points()
                          for word in ("--exclude-path", posix_regex(path))]
        super().setUp()

    def check(self, *options):
        """Runs check-inode on the mounts of this test, or on those that the options name."""
        return watch(start(e2e.tool("check-inode"), *self.only_ours, *map(str, options)))

    def assert_line(self, outcome, code, message):
        """That it printed this line and nothing else, with the status word of this exit code."""
        word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
        self.assertEqual((outcome.stdout, outcome.stderr, outcome.code),
                         (f"{word}: {message}\n", "", code))
