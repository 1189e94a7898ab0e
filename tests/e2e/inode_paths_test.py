"""check-inode on real mounts: which of them can be seen, and what a path stands for."""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from inode_support import CRITICAL, NOTHING, OK, UNKNOWN, InodeTest
from mounts import BIND, MOVE, mount
from watching import start, watch


class Visibility(InodeTest):
    def test_only_the_topmost_mount_of_a_path_is_seen(self):
        path = self.tmpfs("t", inodes=100, used=50)
        self.tmpfs("t/child", inodes=100, used=99)
        self.assert_line(self.check("-c", 99), CRITICAL,
                         f"used inode more than 99% on volume {path}/child (99%)"
                         f" | {path}:51%, {path}/child:99%")
        self.tmpfs("t", inodes=100, used=25)
        self.assert_line(self.check("-c", 90), OK, f"{path}:25%")
        child = self.tmpfs("t/child", inodes=100, used=10)
        self.assert_line(self.check("-c", 90), OK, f"{path}:26%, {child}:10%")

    def test_a_mount_is_hidden_by_a_later_one_on_its_parent_directory(self):
        self.tmpfs("parent/child", inodes=100, used=99)
        parent = self.tmpfs("parent", inodes=100, used=10)
        self.assert_line(self.check("-c", 90), OK, f"{parent}:10%")
        # A directory of that name in the new one does not bring it back; a mount there counts.
        child = self.directory("parent/child")
        self.assert_line(self.check("-c", 90), OK, f"{parent}:11%")
        self.tmpfs("parent/child", inodes=100, used=20)
        self.assert_line(self.check("-c", 90), OK, f"{parent}:11%, {child}:20%")

    def test_what_was_moved_below_a_hidden_mount_is_hidden_as_well(self):
        moved = self.tmpfs("moved", inodes=100, used=99)
        self.tmpfs("top", inodes=100)
        self.tmpfs("top/parent", inodes=100)
        mount(moved, self.directory("top/parent/child"), flags=MOVE)
        top = self.tmpfs("top", inodes=100, used=7)
        self.assert_line(self.check("-c", 90), OK, f"{top}:7%")
        self.directory("top/parent/child")
        self.assert_line(self.check("-c", 90), OK, f"{top}:9%")

    def test_a_path_with_a_blank_and_a_newline_stays_on_one_line(self):
        path = self.tmpfs("sp ace\nnew\\line", inodes=100)
        shown = f"{self.base}/sp ace\\nnew\\line"
        self.assert_line(self.check("-c", 90), OK, f"{shown}:1%")
        self.assert_line(self.check("-c", 1), CRITICAL,
                         f"used inode more than 1% on volume {shown} (1%) | {shown}:1%")
        self.assert_line(self.check("-c", 90, "-p", path), OK, f"{shown}:1%")

    def test_what_may_not_be_entered_is_left_out_and_said(self):
        self.require_root()
        open_one, hidden = self.tmpfs("open", 100), self.tmpfs("closed/hidden", 100, used=99)
        (self.base / "closed").chmod(0o700)
        # The tool may stand where nobody else may go either.
        tool = shutil.copy(e2e.tool("check-inode"), self.base / "check-inode")
        command = [*e2e.AS_NOBODY, tool, *self.only_ours, "-c", "90"]
        note = f" (no access to {hidden})"
        self.assert_line(watch(start(*command)), OK, f"{open_one}:1%{note}")
        self.assert_line(watch(start(*command, "--exclude-path", f"^{open_one}$")), UNKNOWN,
                         NOTHING + note)
        self.assert_line(watch(start(*command, "-p", hidden)), UNKNOWN, NOTHING + note)
        self.assert_line(self.check("-c", 90), CRITICAL,
                         f"used inode more than 90% on volume {hidden} (99%)"
                         f" | {open_one}:1%, {hidden}:99%")


class Paths(InodeTest):
    def test_a_path_stands_for_the_file_system_that_holds_it(self):
        path, other = self.tmpfs("t", inodes=100, used=50), self.tmpfs("other", inodes=100)
        (path / "directory").mkdir()
        for options in ([path], [path / "directory"], [path / "file1"],
                        [path, path / "directory", path]):
            with self.subTest(options=options):
                repeated = [word for each in options for word in ("-p", each)]
                self.assert_line(self.check("-c", 90, *repeated), OK, f"{path}:51%")
        self.assert_line(self.check("-c", 90, "-p", other / ".", "-p", path / "file1"), OK,
                         f"{other}:1%, {path}:51%")
        bind = self.directory("bind")
        mount(path, bind, flags=BIND)
        self.assert_line(self.check("-c", 90, "-p", bind, "-p", path), OK, f"{bind}:51%")

    def test_a_path_that_does_not_exist_cannot_be_judged(self):
        path, missing = self.tmpfs("t", inodes=100, used=50), self.base / "missing"
        reason = f"cannot judge {missing}: No such file or directory"
        self.assert_line(self.check("-c", 90, "-p", missing), UNKNOWN, reason)
        self.assert_line(self.check("-c", 90, "-p", missing, "-p", path), UNKNOWN,
                         f"{reason} | {path}:50%")
        self.assert_line(self.check("-c", 50, "-p", missing, "-p", path), CRITICAL,
                         f"used inode more than 50% on volume {path} (50%); {reason}"
                         f" | {path}:50%")

    def test_types_and_regular_expressions_narrow_the_choice(self):
        a, b = self.tmpfs("a", inodes=100), self.tmpfs("b", inodes=100)
        self.assert_line(self.check("-c", 90, "--type", "tmpfs"), OK, f"{a}:1%, {b}:1%")
        self.assert_line(self.check("-c", 90, "--exclude-path", "/a$"), OK, f"{b}:1%")
        self.assert_line(self.check("-c", 90, "--exclude-type", "tmpfs"), UNKNOWN, NOTHING)


if __name__ == "__main__":
    e2e.main()
