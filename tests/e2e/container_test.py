"""The programs in a container like that of examples/kubernetes-daemonset.yaml, and this test's
namespace is the node. Each says what is right on the node, or what it lacks."""

import os
import pathlib
import re
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from container_support import Node

CONNTRACK = "sys/net/netfilter/nf_conntrack_count"
USUAL = {"HOST_PROC": "/host/proc", "HOST_ROOT": "/host/root",
         "MACKEREL_PLUGIN_WORKDIR": "/var/tmp"}
UPTIME = f"{e2e.INSTALLED}/check-uptime -w 1"
MISSING = "No such file or directory"
# A command, its exit code, stdout and stderr; N is any number.
TOOLS = [
    ("check-uptime -w 1", 0, "OK: up N days, N:N\n", ""),
    ("check-iptables", 3, "UNKNOWN: cannot read nf_tables: Operation not permitted "
     "(needs root or CAP_NET_ADMIN)\n", ""),
    ("check-myip 127.0.0.1 53 --udp", 0, "N\n", ""),
    ("check-resolver -H name.test", 2, "CRITICAL: hosts not found in N sec (name.test: "
     "connection refused by N) (no usable nameserver in /etc/resolv.conf: N was asked)\n", ""),
    ("check-dns-rr -H name.test -w 1", 2, "CRITICAL: name.test could not be looked up: "
     "connection refused by N (no usable nameserver in /etc/resolv.conf: N was asked)\n",
     ""),
    ("check-hydra-pos --all", 2, "CRITICAL: cannot ask hydra at N:N: Connection refused "
     "(hydra's own default port is N)\n", ""),
    ("mackerel-plugin-ntpq --source timesyncd", 0, "ntpq.synced.remote\tN\tN\n",
     f"mackerel-plugin-ntpq: no time service answers (cannot run timedatectl: {MISSING})\n"),
    ("mackerel-plugin-php-version", 1, "",
     f"mackerel-plugin-php-version: cannot run php: {MISSING}\n"),
    ("mackerel-plugin-postfix", 1, "",
     f"mackerel-plugin-postfix: cannot open /var/spool/postfix: {MISSING}\n"),
    ("mackerel-plugin-gaurun-usage", 1, "", "mackerel-plugin-gaurun-usage: cannot ask "
     "http://N:N/stat/app: Connection refused\n"),
    (f"delay-checker -- {UPTIME}", 0, "OK: up N days, N:N\n", ""),
    (f"delay-checker -c 2 -- {UPTIME}000000000", 0,
     "DelayWarn(N/N): WARNING: uptime is less than N | up N days, N:N\n", ""),
    (f"interval-checker --interval 60 -- {UPTIME}", 0, "OK: up N days, N:N\n", ""),
    (f"periodic-checker --range 00:00-24:00 -- {UPTIME}", 0, "OK: up N days, N:N\n", ""),
]


def without_numbers(text):
    return re.sub(r" *\d[\d.]*", lambda number: " N" if number[0][0] == " " else "N",
                  text)


