"""check-resolver and check-dns-rr on a zone that nsd has, directly and by way of unbound."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import dns_message
import e2e
import unpacked
from dns_server import Send
from dns_support import CRITICAL, OK, WARNING, DnsTest, start_daemon
from dns_zone import NSD_CONFIGURATION, UNBOUND_CONFIGURATION, ZONE

NSD_PORT, UNBOUND_PORT = 5301, 5303
NSD, UNBOUND = f"127.0.0.1:{NSD_PORT}", f"127.0.0.1:{UNBOUND_PORT}"


class Services(DnsTest):
    @classmethod
    def setUpClass(cls):
        unpacked.lay_over()
        directory = e2e.work_directory(cls.addClassCleanup)
        (directory / "e2e.test").write_text(ZONE, encoding="ascii")
        configuration = directory / "nsd.conf"
        configuration.write_text(NSD_CONFIGURATION.format(port=NSD_PORT, directory=directory),
                                 encoding="ascii")
        start_daemon(cls.addClassCleanup, ["nsd", "-d", "-c", configuration], "nsd", NSD_PORT,
                     "one.e2e.test")
        configuration = directory / "unbound.conf"
        configuration.write_text(
            UNBOUND_CONFIGURATION.format(port=UNBOUND_PORT, directory=directory,
                                         upstream=NSD_PORT), encoding="ascii")
        start_daemon(cls.addClassCleanup, ["unbound", "-d", "-c", configuration], "unbound",
                     UNBOUND_PORT, "one.e2e.test")

    def assert_count(self, server, name, records, *arguments):
        outcome = self.check_rr(f"{name}.", "-s", server, "-w", 0, "-c", 0, *arguments)
        self.assert_line(outcome, OK, f"{len(records)} dns-rr hosts found ({', '.join(records)})")

    def test_records_are_counted_at_both(self):
        three = ["192.0.2.1", "192.0.2.3", "192.0.2.20"]
        for server in (NSD, UNBOUND):
            for arguments in ([], ["--tcp"]):
                with self.subTest(server=server, arguments=arguments):
                    self.assert_count(server, "three.e2e.test", three, *arguments)
                    self.assert_count(server, "c1.e2e.test", three, *arguments)
                    self.assert_count(server, "x.wild.e2e.test", ["192.0.2.77"], *arguments)
                    self.assert_count(server, "e2e.test",
                                      ["10 mail1.e2e.test", "20 mail2.e2e.test"], "-q", "MX",
                                      *arguments)
                    self.assert_count(server, "_web._tcp.e2e.test",
                                      ["one.e2e.test:8080", "one.e2e.test:8081",
                                       "three.e2e.test:8080"], "-q", "SRV", *arguments)
                    self.assert_count(server, "text.e2e.test", ['"only textin two parts"'],
                                      "-q", "TXT", *arguments)
                    self.assert_count(server, "e2e.test", ["ns.e2e.test"], "-q", "NS", *arguments)
                    self.assert_count(server, "ptr.e2e.test", ["host.e2e.test"], "-q", "PTR",
                                      *arguments)
                    self.assert_count(server, "both.e2e.test", ["2001:db8::9"], "-q", "AAAA",
                                      *arguments)

    def test_two_hundred_records_are_two_hundred(self):
        for server in (NSD, UNBOUND):
            for arguments in ([], ["--tcp"]):
                outcome = self.check_rr("many.e2e.test.", "-s", server, "-w", 200, "-c", 200,
                                        "-C", 200, *arguments)
                self.assertRegex(outcome.stdout,
                                 r"^OK: 200 dns-rr hosts found \(198\.51\.100\.1, 198\.51\.100\.2, "
                                 r".*, and [0-9]+ more\)\n$")
                self.assertEqual(outcome.code, 0)

    def test_nothing_found_is_not_a_failure(self):
        for server in (NSD, UNBOUND):
            for name, reason in (("nothere", "NXDOMAIN"), ("text", "no data")):
                with self.subTest(server=server, name=name):
                    self.assert_line(self.check_rr(f"{name}.e2e.test.", "-s", server), CRITICAL,
                                     f"0 dns-rr hosts found < 2 ({name}.e2e.test.: {reason})")
        for name, server, reason in (("dangling.e2e.test.", NSD, "NXDOMAIN"),
                                     ("outside.e2e.test.", NSD, "no data"),
                                     ("x.nothing.test.", UNBOUND, "NXDOMAIN")):
            self.assert_line(self.check_rr(name, "-s", server), CRITICAL,
                             f"0 dns-rr hosts found < 2 ({name}: {reason})")

    def assert_failure(self, server, name, reason):
        self.assert_line(self.check_rr(name, "-s", server, "-t", 2), CRITICAL,
                         f"{name} could not be looked up: {reason}")

    def test_failures_are_not_nothing_found(self):
        self.assert_failure(NSD, "loop1.e2e.test.", f"CNAME loop in the answer of {NSD}")
        self.assert_failure(UNBOUND, "loop1.e2e.test.", f"SERVFAIL from {UNBOUND}")
        self.assert_failure(NSD, "deleg.e2e.test.", f"no answer but a referral from {NSD}")
        self.assert_failure(NSD, "x.broken.test.", f"SERVFAIL from {NSD}")
        for server in (NSD, UNBOUND):
            self.assert_failure(server, "example.com.", f"REFUSED from {server}")
        self.assert_failure(UNBOUND, "never.test.", f"no answer from {UNBOUND} within 1.8 s")

    def test_sixteen_links_are_followed_and_no_more(self):
        self.assert_count(NSD, "chain2.e2e.test", ["192.0.2.18"])
        outcome = self.check_rr("chain1.e2e.test.", "-s", NSD)
        self.assertIn(outcome.stdout, (
            f"CRITICAL: chain1.e2e.test. could not be looked up: {why} {NSD}\n"
            for why in ("more than 16 CNAMEs in the answer of", "SERVFAIL from")))

    def test_servers_have_ipv6_addresses_too(self):
        at = f"[::1]:{NSD_PORT}"
        name = "one.e2e.test."
        good = f"elapsed_time T sec ({name} IN A 192.0.2.1"
        self.assert_line(self.check_resolver(name, "-s", at), OK, good + ")")
        self.assert_line(self.check_resolver(name, "-s", at, "-s", NSD, "--all-servers"), OK,
                         f"{good}; T sec from {at}, T sec from {NSD})")
        self.assert_line(self.check_resolver(name, "-s", at, "-s", NSD, "--all-servers", "-6"), OK,
                         f"{good}; T sec from {at})")
        self.assert_line(self.check_resolver(name, "-s", NSD, "-s", at, "-4"), OK, good + ")")

    def test_all_servers_are_judged_by_themselves(self):
        dead = "127.0.0.1:9"
        late = self.serve(lambda query: [Send(query.reply(dns_message.address("192.0.2.1")),
                                              delay=1)]).address
        name, servers = "one.e2e.test.", ["-s", NSD, "-s", dead, "-s", late, "--all-servers"]
        behind = f"({name} IN A 192.0.2.1; T sec from {NSD}, T sec from {late})"
        refused = f"connection refused by {dead}"
        self.assert_line(self.check_resolver(name, *servers, "-w", 30, "-c", 30), WARNING,
                         f"{refused}; elapsed_time T sec {behind}")
        self.assert_line(self.check_resolver(name, *servers, "-w", 0.5, "-c", 0.9), CRITICAL,
                         f"elapsed_time T sec > 0.9; {refused} {behind}")


if __name__ == "__main__":
    e2e.main()
