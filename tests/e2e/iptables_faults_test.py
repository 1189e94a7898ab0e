"""check-iptables where it may not ask, nobody answers, or another one does."""

import pathlib
import shutil
import signal
import socket
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import (AS_NET_ADMIN, LEGACY_NOT_PERMITTED, NO_RULES, NOT_PERMITTED, OK,
                              UNKNOWN, CRITICAL, FirewallTest, message)
from watching import start, wait_until, watch

RULE = "nf_tables: 1 rule on input"
NETLINK_NETFILTER = 12  # of linux/netlink.h
LEGACY = "cannot read the table filter of iptables-legacy"


def with_capabilities(*names):
    plus = ",".join(f"+{name}" for name in names)
    return [*e2e.AS_NOBODY, "--inh-caps", plus, "--ambient-caps", plus]


class Rights(FirewallTest):
    def test_root_without_the_capability_is_told_what_is_missing(self):
        self.assert_line(UNKNOWN, NOT_PERMITTED,
                         before=["setpriv", "--bounding-set", "-net_admin", "--inh-caps",
                                 "-net_admin"])

    def test_a_user_with_all_capabilities_reads_legacy_tables(self):
        self.run_all("iptables-legacy -A INPUT -j DROP")
        self.assert_filter(True, "legacy: 1 rule on input",
                           before=with_capabilities("net_admin", "net_raw", "dac_read_search"))

    def test_without_raw_sockets_legacy_tables_are_not_known(self):
        most = with_capabilities("net_admin", "dac_read_search")
        self.assert_line(OK, f"{message(False, False)} | no global address; {NO_RULES}",
                         before=most)
        self.run_all("iptables-legacy -A INPUT -j DROP")
        self.assert_line(UNKNOWN, "cannot read the table filter of iptables-legacy: Operation not "
                                  "permitted (needs root, or CAP_NET_ADMIN and CAP_NET_RAW)",
                         before=most)

    def test_one_family_may_be_known_and_the_other_not(self):
        self.run_all("iptables-nft -A INPUT -j DROP")
        reason = LEGACY_NOT_PERMITTED.replace("ip_tables", "ip6_tables")
        rest = f"no global address; {RULE}; legacy: not known"
        self.assert_line(UNKNOWN, f"IPv6: {reason}; {message(False, True)} | IPv4: {rest}", "-6",
                         "--unneeded", "ok", before=AS_NET_ADMIN)
        self.assert_line(CRITICAL, f"{message(False, True)}; IPv6: {reason} | IPv4: {rest}", "-6",
                         before=AS_NET_ADMIN)


class FaultTest(FirewallTest):
    """With system calls that strace answers in place of the kernel."""

    def setUp(self):
        super().setUp()
        e2e.require(shutil.which("strace"), "strace")
        self.log = self.base / "calls"

    def with_answer(self, call, answer):
        # Behind -D the tool is the process that we started. Leaks cannot be looked for in there.
        return ["env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D", "-qq", "-o", self.log,
                "-e", f"trace={call}", "-e", f"inject={call}:{answer}"]


