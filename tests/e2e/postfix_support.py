"""A Postfix of a test's own, in place of the one that this machine may have."""

import collections
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import e2e
import mounts
import unpacked
from watching import living_processes, wait_until

SPOOL = pathlib.Path("/var/spool/postfix")
CONFIGURATION = pathlib.Path("/etc/postfix")
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold")
SILENT_PORT = 2525
# Nothing listens on the discard port: what goes there is deferred, with a reason.
MAIN_CF = f"""compatibility_level = 3.6
myhostname = mx.e2e.test
mydestination = localhost
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
biff = no
maillog_file = /var/log/postfix.log
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [127.0.0.1]:9
transport_maps = inline:{{ slow.e2e.test=smtp:[127.0.0.1]:{SILENT_PORT} }}
smtp_helo_timeout = 300s
disable_dns_lookups = yes
smtp_tls_security_level = none
"""
RUNNING = ("master", "qmgr", "pickup", "showq")


def run(*command, check=True, text=None):
    """Runs a program of Postfix and returns how it ended."""
    done = subprocess.run([str(word) for word in command], input=text, capture_output=True,
                          text=True, timeout=60, check=False,
                          env={"PATH": mounts.SYSTEM_PATH, "LC_ALL": "C"})
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: exit code {done.returncode}: {done.stderr}")
    return done


def listed(*options):
    """The messages that `postqueue -j` lists."""
    return [json.loads(line) for line in run("postqueue", *options, "-j").stdout.splitlines()]


def counted(messages):
    return collections.Counter(message["queue_name"] for message in messages)


def signal_all(number, names=RUNNING):
    """Sends a signal to the processes of these names, of which there are only ours here."""
    for process in living_processes():
        if process.name in names:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)


class PostfixTest(mounts.MountTest):
    """Private /etc/postfix, /var/spool/postfix, /var/lib/postfix and /var/log."""

    def setUp(self):
        self.require_root()
        unpacked.lay_over()
        e2e.require(shutil.which("postqueue", path=mounts.SYSTEM_PATH), "Postfix (postfix)")
        super().setUp()
        etc = self.directory("etc")
        for name in ("master.cf", "postfix-files"):
            source = CONFIGURATION / name
            if not source.exists():
                source = pathlib.Path("/usr/share/postfix") / f"{name}.dist"
            e2e.require(source.exists(), f"{source} (postfix)")
            shutil.copy(source, etc / name)
        (etc / "dynamicmaps.cf").touch()
        (etc / "main.cf").write_text(MAIN_CF, encoding="ascii")
        for name, target in (("etc", CONFIGURATION), ("spool", SPOOL),
                             ("lib", pathlib.Path("/var/lib/postfix")),
                             ("log", pathlib.Path("/var/log"))):
            mounts.mount(self.directory(name), target, flags=mounts.BIND)
            self.addCleanup(mounts.unmount, target)
        shutil.chown("/var/lib/postfix", "postfix")
        # As at its installation: whoever they are run by, they get at the queues.
        for program in ("postdrop", "postqueue"):
            path = shutil.which(program, path=mounts.SYSTEM_PATH)
            shutil.chown(path, group="postdrop")
            os.chmod(path, 0o2555)
        self.addCleanup(self.kill)

    @staticmethod
    def kill():
        """Ends all of it at once, however it hangs."""
        signal_all(signal.SIGKILL, (*RUNNING, "smtpd", "smtp", "cleanup", "trivial-rewrite",
                                    "bounce", "error", "local", "tlsmgr", "anvil", "proxymap",
                                    "postlogd"))
        assert wait_until(lambda: not any(process.name in RUNNING
                                          for process in living_processes()), 10)

    def start(self, configuration=CONFIGURATION, spool=SPOOL):
        # It looks for the programs at each start, and makes the queues that are missing.
        run("postfix", "-c", configuration, "start")
        self.assertTrue(wait_until(lambda: (spool / "public/showq").is_socket(), 20), "not started")

    def wait_for(self, queue, count):
        self.assertTrue(wait_until(lambda: counted(listed())[queue] == count, 30), listed())

    @staticmethod
    def send(count, domain="dst.e2e.test"):
        run("smtp-source", "-m", count, "-s", min(count, 5), "-f", "a@e2e.test",
            "-t", f"b@{domain}", "127.0.0.1:25")

    def fill(self):
        """Messages in each of the queues; qmgr and pickup stand still afterwards."""
        silent = socket.create_server(("127.0.0.1", SILENT_PORT))
        self.addCleanup(silent.close)
        self.send(12)
        self.wait_for("deferred", 12)
        ids = [message["queue_id"] for message in listed()[:3]]
        run("postsuper", "-h", "-", text="\n".join(ids) + "\n")
        self.wait_for("hold", 3)
        self.send(2, "slow.e2e.test")
        self.wait_for("active", 2)
        signal_all(signal.SIGSTOP, ("qmgr", "pickup"))
        self.send(4)
        self.wait_for("incoming", 4)
        for _ in range(5):
            run("sendmail", "-f", "a@e2e.test", "b@dst.e2e.test", text="Subject: x\n\nx\n")
        self.wait_for("maildrop", 5)

    @staticmethod
    def plugin(*arguments, before=()):
        return run(*before, e2e.tool("mackerel-plugin-postfix"), *arguments, check=False)

    def metrics(self, *arguments, before=(), complaint=""):
        """What it prints, by keys without what all of them begin with."""
        done = self.plugin(*arguments, before=before)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(complaint, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1 if complaint else 0, done.stderr)
        values = {}
        for line in done.stdout.splitlines():
            key, value, moment = line.split("\t")
            self.assertLess(abs(int(moment) - time.time()), 60)
            self.assertTrue(key.startswith("postfix."), key)
            values[key.removeprefix("postfix.")] = int(value)
        return values

    def assert_nothing(self, complaint, *arguments, before=()):
        """That it prints no metric, and this as the reason."""
        done = self.plugin(*arguments, before=before)
        self.assertEqual((done.stdout, done.returncode), ("", 1), done.stderr)
        self.assertIn(complaint, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
