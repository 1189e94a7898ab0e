"""check-resolver and check-dns-rr on a name server with every fault there is."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import dns_message
import e2e
from dns_server import Send, faulty, silent
from dns_support import CRITICAL, OK, UNKNOWN, WARNING, DnsTest
from watching import start, wait_until, watch


class Faults(DnsTest):
    def setUp(self):
        super().setUp()
        # What must time out does so soon.
        os.environ["RES_OPTIONS"] = "timeout:1 attempts:1"
        self.server = self.serve(faulty)
        self.at = self.server.address

    def assert_found(self, label):
        """Both tools find the one address, and no forged one."""
        name, place = f"{label}.fault.test.", ("-s", self.at)
        self.assert_line(self.check_rr(name, *place, "-w", 1, "-c", 1), OK,
                         "1 dns-rr hosts found (192.0.2.1)")
        self.assert_line(self.check_resolver(name, *place, "-w", 30, "-c", 30), OK,
                         f"elapsed_time T sec ({name} IN A 192.0.2.1)")

    def assert_failure(self, label, reason, limit=10):
        """Both tools say that they do not know, and why, and none that there is no address."""
        name, place = f"{label}.fault.test.", ("-s", self.at)
        outcome = self.check_rr(name, *place, "-w", 0, "-c", 0)
        self.assert_line(outcome, CRITICAL, f"{name} could not be looked up: {reason}")
        self.assertLess(outcome.seconds, limit)
        outcome = self.check_resolver(name, *place)
        self.assert_line(outcome, CRITICAL, f"hosts not found in T sec ({name}: {reason})")
        self.assertLess(outcome.seconds, limit)

    def test_each_error_code_has_its_name(self):
        for label in ("servfail", "refused", "formerr", "notimp"):
            with self.subTest(label):
                self.assert_failure(label, f"{label.upper()} from {self.at}")

    def test_what_does_not_exist_is_no_failure_to_count(self):
        for label, reason in (("nxdomain", "NXDOMAIN"), ("empty", "no data")):
            with self.subTest(label):
                name = f"{label}.fault.test."
                self.assert_line(self.check_rr(name, "-s", self.at), CRITICAL,
                                 f"0 dns-rr hosts found < 2 ({name}: {reason})")
                self.assert_line(self.check_resolver(name, "-s", self.at), CRITICAL,
                                 f"hosts not found in T sec ({name}: {reason} from {self.at})")

    def test_answers_that_are_none_are_waited_out(self):
        for label in ("never", "badid", "wrongq", "elsewhere", "random", "short"):
            with self.subTest(label):
                self.assert_failure(label, f"no answer from {self.at} within 1 s")

    def test_servers_that_err_on_edns_only_are_asked_without_it(self):
        for label in ("ednsservfail", "ednsrefused", "ednsformerr", "ednsnotimp", "ednsgarbled"):
            with self.subTest(label):
                self.server.queries.clear()
                self.assert_found(label)
                self.assertEqual([query.has_edns for query in self.server.queries],
                                 [True, False] * 2)
        os.environ["RES_OPTIONS"] = "timeout:1 attempts:2"
        self.assert_found("ednssilent")

    def test_who_errs_in_any_case_is_asked_twice_and_no_more(self):
        os.environ["RES_OPTIONS"] = "timeout:1 attempts:5"
        second = self.serve(faulty)
        outcome = self.check_rr("servfail.test.", "-s", self.at, "-s", second.address)
        self.assert_line(outcome, CRITICAL, "servfail.test. could not be looked up: SERVFAIL from "
                                            f"{self.at}, SERVFAIL from {second.address}")
        for server in (self.server, second):
            self.assertEqual([query.has_edns for query in server.queries], [True, False])

    def test_a_record_that_says_that_there_is_no_server_counts_none(self):
        place = ("-s", self.at, "-q", "MX")
        self.assert_line(self.check_rr("nomail.test.", *place), CRITICAL,
                         "0 dns-rr hosts found < 2 (nomail.test.: no data)")
        self.assert_line(self.check_resolver("nomail.test.", *place), CRITICAL,
                         f"hosts not found in T sec (nomail.test.: no data from {self.at})")

    def test_damaged_answers_are_failures(self):
        for label, reason in (("noresponse", "it is a question"),
                              ("pointerloop", "a name points to itself"),
                              ("lie100", "it is cut short"),
                              ("lie0", "there is more than it says"),
                              ("randombody", "there is more than it says"),
                              ("length3", "an address has a wrong length")):
            with self.subTest(label):
                self.assert_failure(label, f"garbled answer from {self.at} ({reason})")

    def test_what_cannot_be_had_over_tcp_is_said(self):
        before = f"truncated answer from {self.at}, and over TCP: "
        self.assert_failure("cutclose", before + "connection closed")
        self.assert_failure("cuthang", before + "no answer within 1 s")
        self.assert_failure("cutcut", f"answer truncated even over TCP from {self.at}")
        self.server = self.serve(faulty, with_tcp=False)
        self.at = self.server.address
        self.assert_failure("cut", f"truncated answer from {self.at}, and over TCP: "
                                   "connection refused")

    def test_good_answers_behind_bad_ones_are_found(self):
        for label in ("twice", "badidfirst", "elsewherefirst", "cut", "usual"):
            with self.subTest(label):
                self.assert_found(label)

    def test_a_slow_answer_is_one(self):
        os.environ["RES_OPTIONS"] = "timeout:9 attempts:1"
        self.assert_found("late")
        self.assert_found("cutslow")
        outcome = self.check_resolver("late.fault.test.", "-s", self.at, "-w", 1, "-c", 20)
        self.assert_line(outcome, WARNING,
                         "elapsed_time T sec > 1 (late.fault.test. IN A 192.0.2.1)")
        self.assertGreater(outcome.seconds, 1.4)

    def test_a_late_answer_counts_while_the_question_is_repeated(self):
        os.environ["RES_OPTIONS"] = "timeout:1 attempts:3"
        self.assert_found("late")

    def test_a_slow_stream_ends_with_the_time_for_it(self):
        os.environ["RES_OPTIONS"] = "timeout:30 attempts:1"
        records = [dns_message.address("192.0.2.1")] * 99
        stream = self.serve(lambda query: [Send(query.reply(*records), pause=0.05)])
        outcome = self.check_rr("x.", "-s", stream.address, "--tcp", "-t", 3)
        self.assert_line(outcome, CRITICAL, "x. could not be looked up: no answer from "
                                            f"{stream.address} within 2.7 s")

    def test_a_closed_port_is_told_at_once(self):
        closed = self.serve(silent)
        closed.close()
        self.at = closed.address
        self.assert_failure("one", f"connection refused by {self.at}")

    def test_whoever_stops_it_learns_whom_it_asked(self):
        os.environ["RES_OPTIONS"] = "timeout:30"
        server = self.serve(silent)
        process = start(e2e.tool("check-resolver"), "--host", "never.", "-s", server.address)
        self.assertTrue(wait_until(lambda: server.queries, 20))
        process.terminate()
        outcome = watch(process)
        self.assert_line(outcome, UNKNOWN,
                         f"stopped by SIGTERM (asking {server.address} for A never)")



if __name__ == "__main__":
    e2e.main()
