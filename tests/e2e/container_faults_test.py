"""What a container may lack: volumes that are not mounted, or too few or too old mounts in them, a
network of the node, a place for what is remembered. Nothing is judged in the node's place."""

import contextlib
import os
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from container import Container
from inode_support import InodeTest

CONNTRACK = "sys/net/netfilter/nf_conntrack_count"
MISSING = "No such file or directory"
PROC = {"path": "/host/proc", "source": "/proc", "read_only": True}
ROOT = {"path": "/host/root", "source": "/", "read_only": True}
MEMORY = {"path": "/var/tmp", "tmpfs": "size=1m"}
NODE = {"HOST_PROC": "/host/proc", "HOST_ROOT": "/host/root"}


class Faults(InodeTest):
    def setUp(self):
        super().setUp()
        self.require_root()
        self.base.chmod(0o755)
        # A root directory of its own: what stands below a mount that is missing is judged there.
        self.own = self.tmpfs("own", inodes=1000)

    def directory(self, name):
        """Below a file system with inodes, which would be judged in place of what is missing."""
        return super().directory(name if name == "own" else f"own/{name}")

    def inodes(self, container, *options, **environment):
        return container.run("check-inode", "-c", "90", *self.only_ours, "--exclude-path",
                             f"^{self.own}$", *options, **{**NODE, **environment})

    def assert_hidden(self, container, path, seen=""):
        """That it is named and not judged, by whatever way one comes to it."""
        left_out = f"(not visible below /host/root: {path})"
        if seen:
            self.assert_line(self.inodes(container), 0, f"{seen} {left_out}")
        else:
            self.assert_line(self.inodes(container), 3,
                             f"no file system with inodes to judge {left_out}")
        link = self.own / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(path)
        for asked in (path, link, link / "."):
            self.assert_line(self.inodes(container, "-p", asked), 3,
                             f"cannot judge {asked}: it is not visible below /host/root")


class Mounts(Faults):
    def test_without_the_mounts_below_it_the_directories_are_not_judged(self):
        data = self.tmpfs("data", inodes=100, used=95)
        container = Container(self, PROC, {**ROOT, "recursive": False}, user=0)
        self.assert_line(self.inodes(container), 3, "no file system with inodes to judge "
                         f"(not visible below /host/root: {self.base}, {data})")
        self.assert_line(self.inodes(container, "-p", data), 3,
                         f"cannot judge {data}: {MISSING}")

    def test_what_is_mounted_later_is_not_judged_where_it_is_not_seen(self):
        data = self.tmpfs("data", inodes=100, used=7)
        container = Container(self, PROC, ROOT)
        self.assert_line(self.inodes(container), 0, f"{data}:7%")
        late = self.tmpfs("late", inodes=100, used=95)
        self.assert_hidden(container, late, f"{data}:7%")

    def test_what_was_there_before_is_not_judged_in_its_place(self):
        data = self.tmpfs("data", inodes=100, used=7)
        container = Container(self, PROC, ROOT)
        self.assert_line(self.inodes(container), 0, f"{data}:7%")
        mounts.unmount(data)
        self.tmpfs("data", inodes=100, used=95)
        self.assert_hidden(container, data)

    def test_the_directory_of_a_btrfs_is_not_judged_either(self):
        """Its files have another device than the list of mounts has for it."""
        disk = self.image("disk", 120 << 20, "btrfs-progs", "mkfs.btrfs", "-q")
        disk.chmod(0o755)
        container = Container(self, PROC, ROOT)
        late = self.tmpfs("disk/late", inodes=100, used=95)
        self.assert_hidden(container, late)

    def test_a_link_of_the_node_leads_to_the_node_s_file(self):
        data = self.tmpfs("data", inodes=100, used=7)
        link = self.own / "var"
        link.symlink_to(data)
        own = {"path": str(data), "tmpfs": "nr_inodes=4"}
        container = Container(self, PROC, ROOT, own)
        self.assert_line(self.inodes(container, "-p", link / "file1"), 0, f"{data}:7%")

    def test_a_mount_that_hangs_is_named(self):
        data = self.tmpfs("data", inodes=100, used=7)
        _, hung = self.fuse("hang", "hung")
        container = Container(self, PROC, ROOT, MEMORY, user=0)
        for options in (), ("-p", hung, "-p", data):
            outcome = self.inodes(container, "-t", "1", *options)
            self.assert_line(outcome, 2, f"no answer in 0.5 s on volume {hung} | {data}:7%")


