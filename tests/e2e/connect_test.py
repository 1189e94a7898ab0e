"""How a tool finds and reaches a host: names, resolvers and addresses that fail.

By check-crt-expiration --connect, which says at which step it was stopped.
"""

import os
import pathlib
import re
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from crt_support import CrtTest, days_left

OK, WARNING, CRITICAL, UNKNOWN = range(4)


class Connecting(CrtTest):
    def assert_failure(self, reason, server, *options):
        self.assert_line(f"no certificate from {re.escape(server)}: {reason}", CRITICAL,
                         "--connect", server, *options)

    def replace(self, path, content):
        """Puts another file in the place of one in /etc."""
        e2e.require(os.geteuid() == 0, "root")
        file = self.base / pathlib.Path(path).name
        file.write_text(content, encoding="ascii")
        file.chmod(0o644)
        mounts.mount(file, path, flags=mounts.BIND)
        self.addCleanup(mounts.unmount, path)

    def test_the_tool_does_not_connect_to_itself(self):
        """Where the port it asks for is the one that the kernel gives it."""
        path = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")
        e2e.require(os.access(path, os.W_OK), "root")
        self.addCleanup(path.write_text, path.read_text(encoding="ascii"), encoding="ascii")
        path.write_text("40000 40001", encoding="ascii")
        self.assertTrue(meets_itself(40000))
        # The port that was used rests for a while.
        path.write_text("40002 40003", encoding="ascii")
        self.assert_failure("Connection refused", "127.0.0.1:40002")

    def test_a_silent_resolver_does_not_hold_the_tool(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
            resolver.bind(("127.0.0.1", 53))
            self.replace("/etc/resolv.conf", "nameserver 127.0.0.1\n")
            started = time.monotonic()
            self.assert_failure(r"no answer within 0\.9 s \(resolving www\.example\)",
                                "www.example:443", "-t", "1")
            # The resolver's own patience is 10 s.
            self.assertLess(time.monotonic() - started, 5)

    def test_no_resolver(self):
        self.replace("/etc/resolv.conf", "nameserver 127.0.0.1\n")
        self.assert_failure("Temporary failure in name resolution", "www.example:443")

    def test_the_first_address_that_connects_is_taken(self):
        server = self.start_server("one")
        port = server.rpartition(":")[2]
        self.replace("/etc/hosts", "127.0.0.2 www.example\n127.0.0.1 www.example\n")
        self.assert_line(days_left(30), OK, "--connect", f"www.example:{port}")

    def test_a_silent_address_leaves_time_for_the_next_one(self):
        server = self.start_server("one")
        port = server.rpartition(":")[2]
        self.fill_queue(("127.0.0.2", int(port)))
        self.assert_failure(r"no answer within 0\.9 s \(connecting\)", f"127.0.0.2:{port}",
                            "-t", "1")
        self.replace("/etc/hosts", "127.0.0.2 www.example\n127.0.0.1 www.example\n")
        self.assert_line(days_left(30), OK, "--connect", f"www.example:{port}", "-t", "8")

    def fill_queue(self, address):
        """Listens there, accepts nobody, and lets so many wait that nobody else is answered."""
        listener = socket.create_server(address, backlog=0)
        self.addCleanup(listener.close)
        for _ in range(10):
            client = socket.socket()
            self.addCleanup(client.close)
            client.settimeout(0.3)
            try:
                client.connect(address)
            except TimeoutError:
                return
        self.fail("the queue has no end")

    def test_the_scope_of_an_address_counts(self):
        self.assert_failure("no interface nowhere", "[fe80::1%nowhere]:443")
        self.assert_failure("a link-local address needs a scope such as %eth0", "[fe80::1]:443")
        server = self.start_server("one", address="[::1]")
        port = server.rpartition(":")[2]
        self.assert_line(days_left(30), OK, "--connect", f"[::1%1]:{port}", "--verify")


def meets_itself(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    e2e.main()
