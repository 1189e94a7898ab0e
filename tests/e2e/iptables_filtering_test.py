"""Which rules check-iptables takes for filtering: those that can keep something out."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import CRITICAL, OK, FirewallTest

IDLE = "nf_tables: {} on input, keeping nothing out"


def table(rules, more="", family="inet"):
    """A table with a base chain on input, and what it needs beside it."""
    return f"""table {family} f {{
        {more}
        chain accepting {{
            tcp dport 22 accept
            counter
        }}
        chain dropping {{
            tcp dport 22 drop
        }}
        chain c {{
            type filter hook input priority 0; policy accept;
            {rules}
        }}
    }}
    """


class FilteringTest(FirewallTest):
    def assert_rules(self, is_on, rules, more=""):
        """What it says of both families where these rules are."""
        with self.subTest(rules, more=more):
            self.enter_network()
            self.nft(table(rules, more))
            self.assert_states(is_on, is_on)

    def assert_states(self, *are_on):
        """Whether IPv4 and IPv6 are filtered."""
        outcome = self.check("-6", "--expect", "on")
        words = ["enabled" if is_on else "disabled" for is_on in are_on]
        self.assertIn(f" iptables(filter) is {words[0]}", outcome.stdout)
        self.assertIn(f" ip6tables(filter) is {words[1]}", outcome.stdout)
        self.assertEqual((outcome.stderr, outcome.code), ("", OK if all(are_on) else CRITICAL))


class Rules(FilteringTest):
    def test_what_drops_or_rejects_counts(self):
        for rule in ("drop", "reject", "tcp dport 22 counter log drop", "tcp dport { 22, 80 } drop",
                     "limit rate over 10/second drop", "ct count over 20 reject",
                     "quota over 10 mbytes drop", "synproxy mss 1460", "tcp dport 22 accept\ndrop",
                     "jump dropping", "goto dropping", "log jump dropping",
                     "tcp dport vmap { 22 : accept, 23 : drop }",
                     "tcp dport vmap { 22 : accept, 23-25 : goto dropping }"):
            self.assert_rules(True, rule)

    def test_what_accepts_returns_counts_logs_or_marks_does_not(self):
        for rule in ("accept", "return", "counter", "continue", "log prefix \"seen\"",
                     "log group 2", "meta mark set 1", "ct mark set 1",
                     "ct state established,related accept", "limit rate 10/second accept",
                     "tcp dport { 22, 80 } accept", "jump accepting", "goto accepting",
                     "log jump accepting", "tcp dport vmap { 22 : accept, 23 : jump accepting }"):
            self.assert_rules(False, rule)

    def test_what_no_packet_comes_to_does_not(self):
        for rules in ("accept\ndrop", "counter log accept\ndrop", "return\ndrop",
                      "goto accepting\ndrop"):
            self.assert_rules(False, rules)
        for rules in ("jump accepting\ndrop", "tcp dport 22 goto accepting\ndrop",
                      "ct state established accept\ndrop", "limit rate 1/second return\ndrop"):
            self.assert_rules(True, rules)

    def test_a_rule_counts_for_the_family_that_it_asks_for(self):
        for rule, *are_on in (("meta nfproto ipv4 drop", True, False),
                              ("meta nfproto ipv6 drop", False, True),
                              ("meta nfproto != ipv6 drop", True, False),
                              ("meta protocol ip drop", True, False),
                              ("meta protocol ip6 drop", False, True),
                              ("ip saddr 192.0.2.1 counter drop", True, False),
                              ("ip6 saddr 2001:db8::1 jump dropping", False, True),
                              ("meta nfproto ipv4 accept\ndrop", False, True)):
            with self.subTest(rule):
                self.enter_network()
                self.nft(table(rule))
                self.assert_states(*are_on)

    def test_a_line_says_why_rules_do_not_count(self):
        self.nft(table("tcp dport 22 counter jump accepting"))
        self.assert_filter(False, IDLE.format("1 rule"))
        self.nft(table("counter\n" * 11))
        self.assert_filter(False, IDLE.format("12 rules"))
        self.run_all("nft add rule inet f accepting reject")
        self.assert_filter(True, "nf_tables: 12 rules on input")


class Sets(FilteringTest):
    PORTS = "set s {{\ntype inet_service; {}\n}}"
    VERDICTS = "map m {{\ntype inet_service : verdict; flags interval; {}\n}}"

    def test_nothing_is_found_in_an_empty_set(self):
        for more in ("", "flags interval;", "flags timeout; timeout 1h;"):
            self.assert_rules(False, "tcp dport @s drop", self.PORTS.format(more))
        self.assert_rules(False, "tcp dport @s reject\ntcp dport 22 accept", self.PORTS.format(""))
        self.assert_rules(True, "tcp dport != @s drop", self.PORTS.format(""))
        self.assert_rules(True, "tcp dport @s accept\ndrop", self.PORTS.format(""))

    def test_what_is_in_a_set_is_kept_out(self):
        for more in ("elements = { 22 }", "flags interval; elements = { 0-65535 }",
                     "flags interval; elements = { 22-65535 }",
                     "flags timeout; elements = { 22 timeout 1h }"):
            self.assert_rules(True, "tcp dport @s drop", self.PORTS.format(more))

    def test_a_set_that_is_filled_and_emptied_counts_as_it_is_now(self):
        self.nft(table("tcp dport @s drop", self.PORTS.format("flags interval;")))
        for _ in range(2):
            self.assert_filter(False, IDLE.format("1 rule"))
            self.run_all(["nft", "add element inet f s { 22-80 }"])
            self.assert_filter(True, "nf_tables: 1 rule on input")
            self.run_all(["nft", "delete element inet f s { 22-80 }"])

    def test_a_rule_that_adds_to_a_set_keeps_nothing_out_by_that(self):
        addresses = "set s {\ntype ipv4_addr; flags dynamic,timeout; timeout 1m;\n}"
        self.assert_rules(False, "tcp dport 22 add @s { ip saddr }", addresses)
        self.nft(table("tcp dport 22 update @s { ip saddr limit rate over 5/minute } drop",
                       addresses))
        self.assert_states(True, False)

    def test_maps_count_by_the_verdicts_in_them(self):
        for is_on, elements in ((False, ""), (False, "elements = { 22 : accept, 23 : return }"),
                                (False, "elements = { 22-30 : jump accepting, * : continue }"),
                                (True, "elements = { 22 : accept, 23-30 : drop }"),
                                (True, "elements = { 22 : accept, * : drop }"),
                                (True, "elements = { 22 : accept, 24 : jump dropping }")):
            self.assert_rules(is_on, "tcp dport vmap @m", self.VERDICTS.format(elements))

    def test_in_an_empty_map_nothing_is_found_either(self):
        marks = "map m {{\ntype inet_service : mark; {}\n}}"
        rule = "meta mark set tcp dport map @m drop"
        self.assert_rules(False, rule, marks.format(""))
        self.assert_rules(True, rule, marks.format("elements = { 22 : 1 }"))

    def test_every_set_of_a_rule_must_hold_something(self):
        more = self.PORTS.format("elements = { 22 }") + "\nset t {\ntype inet_service;\n}"
        self.assert_rules(False, "tcp sport @t tcp dport @s drop", more)
        self.assert_rules(False, "tcp sport @s tcp dport @t drop", more)
        self.assert_rules(False, "tcp sport @t tcp dport vmap { 22 : drop }", more)
        self.assert_rules(False, "tcp sport @t jump dropping", more)


if __name__ == "__main__":
    e2e.main()