class Volumes(Faults):
    def test_a_volume_that_is_not_mounted(self):
        container = Container(self, {"path": "/host/proc"}, {"path": "/host/root"}, MEMORY)
        cannot = "UNKNOWN: cannot open /host/proc/"
        for words, line in (
                (("check-uptime", "-w", 1), f"{cannot}uptime: {MISSING}\n"),
                (("check-inode", "-w", 1), f"{cannot}self/mountinfo: {MISSING}\n"),
                (("check-conntrack-free", "-w", 1), "UNKNOWN: nf_conntrack is not loaded "
                 "(no /host/proc/sys/net/netfilter/nf_conntrack_count)\n"),
                (("delay-checker", "--", f"{e2e.INSTALLED}/check-uptime", "-w", 1, "--status-as",
                  "unknown=critical"), f"DelayNG(1/1): CRITICAL: cannot open /host/proc/uptime: "
                 f"{MISSING}\n")):
            self.assertEqual(container.run(*words, **NODE).stdout, line)
        done = container.run("mackerel-plugin-linux-lite", **NODE)
        self.assertEqual((done.stdout, done.code), ("", 1))
        self.assertEqual(done.stderr, "".join(f"mackerel-plugin-linux-lite: {why}\n" for why in (
            f"cannot open /host/proc/meminfo: {MISSING}", "/host/proc has no processes",
            f"cannot open /host/proc/stat: {MISSING}")))

    def test_a_root_that_is_not_the_node_s(self):
        container = Container(self, PROC, {"path": "/host/root"}, {**ROOT, "path": "/node"})
        for root in "/host/root", "/none", "host/root", "/":
            self.assert_line(self.inodes(container, HOST_ROOT=root), 3,
                             f"the host's / is not mounted at {root}, where HOST_ROOT says")
        data = self.tmpfs("data", inodes=100, used=7)
        container.stop()
        container = Container(self, PROC, {**ROOT, "path": "/node"})
        self.assert_line(self.inodes(container, HOST_ROOT="node"), 0, f"{data}:7%")

    def test_a_first_process_that_is_hidden(self):
        proc = self.directory("proc")
        mounts.mount("proc", proc, "proc", "hidepid=2")
        self.tmpfs("data", inodes=100, used=7)
        container = Container(self, {**PROC, "source": str(proc)}, ROOT)
        self.assert_line(self.inodes(container), 3, "cannot open /host/proc/1/mountinfo: "
                         "process 1 is hidden from this user (hidepid)")
        done = container.run("mackerel-plugin-linux-lite", **NODE)
        self.assertNotIn("process", done.stdout)
        self.assertIn("/host/proc hides the processes of other users (hidepid)\n", done.stderr)

    def test_nothing_is_remembered_where_others_may_write_or_nobody(self):
        """An emptyDir on disk is 0777 without the sticky bit."""
        plain = self.directory("plain")
        plain.chmod(0o777)
        container = Container(self, PROC, {"path": "/var/tmp", "source": str(plain)},
                              {"path": "/ro"})
        for directory, why in (
                ("/var/tmp", "other users may rename what is in /var/tmp"),
                ("/ro", "/ro/mackerel-native-plugins-65534: Read-only file system"),
                ("/none", f"/none/mackerel-native-plugins-65534: {MISSING}")):
            state = {**NODE, "MACKEREL_PLUGIN_WORKDIR": directory}
            done = container.run("check-uptime", "--on-reboot", "critical", **state)
            self.assertRegex(done.stdout, rf"^UNKNOWN: up .* \(state not saved: {why}\)\n$")
            done = container.run("mackerel-plugin-linux-lite", **state)
            self.assertNotIn("cpu-usage", done.stdout)
            self.assertEqual(done.stderr, f"mackerel-plugin-linux-lite: state not saved: {why}\n")


class Network(Faults):
    def test_the_network_of_the_pod_is_not_judged_for_the_node_s(self):
        e2e.require(os.path.exists(f"/proc/{CONNTRACK}"), "nf_conntrack")
        container = Container(self, PROC, MEMORY, new=["--net"], hostname="pod-x7f9q")
        another = ("this check needs the host's network: process 1 in /host/proc has another one "
                   "than it")
        for words in (("check-conntrack-free", "-w", "1"), ("check-iptables",)):
            self.assert_line(container.run(*words, **NODE), 3, another)
        # Without HOST_PROC it is the pod that is meant.
        self.assertRegex(container.run("check-conntrack-free", "-w", "1").stdout, "^OK: free:")

    def test_the_listen_queues_are_the_node_s(self):
        container = Container(self, PROC, MEMORY, new=["--net"], hostname="pod-x7f9q")
        command = "mackerel-plugin-linux-lite", "--with", "listen"
        container.run(*command, **NODE)
        with contextlib.ExitStack() as sockets:
            server = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
            for _ in range(5):
                client = sockets.enter_context(socket.socket())
                client.setblocking(False)
                client.connect_ex(server.getsockname())
        text = container.run(*command, **NODE).stdout
        self.assertRegex(text, r"\nlinux-lite\.listen\.overflows\t[0-9.]*[1-9]")


if __name__ == "__main__":
    e2e.main()