class Kernels(FaultTest):
    def assert_without_nf_tables(self, is_on, details):
        self.assert_filter(is_on, details,
                           before=self.with_answer("socket", "error=EPROTONOSUPPORT:when=1"))

    def test_one_without_nf_tables_has_legacy_tables_only(self):
        self.assert_without_nf_tables(False, NO_RULES)
        self.run_all("iptables-legacy -A INPUT -j DROP")
        self.assert_without_nf_tables(True, "legacy: 1 rule on input")

    def test_one_that_fails_is_unknown(self):
        for call, answer, reason in (("socket", "EMFILE", "Too many open files"),
                                     ("sendto", "ENOBUFS", "No buffer space available"),
                                     ("recvfrom", "ENOBUFS", "No buffer space available")):
            self.assert_line(UNKNOWN, f"cannot read nf_tables: {reason}",
                             before=self.with_answer(call, f"error={answer}:when=1"))

    def test_one_that_does_not_number_generations_is_judged_all_the_same(self):
        self.run_all("iptables-nft -A INPUT -j DROP")
        self.assert_filter(True, RULE, before=self.with_answer("sendto", "error=EINVAL:when=1"))

    def test_one_that_never_answers_is_given_up(self):
        # A question that was never sent has no answer.
        for number in (1, 2, 3):
            hang = self.with_answer("sendto", f"retval=20:when={number}")
            self.assert_line(UNKNOWN, "no answer within 0.5 s (reading nf_tables)", "-t", "0.5",
                             before=hang)

    def test_a_signal_ends_the_tool_while_it_waits(self):
        hang = self.with_answer("sendto", "retval=20:when=1")
        for number in (signal.SIGTERM, signal.SIGINT):
            process = start(*hang, str(self.tool))
            wchan = pathlib.Path(f"/proc/{process.pid}/syscall")
            # recvfrom is system call 45 of x86-64 and 207 of arm64.
            self.assertTrue(wait_until(lambda path=wchan: path.read_text(encoding="ascii").split()
                                       [0] in ("45", "207"), 10))
            process.send_signal(number)
            outcome = watch(process)
            self.assertEqual((outcome.stdout, outcome.code),
                             (f"UNKNOWN: stopped by {number.name} (reading nf_tables)\n", UNKNOWN))

    def test_nobody_else_answers_in_its_place(self):
        self.run_all("iptables-nft -A INPUT -j DROP")
        command = self.with_answer("sendto", "retval=20:when=2")
        command[command.index("trace=sendto")] += ",recvfrom"
        process = start(*command, str(self.tool))

        def has_lines(count):
            return self.log.exists() and self.log.read_text("utf-8").count("\n") == count

        # The second question, for chains, is never sent. That there are none is a lie.
        self.assertTrue(wait_until(lambda: has_lines(3), 10))
        done = struct.pack("=IHHIIi", 20, 3, 2, 2, 0, 0)
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER) as liar:
            liar.sendto(done, (process.pid, 0))
        self.assertTrue(wait_until(lambda: has_lines(4), 10))
        process.terminate()
        self.assertEqual(watch(process).stdout,
                         "UNKNOWN: stopped by SIGTERM (reading nf_tables)\n")

    def test_rules_that_are_replaced_between_two_questions_are_read_afresh(self):
        rules = "table ip {} {{\nchain c {{\ntype filter hook input priority 0;\ndrop\n}}\n}}\n"
        self.nft(rules.format("before"))
        # The numbers of changes, chains, tables, and only then the rules of a chain.
        process = start(*self.with_answer("sendto", "delay_enter=5000000:when=4"),
                        str(self.tool), "--expect", "on")
        self.assertTrue(wait_until(
            lambda: self.log.exists() and self.log.read_text("utf-8").count("\n") == 3, 4))
        self.nft("flush ruleset\n" + rules.format("after"))
        self.assertEqual(watch(process, 20).stdout, f"OK: iptables(filter) is enabled | {RULE}\n")


class LegacyTables(FaultTest):
    def setUp(self):
        super().setUp()
        self.run_all("iptables-legacy -A INPUT -j DROP")

    def test_one_that_is_replaced_while_it_is_read_is_read_again(self):
        self.assert_filter(True, "legacy: 1 rule on input",
                           before=self.with_answer("getsockopt", "error=EAGAIN:when=2"))
        # Of each attempt the second call is for the rules.
        self.assert_line(UNKNOWN, f"{LEGACY}: it was changed during each of 10 attempts",
                         before=self.with_answer("getsockopt", "error=EAGAIN:when=2+3"))

    def test_one_that_is_gone_or_cannot_be_read_is_unknown(self):
        for call, error, reason in (("getsockopt", "ENOENT", "this network namespace has none"),
                                    ("getsockopt", "ENOPROTOOPT", "this kernel has none"),
                                    ("getsockopt", "ENOMEM", "Cannot allocate memory")):
            self.assert_line(UNKNOWN, f"{LEGACY}: {reason}",
                             before=self.with_answer(call, f"error={error}:when=1"))


if __name__ == "__main__":
    e2e.main()
