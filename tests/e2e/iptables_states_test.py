"""check-iptables and the states a firewall may be in, with and without global addresses."""

import dataclasses
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import (AS_NET_ADMIN, CRITICAL, GLOBAL, IPV4, IPV6, LEGACY_NOT_PERMITTED,
                              NO_RULES, NOT_PERMITTED, OK, UNKNOWN, FirewallTest, message)


@dataclasses.dataclass
class State:
    name: str
    commands: list
    ipv4: tuple = (False, NO_RULES)  # whether it filters, and by what
    ipv6: tuple = (False, NO_RULES)


def nft(*commands):
    return [["nft", command] for command in commands]


INET_CHAIN = nft("add table inet f",
                 "add chain inet f c { type filter hook input priority 0; }")
STATES = [
    State("pristine", []),
    State("somebody has listed the rules of iptables-legacy", ["iptables-legacy -S"],
          ipv4=(False, "legacy: no rules on input")),
    State("legacy rule that accepts", ["iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT"],
          ipv4=(False, "legacy: 1 rule on input, keeping nothing out")),
    State("legacy rule that drops", ["iptables-legacy -A INPUT -p tcp --dport 22 -j DROP"],
          ipv4=(True, "legacy: 1 rule on input")),
    State("legacy rule of another chain", ["iptables-legacy -A FORWARD -j DROP"],
          ipv4=(False, "legacy: no rules on input")),
    State("legacy table without a filter", ["iptables-legacy -t nat -A INPUT -j ACCEPT"]),
    State("legacy policy", ["iptables-legacy -P INPUT DROP"],
          ipv4=(True, "legacy: policy DROP on input")),
    State("legacy rule and policy",
          ["iptables-legacy -A INPUT -i lo -j ACCEPT", "iptables-legacy -P INPUT DROP"],
          ipv4=(True, "legacy: 1 rule and policy DROP on input")),
    State("legacy policy of another chain", ["iptables-legacy -P FORWARD DROP"],
          ipv4=(False, "legacy: no rules on input")),
    State("legacy rule that was flushed",
          ["iptables-legacy -A INPUT -j DROP", "iptables-legacy -F"],
          ipv4=(False, "legacy: no rules on input")),
    State("legacy rule for IPv6", ["ip6tables-legacy -A INPUT -j DROP"],
          ipv6=(True, "legacy: 1 rule on input")),
    State("legacy chain without a rule",
          ["iptables-legacy -N a", "iptables-legacy -A INPUT -j a"],
          ipv4=(False, "legacy: 1 rule on input, keeping nothing out")),
    State("legacy chain with a rule",
          ["iptables-legacy -N a", "iptables-legacy -A INPUT -j a", "iptables-legacy -A a -j DROP"],
          ipv4=(True, "legacy: 1 rule on input")),
    State("rule of iptables-nft that accepts",
          ["iptables-nft -A INPUT -p tcp --dport 22 -j ACCEPT"],
          ipv4=(False, "nf_tables: 1 rule on input, keeping nothing out")),
    State("rule of iptables-nft", ["iptables-nft -A INPUT -p tcp --dport 22 -j DROP"],
          ipv4=(True, "nf_tables: 1 rule on input")),
    State("rule of ip6tables-nft", ["ip6tables-nft -A INPUT -p tcp --dport 22 -j REJECT"],
          ipv6=(True, "nf_tables: 1 rule on input")),
    State("policy of iptables-nft", ["iptables-nft -P INPUT DROP"],
          ipv4=(True, "nf_tables: policy drop on input")),
    State("rule of iptables-nft that was flushed",
          ["iptables-nft -A INPUT -j DROP", "iptables-nft -F"],
          ipv4=(False, "nf_tables: no rules on input")),
    State("rules of both kinds",
          ["iptables-nft -A INPUT -j REJECT", "iptables-legacy -A INPUT -j DROP",
           "iptables-legacy -A INPUT -j DROP"],
          ipv4=(True, "nf_tables: 1 rule on input; legacy: 2 rules on input")),
    State("empty table of nft", nft("add table inet f")),
    State("empty chain of nft", INET_CHAIN, ipv4=(False, "nf_tables: no rules on input"),
          ipv6=(False, "nf_tables: no rules on input")),
    State("rules of nft for both families",
          [*INET_CHAIN, *nft("add rule inet f c tcp dport 22 accept", "add rule inet f c drop")],
          ipv4=(True, "nf_tables: 2 rules on input"), ipv6=(True, "nf_tables: 2 rules on input")),
    State("policy of nft",
          nft("add table ip f",
              "add chain ip f c { type filter hook input priority 0; policy drop; }"),
          ipv4=(True, "nf_tables: policy drop on input")),
    State("dormant table",
          [*INET_CHAIN, *nft("add rule inet f c drop",
                             "add table inet f { flags dormant; }")],
          ipv4=(False, "nf_tables: only dormant tables"),
          ipv6=(False, "nf_tables: only dormant tables")),
    State("chain for translation",
          nft("add table ip f", "add chain ip f c { type nat hook input priority 0; }",
              "add rule ip f c tcp dport 22 counter")),
]


class States(FirewallTest):
    def in_state(self, state):
        """For a `with`: in a network of its own, where the firewall is in this state."""
        self.enter_network()
        self.run_all(*state.commands)
        return self.subTest(state.name)

    def test_without_global_addresses(self):
        for state in STATES:
            with self.in_state(state):
                is_on, details = state.ipv4
                self.assert_line(CRITICAL if is_on else OK,
                                 f"{message(False, is_on)} | no global address; {details}")

    def test_with_global_addresses(self):
        for state in STATES:
            with self.in_state(state):
                self.add_addresses()
                is_on, details = state.ipv4
                self.assert_line(OK if is_on else CRITICAL,
                                 f"{message(True, is_on)} | {IPV4} on v0; {details}", *GLOBAL)

    def test_of_both_families(self):
        for state in STATES:
            with self.in_state(state):
                self.add_addresses()
                verdicts = [(is_on, message(True, is_on, family),
                             f"IPv{family}: {address} on v0; {details}")
                            for family, address, (is_on, details)
                            in ((4, IPV4, state.ipv4), (6, IPV6, state.ipv6))]
                # The worse one comes first.
                first, second = sorted(verdicts, key=lambda verdict: verdict[0])
                self.assert_line(OK if first[0] else CRITICAL,
                                 f"{first[1]}; {second[1]} | {first[2]}; {second[2]}",
                                 "-6", *GLOBAL)

    def test_as_nobody(self):
        for state in STATES:
            with self.in_state(state):
                for options in ((), ("-6",), ("--expect", "off"), ("--expect", "on")):
                    self.assert_line(UNKNOWN, NOT_PERMITTED, *options, before=e2e.AS_NOBODY)

    def test_with_cap_net_admin_only(self):
        """The rules of nf_tables can be read then, but not whether there are legacy ones."""
        for state in STATES:
            with self.in_state(state):
                is_on, details = state.ipv4
                if is_on and details.startswith("nf_tables"):
                    details = f"{details.split(';')[0]}; legacy: not known"
                    self.assert_filter(True, details, before=AS_NET_ADMIN)
                else:
                    self.assert_line(UNKNOWN, LEGACY_NOT_PERMITTED, before=AS_NET_ADMIN)
                    self.assert_line(UNKNOWN, LEGACY_NOT_PERMITTED, "--expect", "off",
                                     before=AS_NET_ADMIN)


if __name__ == "__main__":
    e2e.main()