class Pod(Node):
    user, before = 65534, ()

    def setUp(self):
        super().setUp()
        self.data = self.tmpfs("data", inodes=100, used=95)
        self.secret = self.tmpfs("secret/in", inodes=100, used=99)
        os.chown(self.secret.parent, 1000, 1000)
        self.secret.parent.chmod(0o700)
        self.container = self.pod(user=self.user, before=self.before)

    def assert_prints(self, words, code, stdout, stderr="", **environment):
        done = self.container.run(*words, **{**USUAL, **environment})
        self.assertEqual((without_numbers(done.stdout), without_numbers(done.stderr), done.code),
                         (stdout, stderr, code))
        return done.stdout

    def test_each_tool(self):
        for command, *expected in TOOLS:
            with self.subTest(command=command):
                self.assert_prints(shlex.split(command), *expected)
        self.assert_prints(["periodic-checker", "--", "/none"], 3,
                           "UNKNOWN: TZ=Asia/Tokyo in the environment is no time zone\n",
                           TZ="Asia/Tokyo")
        # It leads to the same path in the container.
        link = self.base / "link.pem"
        link.symlink_to(self.data / "file1")
        done = self.container.run("check-crt-expiration", "-f", f"/host/root{link}", "-w", "1")
        self.assert_line(done, 3, f"cannot open /host/root{link}: {MISSING}")
        if os.path.exists(f"/proc/{CONNTRACK}"):
            expected = 0, "OK: free:N max:N count:N\n"
        else:
            expected = 3, f"UNKNOWN: nf_conntrack is not loaded (no /host/proc/{CONNTRACK})\n"
        self.assert_prints(["check-conntrack-free", "-w", "1"], *expected)

    def check_inode(self, *options):
        return self.container.run("check-inode", "-c", "90", *self.only_ours, *options, **USUAL)

    def test_the_file_systems_are_the_node_s(self):
        alert = f"used inode more than 90% on volume {self.data} (95%) | {self.data}:95%"
        self.assert_line(self.check_inode(), 2, f"{alert} (no access to {self.secret})")
        late = self.tmpfs("late", inodes=100, used=7)
        self.assert_line(self.check_inode(), 2,
                         f"{alert}, {late}:7% (no access to {self.secret})")
        mounts.unmount(late)
        self.tmpfs("late", inodes=100, used=8)
        self.assert_line(self.check_inode("-p", late), 0, f"{late}:8%")
        link = self.base / "link"
        link.symlink_to(self.data)
        self.assert_line(self.check_inode("-p", link / "file1"), 2, alert)
        self.assert_line(self.check_inode("-p", self.secret), 3,
                         f"no file system with inodes to judge (no access to {self.secret})")

    def test_the_processes_and_rates_are_the_node_s(self):
        """The tool itself does not count; whoever starts it in the container does."""
        processes = sum(name.isdecimal() for name in os.listdir("/proc")) + 1
        usual = ("linux-lite.memory.avail\tN\tN\nlinux-lite.process.all\tN\tN\n"
                 "linux-lite.process.running\tN\tN\nlinux-lite.loadavg.per-cpu\tN\tN\n")
        with open("/proc/stat", encoding="ascii") as file:
            self.assertGreater(len(file.readline().split()), 10, "a kernel without guest-nice")
        rates = "".join(f"linux-lite.cpu-usage.cpu-{state}\tN\tN\n" for state in (
            "user nice system idle iowait irq softirq steal guest guest-nice").split())
        for expected in (usual, usual + rates):
            text = self.assert_prints(["mackerel-plugin-linux-lite"], 0, expected)
            self.assertIn(f"linux-lite.process.all\t{processes}\t", text)

    def test_each_command_of_the_agent(self):
        for kind, plugins in self.settings["plugin"].items():
            for name, plugin in plugins.items():
                with self.subTest(kind=kind, name=name):
                    program, *options = plugin["command"]
                    done = self.container.run(program, *options, **{**USUAL, **plugin["env"]})
                    self.assertEqual(done.stderr, "")
                    pattern = r"linux-lite\.memory\.avail\t" if kind == "metrics" else (
                        "UNKNOWN: nf_conntrack is not loaded" if name == "conntrack-free" and
                        not os.path.exists(f"/proc/{CONNTRACK}") else "(OK|WARNING|CRITICAL): ")
                    self.assertRegex(done.stdout, f"^{pattern}")


class PodOfRoot(Pod):
    """As the image of the agent has it: root, but without a capability."""

    user = 0


class PodInSandbox(Pod):
    """Where the newer system calls are forbidden, as by a seccomp profile of another time."""

    def setUp(self):
        self.before = (e2e.build_file("tests/deny_calls"), "EPERM")
        super().setUp()


if __name__ == "__main__":
    e2e.main()
