"""check-resolver with every kind of /etc/resolv.conf."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from dns_server import faulty, knowing, silent
from dns_support import CRITICAL, FILE, OK, ONE, UNKNOWN, WARNING, EtcTest
from mounts import run_command
from watching import start, watch

GOOD = "elapsed_time T sec (one.test. IN A 192.0.2.1"
BAD = "hosts not found in T sec (one.test.: "
DEFAULT = f" (no usable nameserver in {FILE}: 127.0.0.1 was asked)"


class ResolvConf(EtcTest):
    def test_without_the_file_or_a_server_in_it_this_host_is_asked(self):
        self.at(1)
        self.assert_line(self.check_resolver("one.test."), OK, GOOD + ")" + DEFAULT)
        for lines in ([], ["# nothing", "", "search example"], ["nameserver x.test"],
                      ["nameserver 127.0.0.1#53"]):
            with self.subTest(lines=lines):
                self.assert_line(self.resolver(*lines), OK, GOOD + ")" + DEFAULT)
        self.assert_line(self.check_rr("one.test.", "-w", 1, "-c", 1), OK,
                         "1 dns-rr hosts found (192.0.2.1)" + DEFAULT)
        self.assert_line(self.check_rr("one.test."), CRITICAL,
                         "1 dns-rr hosts found < 2 (one.test.: 192.0.2.1)" + DEFAULT)
        self.assert_line(self.check_resolver("one.test.", "-s", "127.0.0.1"), OK, GOOD + ")")

    def test_etc_hosts_has_no_say(self):
        self.at(1, knowing(localhost=["192.0.2.7"]))
        pathlib.Path("/etc/hosts").write_text("192.0.2.66 one.test localhost\n", encoding="ascii")
        self.assert_line(self.check_resolver("localhost."), OK,
                         "elapsed_time T sec (localhost. IN A 192.0.2.7)" + DEFAULT)
        self.assert_line(self.check_resolver("one.test."), CRITICAL,
                         BAD + "NXDOMAIN from 127.0.0.1)" + DEFAULT)

    def test_comments_and_blanks_are_skipped(self):
        self.at(2)
        outcome = self.resolver("# nameserver 127.0.0.9", ";", "", " nameserver 127.0.0.9",
                                "nameserver \t 127.0.0.2   # mine", "unknown words")
        self.assert_line(outcome, OK, GOOD + ")")

    def test_the_fourth_server_is_never_asked(self):
        fourth = self.at(5)
        lines = [f"nameserver 127.0.0.{number}" for number in range(2, 6)]
        self.assert_line(self.resolver(*lines), CRITICAL,
                         BAD + "connection refused by 127.0.0.2, connection "
                         "refused by 127.0.0.3, connection refused by 127.0.0.4)")
        self.assertEqual(fourth.queries, [])

    def test_the_third_server_answers_for_two_silent_ones(self):
        for number in (2, 3):
            self.at(number, silent)
        self.at(4)
        lines = [f"nameserver 127.0.0.{number}" for number in (2, 3, 4)]
        dead = "; no answer from 127.0.0.2 within 1 s, no answer from 127.0.0.3 within 1 s)"
        self.assert_line(self.resolver("options timeout:1", *lines), OK, GOOD + dead)
        # The timeouts of the file may be longer than what the tool has.
        FILE.write_text("\n".join(lines), encoding="ascii")
        outcome = self.check_rr("one.test.", "-w", 1, "-c", 1, "-t", 6)
        self.assert_line(outcome, OK, "1 dns-rr hosts found (192.0.2.1)")

    def test_one_dead_server_of_three_is_a_warning(self):
        for number, answer in ((2, ONE), (3, silent), (4, ONE)):
            self.at(number, answer)
        FILE.write_text("options timeout:1 attempts:1 rotate\nnameserver 127.0.0.2\n"
                        "nameserver 127.0.0.3\nnameserver 127.0.0.4\n", encoding="ascii")
        arguments = ["--all-servers", "-w", 30, "-c", 30]
        self.assert_line(self.check_resolver("one.test.", *arguments), WARNING,
                         f"no answer from 127.0.0.3 within 1 s; {GOOD}; T sec from 127.0.0.2, "
                         "T sec from 127.0.0.4)")
        outcome = self.check_resolver("none.test.", *arguments)
        self.assert_line(outcome, CRITICAL, "hosts not found in T sec (none.test.: NXDOMAIN from "
                         "127.0.0.2, NXDOMAIN from 127.0.0.4, no answer from 127.0.0.3 within 1 s)")

    def test_all_dead_servers_are_named(self):
        self.at(2, silent)
        self.at(4, faulty)
        lines = [f"nameserver 127.0.0.{number}" for number in (2, 3, 4)]
        outcome = self.resolver("options timeout:1 attempts:1", *lines, name="refused.test.")
        self.assert_line(outcome, CRITICAL,
                         "hosts not found in T sec (refused.test.: no answer from 127.0.0.2 "
                         "within 1 s, connection refused by 127.0.0.3, REFUSED from 127.0.0.4)")

    def test_attempts_and_timeouts_are_counted(self):
        server = self.at(2, silent)
        outcome = self.resolver("nameserver 127.0.0.2", "options timeout:1 attempts:3")
        self.assert_line(outcome, CRITICAL,
                         BAD + "no answer from 127.0.0.2 within 1 s)")
        self.assertEqual([query.has_edns for query in server.queries], [True, False, False])
        self.assertGreater(outcome.seconds, 2.9)
        os.environ["RES_OPTIONS"] = "attempts:1 timeout:2"
        outcome = self.resolver("nameserver 127.0.0.2", "options timeout:1 attempts:3")
        self.assert_line(outcome, CRITICAL,
                         BAD + "no answer from 127.0.0.2 within 2 s)")
        self.assertEqual(len(server.queries), 4)

    def test_rotate_begins_with_any_server(self):
        servers = [self.at(number) for number in (2, 3)]
        lines = ["nameserver 127.0.0.2", "nameserver 127.0.0.3", "options rotate"]
        for _ in range(60):
            self.assert_line(self.resolver(*lines), OK, GOOD + ")")
        self.assertEqual(sum(len(server.queries) for server in servers), 60)
        for server in servers:
            self.assertGreater(len(server.queries), 0)

    def test_use_vc_means_tcp(self):
        server = self.at(2)
        self.assert_line(self.resolver("nameserver 127.0.0.2", "options use-vc"), OK, GOOD + ")")
        self.assertEqual([query.is_tcp for query in server.queries], [True])

    def test_servers_with_ipv6_addresses_and_scopes(self):
        self.serve(ONE, "::1", 53)
        self.assert_line(self.resolver("nameserver ::1"), OK, GOOD + ")")
        run_command("ip", "link", "add", "here", "type", "veth", "peer", "name", "there")
        self.addCleanup(run_command, "ip", "link", "delete", "here")
        for name in ("here", "there"):
            run_command("ip", "link", "set", name, "up")
        run_command("ip", "address", "add", "fe80::53/64", "dev", "here", "nodad")
        self.serve(ONE, "fe80::53%here", 53)
        self.assert_line(self.resolver("nameserver fe80::53%here"), OK, GOOD + ")")
        self.assert_line(self.check_resolver("one.test.", "-s", "[fe80::53%here]:53"), OK,
                         GOOD + ")")
        self.assert_line(self.resolver("nameserver fe80::53%nowhere"), CRITICAL,
                         BAD + "cannot send to fe80::53%nowhere: No such device)")

    def test_a_family_can_be_chosen(self):
        self.serve(ONE, "::1", 53)
        FILE.write_text("nameserver 127.0.0.9\nnameserver ::1\n", encoding="ascii")
        self.assert_line(self.check_resolver("one.test.", "-6"), OK, GOOD + ")")
        self.assert_line(self.check_resolver("one.test.", "-4"), CRITICAL,
                         BAD + "connection refused by 127.0.0.9)")
        FILE.write_text("nameserver 127.0.0.9\n", encoding="ascii")
        self.assert_line(self.check_resolver("one.test.", "-6"), UNKNOWN,
                         f"no name server with an IPv6 address in {FILE}")

    def test_networks_that_cannot_be_reached_are_said(self):
        self.assert_line(self.resolver("nameserver 192.0.2.53"), CRITICAL,
                         BAD + "cannot send to 192.0.2.53: Network is unreachable)")

    def test_anybody_may_run_it_in_any_time_zone(self):
        e2e.require(e2e.is_possible(e2e.AS_NOBODY), "setpriv (util-linux), and root")
        self.at(2)
        FILE.write_text("nameserver 127.0.0.2\n", encoding="ascii")
        os.environ["TZ"] = ":America/New_York"
        self.addCleanup(os.environ.pop, "TZ")
        work = e2e.work_directory(self.addCleanup)
        work.chmod(0o755)
        tool = work / "check-resolver"
        subprocess.run(["cp", e2e.tool("check-resolver"), tool], check=True, timeout=30)
        outcome = watch(start(*e2e.AS_NOBODY, str(tool), "--host", "one.test."))
        self.assertRegex(outcome.stdout, r"^OK: elapsed_time [0-9.]+ sec "
                                         r"\(one\.test\. IN A 192\.0\.2\.1\)\n$")
        FILE.chmod(0o600)
        outcome = watch(start(*e2e.AS_NOBODY, str(tool), "--host", "one.test."))
        self.assert_line(outcome, UNKNOWN, f"cannot open {FILE}: Permission denied")


if __name__ == "__main__":
    e2e.main()
