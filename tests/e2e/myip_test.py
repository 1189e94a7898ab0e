"""check-myip in a network with several addresses, names and routes, and with no answer at all."""

import pathlib
import socket
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from state_support import StateTest

NETWORK = "198.51.100.0/24"


def listen(address):
    """A socket that accepts connections on a free port; of a full one nobody hears anything."""
    server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    server.bind((address, 0))
    server.listen(8)
    return server


class MyIp(StateTest):
    def setUp(self):
        super().setUp()
        for address in ("192.0.2.1", "192.0.2.2", "2001:db8::1"):
            mounts.run_command("ip", "address", "replace", address, "dev", "lo")
        self.replace("/etc/hosts", "192.0.2.1 both.test\n192.0.2.2 both.test\n"
                     "2001:db8::1 six.test\n")
        self.replace("/etc/resolv.conf", "nameserver 127.0.0.1\n")
        self.replace("/etc/nsswitch.conf", "hosts: files dns\n")

    def replace(self, path, content):
        """Another content for a file, in this test's mounts only."""
        copy = self.base / path.replace("/", "_")
        copy.write_text(content, encoding="utf-8")
        mounts.mount(copy, pathlib.Path(path).resolve(), flags=mounts.BIND)
        self.addCleanup(mounts.unmount, pathlib.Path(path).resolve())

    def listen(self, address):
        server = listen(address)
        self.addCleanup(server.close)
        return str(server.getsockname()[1])

    def check(self, expected, *arguments, code=0):
        self.assert_run((expected, code), "check-myip", *arguments)

    def test_tells_the_address_that_the_route_prefers(self):
        mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo", "src", "192.0.2.2")
        self.check("192.0.2.2", "198.51.100.7", "9", "--udp")

    def test_alerts_once_when_the_address_has_changed(self):
        for source, expected, code in (
                ("192.0.2.1", "OK: 192.0.2.1", 0),
                ("192.0.2.2", "CRITICAL: 192.0.2.2 (it was 192.0.2.1 at the last run)", 2),
                ("192.0.2.2", "OK: 192.0.2.2", 0),
                ("192.0.2.1", "CRITICAL: 192.0.2.1 is not in 192.0.2.2 "
                              "(it was 192.0.2.2 at the last run)", 2)):
            mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo", "src", source)
            expectation = ["--expect", "192.0.2.2"] if "not in" in expected else []
            self.check(expected, "198.51.100.7", "9", "--udp", "--changed", *expectation, code=code)

    def test_is_critical_when_it_has_changed_or_is_not_expected_or_both(self):
        changed = " (it was 192.0.2.1 at the last run)"
        for source, expected, line, code in (
                ("192.0.2.1", None, "OK: 192.0.2.1", 0),
                ("192.0.2.1", "192.0.2.1", "OK: 192.0.2.1", 0),
                ("192.0.2.1", "192.0.2.9", "CRITICAL: 192.0.2.1 is not in 192.0.2.9", 2),
                ("192.0.2.2", None, "CRITICAL: 192.0.2.2" + changed, 2),
                ("192.0.2.2", "192.0.2.2", "CRITICAL: 192.0.2.2" + changed, 2),
                ("192.0.2.2", "192.0.2.9",
                 "CRITICAL: 192.0.2.2 is not in 192.0.2.9" + changed, 2)):
            with self.subTest(source=source, expected=expected):
                arguments = ["198.51.100.7", "9", "--udp", "--changed"]
                mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo",
                                   "src", "192.0.2.1")
                self.run_tool("check-myip", *arguments)
                mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo", "src", source)
                self.check(line, *arguments, *(["--expect", expected] if expected else []),
                           code=code)

    def test_remembers_the_address_over_a_reboot(self):
        mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo", "src", "192.0.2.1")
        self.check("OK: 192.0.2.1", "198.51.100.7", "9", "--udp", "--changed")
        self.boot("second")
        mounts.run_command("ip", "route", "replace", NETWORK, "dev", "lo", "src", "192.0.2.2")
        self.check("CRITICAL: 192.0.2.2 (it was 192.0.2.1 at the last run)",
                   "198.51.100.7", "9", "--udp", "--changed", code=2)

    def test_takes_the_first_address_of_a_name_that_connects(self):
        self.check("192.0.2.2", "both.test", self.listen("192.0.2.2"))
        self.check("192.0.2.1", "both.test", self.listen("192.0.2.1"))

    def test_speaks_ipv6(self):
        port = self.listen("2001:db8::1")
        self.check("2001:db8::1", "2001:db8::1", port)
        self.check("2001:db8::1", "six.test", port)
        self.check("OK: 2001:db8::1", "-6", "six.test", port, "--expect", "2001:db8::/32")

    def test_takes_only_addresses_of_the_family_that_is_asked_for(self):
        result = self.run_tool("check-myip", "-4", "six.test", "80")
        self.assertRegex(result.stdout, r"^CRITICAL: cannot connect to six\.test:80: \S")
        self.assertEqual(result.returncode, 2)

    def test_says_why_there_is_no_way(self):
        self.check("CRITICAL: cannot connect to 203.0.113.1:80: Network is unreachable",
                   "203.0.113.1", "80", code=2)
        self.check("CRITICAL: cannot connect to [2001:db8:1::1]:80: Network is unreachable",
                   "2001:db8:1::1", "80", code=2)

    def test_says_that_a_name_is_not_known(self):
        result = self.run_tool("check-myip", "unknown.test", "80")
        self.assertRegex(result.stdout, r"^CRITICAL: cannot connect to unknown\.test:80: "
                                        r".*(name|Name)")
        self.assertEqual(result.returncode, 2)

    def test_gives_up_a_name_server_that_is_silent(self):
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(silent.close)
        silent.bind(("127.0.0.1", 53))
        self.check("CRITICAL: cannot connect to slow.test:80: "
                   "no answer within 1.8 s (resolving slow.test)",
                   "slow.test", "80", "--timeout", "2", code=2)

    def test_gives_up_a_peer_that_is_silent(self):
        server = socket.socket()
        self.addCleanup(server.close)
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        # With so many in its queue it no longer answers.
        for _ in range(8):
            waiting = socket.socket()
            self.addCleanup(waiting.close)
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        self.check(f"CRITICAL: cannot connect to 127.0.0.1:{port}: no answer within 0.9 s",
                   "127.0.0.1", str(port), "--timeout", "1", code=2)


if __name__ == "__main__":
    e2e.main()
