"""check-inode in a container: this test's namespace is the host, and the tool runs in another."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from inode_support import CRITICAL, OK, UNKNOWN, InodeTest
from watching import start, watch

ANOTHER = ("the mounts in {}/1/mountinfo are those of another mount namespace: set HOST_ROOT to the"
           " directory where the host's / is mounted")


class Container(InodeTest):
    def setUp(self):
        super().setUp()
        self.root = self.directory("container/host")

    def check_within(self, *options, environment=(), commands="", before=()):
        """Runs check-inode in a mount namespace of its own where the host's / is at self.root."""
        script = (f"mount --rbind / '{self.root}' && mount --make-rprivate '{self.root}' && "
                  f"{commands or ':'} && exec \"$@\"")
        words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh",
                 *before, "env", *environment, e2e.tool("check-inode"), *self.only_ours, "-c", "90"]
        return watch(start(*words, *map(str, options)))

    def below_root(self, *options, **others):
        return self.check_within(*options, environment=("HOST_PROC=/proc",
                                                        f"HOST_ROOT={self.root}"), **others)

    def test_the_file_systems_of_the_host_are_judged_by_its_paths(self):
        data = self.tmpfs("data", inodes=100, used=95)
        other = self.tmpfs("other", inodes=100, used=7)
        own = f"mount -t tmpfs -o nr_inodes=4 own '{self.directory('own')}'"
        self.assert_line(self.below_root(commands=own), CRITICAL,
                         f"used inode more than 90% on volume {data} (95%)"
                         f" | {data}:95%, {other}:7%")
        self.assert_line(self.below_root("-p", other / "file1"), OK, f"{other}:7%")

    def test_without_a_root_nothing_of_the_container_is_judged(self):
        self.tmpfs("data", inodes=100, used=7)
        for options in ((), ("-p", "/")):
            outcome = self.check_within(*options, environment=["HOST_PROC=/proc"])
            self.assert_line(outcome, UNKNOWN, ANOTHER.format("/proc"))

    def test_a_root_that_is_not_the_host_s_is_not_judged_in_its_place(self):
        self.tmpfs("data", inodes=100, used=7)
        own = self.directory("own")
        missing = self.base / "missing"
        for root, mount in ((own, f"mount -t tmpfs -o nr_inodes=9 own '{own}'"), (missing, "")):
            for options in ((), ("-p", "/")):
                outcome = self.check_within(
                    *options, commands=mount,
                    environment=("HOST_PROC=/proc", f"HOST_ROOT={root}"))
                self.assert_line(outcome, UNKNOWN,
                                 f"the host's / is not mounted at {root}, where HOST_ROOT says")

    def test_another_namespace_is_told_from_ours_without_the_right_to_see_its_name(self):
        self.require_root()
        self.tmpfs("data", inodes=100, used=7)
        outcome = self.check_within(environment=["HOST_PROC=/proc"], before=e2e.AS_NOBODY)
        self.assert_line(outcome, UNKNOWN, ANOTHER.format("/proc"))

    def test_what_the_container_does_not_see_is_left_out_and_said(self):
        data = self.tmpfs("data", inodes=100, used=95)
        other = self.tmpfs("other", inodes=100, used=7)
        # What answers there now is the directory that the file system is mounted on.
        hide = f"umount '{self.root}{data}'"
        self.assert_line(self.below_root(commands=hide), OK,
                         f"{other}:7% (not visible below {self.root}: {data})")
        self.assert_line(self.below_root("-p", data, commands=hide), UNKNOWN,
                         f"cannot judge {data}: it is not visible below {self.root}")

    def test_links_of_the_host_stay_in_the_host(self):
        data = self.tmpfs("data", inodes=100, used=7)
        link = self.base / "link"
        link.symlink_to(data)
        over = f"mount -t tmpfs -o nr_inodes=4 over '{data}'"
        self.assert_line(self.below_root("-p", link, commands=over), OK, f"{data}:7%")

    def test_a_first_process_that_is_hidden_is_no_reason_to_judge_the_container(self):
        self.require_root()
        self.tmpfs("data", inodes=100, used=7)
        proc = self.directory("proc")
        outcome = self.check_within(environment=[f"HOST_PROC={proc}"], before=e2e.AS_NOBODY,
                                    commands=f"mount -t proc -o hidepid=2 proc '{proc}'")
        self.assert_line(outcome, UNKNOWN, f"cannot open {proc}/1/mountinfo: "
                         "process 1 is hidden from this user (hidepid)")

    def test_the_host_itself_needs_no_root(self):
        data = self.tmpfs("data", inodes=100, used=7)
        os.environ["HOST_PROC"] = "/proc"
        self.addCleanup(os.environ.pop, "HOST_PROC")
        self.assert_line(self.check("-c", 90), OK, f"{data}:7%")


if __name__ == "__main__":
    e2e.main()
