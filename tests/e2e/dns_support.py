"""check-resolver and check-dns-rr on name servers of a test's own."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import time
import unittest

import dns_message
import e2e
from dns_server import NameServer, knowing
from mounts import mount, unmount
from watching import start, watch

OK, WARNING, CRITICAL, UNKNOWN = range(4)
FILE = pathlib.Path("/etc/resolv.conf")
ONE = knowing(one__test=["192.0.2.1"])
SYSTEM_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def is_answered(host, port, name):
    """Whether a name server answers at all."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.2)
        try:
            client.connect((host, port))
            client.send(dns_message.question(name))
            return len(client.recv(4096)) > 0
        except OSError:
            return False


def start_daemon(add_cleanup, command, package, port, name):
    """Starts a name server on 127.0.0.1 that stays in the foreground, and waits for its answer."""
    program = shutil.which(command[0], path=SYSTEM_PATH)
    e2e.require(program, f"{command[0]} ({package})")
    daemon = subprocess.Popen([program, *command[1:]], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    add_cleanup(lambda: (daemon.kill(), daemon.wait(10)))
    end = time.monotonic() + 20
    while not is_answered("127.0.0.1", port, name):
        if daemon.poll() is not None or time.monotonic() > end:
            raise AssertionError(f"{command[0]} does not start")
        time.sleep(0.05)
    return daemon


class DnsTest(unittest.TestCase):
    """A test of the two tools; times in their lines become "T sec"."""

    def setUp(self):
        for name in ("RES_OPTIONS", "LOCALDOMAIN"):
            os.environ.pop(name, None)

    def serve(self, answer, host="127.0.0.1", port=0, with_tcp=True):
        server = NameServer(answer, host, port, with_tcp)
        self.addCleanup(server.close)
        return server

    def run_tool(self, tool, *arguments, limit=40.0):
        outcome = watch(start(e2e.tool(tool), *map(str, arguments)), limit)
        outcome.stdout = re.sub(r"\b[0-9]+(\.[0-9]+)? sec\b", "T sec", outcome.stdout)
        return outcome

    def check_rr(self, name, *arguments):
        return self.run_tool("check-dns-rr", "--host", name, *arguments)

    def check_resolver(self, name, *arguments):
        return self.run_tool("check-resolver", "--host", name, *arguments)

    def assert_line(self, outcome, code, message):
        """That it printed this line and nothing else, with the status word of this exit code."""
        word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
        self.assertEqual((outcome.stdout, outcome.stderr, outcome.code),
                         (f"{word}: {message}\n", "", code))


class EtcTest(DnsTest):
    """Instead of /etc there is a directory that is empty but for what a test writes."""

    @classmethod
    def setUpClass(cls):
        mount("test", "/etc", "tmpfs", "size=1m,mode=755")
        cls.addClassCleanup(unmount, "/etc")

    def setUp(self):
        super().setUp()
        FILE.unlink(missing_ok=True)

    def resolver(self, *lines, name="one.test."):
        """Writes the lines and runs check-resolver."""
        FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return self.check_resolver(name, "-w", 30, "-c", 30)

    def at(self, number, answer=ONE):
        return self.serve(answer, f"127.0.0.{number}", 53)
