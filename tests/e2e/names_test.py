"""How the names of hosts are looked up: as on any host with glibc, whatever the programs have.

By check-myip, which only connects; and each other tool that takes the name of a host.
"""

import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import dns_message
import e2e
import mounts
from dns_message import FORMERR, NXDOMAIN, REFUSED, SERVFAIL
from dns_server import NameServer, Send
from state_support import StateTest

CODES = {"servfail": SERVFAIL, "refused": REFUSED, "formerr": FORMERR, "nxdomain": NXDOMAIN,
         "empty": 0}
IPV6 = dns_message.TYPES["AAAA"]


def by_family(query):
    """What the label says of each family: "ok-servfail" has IPv4, and an error for IPv6."""
    ipv4, _, ipv6 = query.label.partition("-")
    what = ipv6 if query.type == IPV6 else ipv4
    if what in CODES:
        return [Send(query.reply(code=CODES[what]))]
    return [Send(query.reply(dns_message.address("::1" if query.type == IPV6 else "127.0.0.1")))]


class Names(StateTest):
    def setUp(self):
        super().setUp()
        self.server = NameServer(by_family, port=53)
        self.addCleanup(self.server.close)
        self.replace("/etc/nsswitch.conf", "hosts: files dns\n")
        self.replace("/etc/hosts", "127.0.0.1 localhost\n")
        self.set_resolv_conf("")
        self.port = self.listen(socket.AF_INET, "127.0.0.1", 0)
        self.listen(socket.AF_INET6, "::1", self.port)

    def listen(self, family, address, port):
        listener = socket.create_server((address, port), family=family, backlog=64)
        self.addCleanup(listener.close)
        return listener.getsockname()[1]

    def replace(self, path, content):
        copy = self.base / path.replace("/", "_")
        copy.write_text(content, encoding="utf-8")
        mounts.mount(copy, pathlib.Path(path).resolve(), flags=mounts.BIND)
        self.addCleanup(mounts.unmount, pathlib.Path(path).resolve())

    def set_resolv_conf(self, more):
        self.replace("/etc/resolv.conf", "nameserver 127.0.0.1\n" + more)

    def assert_reached(self, address, host, *options):
        self.assert_run((address, 0), "check-myip", *options, host, str(self.port))

    def assert_not_found(self, reason, host):
        self.assert_run((f"CRITICAL: cannot connect to {host}:{self.port}: {reason}", 2),
                        "check-myip", host, str(self.port))

    def test_one_family_is_enough(self):
        for other in CODES:
            with self.subTest(other=other):
                self.assert_reached("127.0.0.1", f"ok-{other}.test")
                self.assert_reached("::1", f"{other}-ok.test")

    def test_the_reason_is_that_of_the_name(self):
        self.assert_not_found("Name or service not known", "nxdomain-nxdomain.test")
        self.assert_not_found("No address associated with hostname", "empty-empty.test")
        self.assert_not_found("No address associated with hostname", "servfail-empty.test")
        self.assert_not_found("Temporary failure in name resolution", "servfail-refused.test")

    def test_the_hosts_file_is_read_as_it_is_written(self):
        for text in ("127.0.0.1 Db.Test\n", "127.0.0.1 db.test", " 127.0.0.1\tdb.test\r\n",
                     f"#{'-' * 600}\n127.0.0.1 {'x' * 600} db.test\n"):
            with self.subTest(text=text[-20:]):
                self.replace("/etc/hosts", text)
                self.assert_reached("127.0.0.1", "db.test")
                self.assertEqual(self.server.queries, [])
        # What is not there may be known to the name servers.
        self.assert_reached("::1", "db.test", "-6")

    def test_the_search_list_is_gone_through(self):
        self.set_resolv_conf("search nxdomain-nxdomain.test test\n")
        self.assert_reached("127.0.0.1", "ok-empty")

    def test_no_line_of_resolv_conf_ends_the_tool(self):
        for line in ("options attempts:0", "options timeout:0 attempts:0", "options timeout:x",
                     "options ndots:99 rotate edns0 use-vc trust-ad", "nameserver", "search",
                     "x" * 9000):
            with self.subTest(line=line[:40]):
                self.set_resolv_conf(line + "\n")
                result = self.run_tool("check-myip", "ok-ok.test", str(self.port))
                self.assertRegex(result.stdout, r"^(::1|CRITICAL: cannot connect to .*)\n$")

    def test_every_tool_looks_names_up_alike(self):
        for name, *arguments in (("check-hydra-pos", "--file", "x", "--host"),
                                 ("mackerel-plugin-gaurun-usage", "--host"),
                                 ("check-crt-expiration", "--connect")):
            with self.subTest(name=name):
                del self.server.queries[:]
                port = [] if "connect" in arguments[-1] else ["--port", str(self.port)]
                host = "ok-servfail.test" + ("" if port else f":{self.port}")
                # What listens there says nothing.
                result = self.run_tool(name, *arguments, host, *port, "--timeout", "1")
                self.assertRegex(result.stdout + result.stderr, r"no answer|not answer|within")
                self.assertIn("ok-servfail.test", self.server.names)


if __name__ == "__main__":
    e2e.main()
