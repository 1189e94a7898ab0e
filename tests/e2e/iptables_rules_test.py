"""Where check-iptables looks for rules: chains, policies and families of nf_tables."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import NO_RULES, FirewallTest

EMPTY = "nf_tables: no rules on input"
IDLE = "nf_tables: {} on input, keeping nothing out"


def chain(rules="", hook="input", policy="accept", family="ip", table="f", flags=""):
    """A table with a base chain of type filter."""
    return f"""table {family} {table} {{
        {flags}
        chain empty {{
        }}
        chain through {{
            jump empty
        }}
        chain full {{
            tcp dport 22 drop
        }}
        chain takes_all {{
            accept
        }}
        chain through_all {{
            goto takes_all
        }}
        chain some {{
            tcp dport vmap {{ 22 : return }}
            accept
        }}
        chain c {{
            type filter hook {hook} priority 0; policy {policy};
            {rules}
        }}
    }}
    """


class Rules(FirewallTest):
    def assert_rules(self, rules, is_on, details):
        with self.subTest(rules):
            self.enter_network()
            self.nft(chain(rules))
            self.assert_filter(is_on, details)

    def test_jumps_count_by_where_they_lead_to(self):
        self.assert_rules("jump empty", False, IDLE.format("1 rule"))
        self.assert_rules("goto empty", False, IDLE.format("1 rule"))
        self.assert_rules("ip saddr 192.0.2.1 counter jump through\ngoto empty\njump empty", False,
                          IDLE.format("3 rules"))
        self.assert_rules("jump full", True, "nf_tables: 1 rule on input")
        self.assert_rules("jump empty\ngoto full", True, "nf_tables: 2 rules on input")

    def test_nobody_comes_past_a_chain_that_accepts_everything(self):
        for rules in ("jump takes_all\ndrop", "jump through_all\ndrop", "goto takes_all\ndrop"):
            self.assert_rules(rules, False, IDLE.format("2 rules"))
        for rules in ("tcp dport vmap { 22 : jump takes_all }\ndrop", "iif v0 jump takes_all\ndrop",
                      "jump through\ndrop", "jump some\ndrop"):
            self.assert_rules(rules, True, "nf_tables: 2 rules on input")

    def test_a_jump_leads_to_a_chain_of_its_own_table(self):
        self.nft(chain("jump full", family="ip6") + chain("jump full", table="g", hook="forward")
                 + chain("jump empty"))
        self.assert_filter(False, IDLE.format("1 rule"))

    def test_the_number_of_rules_is_that_of_the_chain_itself(self):
        self.nft(chain("jump full\n" + "tcp dport 80 accept\n" * 11))
        self.assert_filter(True, "nf_tables: 12 rules on input")
        self.run_all("nft flush chain ip f c", "nft add rule ip f c drop")
        self.assert_filter(True, "nf_tables: 1 rule on input")

    def test_rules_of_all_chains_on_input_are_added_up(self):
        self.nft(chain("drop") + chain("drop\ndrop", family="inet") + chain("drop", table="g")
                 + chain("drop", hook="forward", table="h") + chain("drop", family="ip6"))
        self.assert_filter(True, "nf_tables: 4 rules on input")


class Chains(FirewallTest):
    def test_no_other_hook_counts(self):
        for hook in ("prerouting", "forward", "output", "postrouting"):
            with self.subTest(hook):
                self.enter_network()
                self.nft(chain("drop", hook=hook, policy="drop"))
                self.assert_filter(False, NO_RULES)

    def test_no_other_family_counts(self):
        for family in ("ip6", "bridge", "arp"):
            with self.subTest(family):
                self.enter_network()
                self.nft(f"""table {family} f {{
                    chain c {{
                        type filter hook input priority 0; policy drop;
                        drop
                    }}
                }}
                """)
                self.assert_filter(False, NO_RULES)

    def test_a_chain_of_an_interface_does_not_count(self):
        self.nft("""table netdev f {
            chain c {
                type filter hook ingress device v0 priority 0; policy drop;
                drop
            }
        }
        """)
        self.assert_filter(False, NO_RULES)

    def test_a_chain_without_a_hook_does_not_count(self):
        self.run_all("nft add table ip f", "nft add chain ip f input",
                     "nft add rule ip f input drop")
        self.assert_filter(False, NO_RULES)

    def test_a_dormant_table_does_not_keep_another_one_from_counting(self):
        self.nft(chain("drop", flags="flags dormant;", policy="drop"))
        self.assert_filter(False, "nf_tables: only dormant tables")
        self.nft(chain("drop", table="g"))
        self.assert_filter(True, "nf_tables: 1 rule on input")
        # A name may stand for a table of every family.
        self.nft(chain("drop", family="inet"))
        self.assert_filter(True, "nf_tables: 2 rules on input")

    def test_a_table_that_wakes_up_counts_again(self):
        self.nft(chain("drop", flags="flags dormant;"))
        self.assert_filter(False, "nf_tables: only dormant tables")
        self.run_all(["nft", "add table ip f"])
        self.assert_filter(True, "nf_tables: 1 rule on input")


class Requirements(FirewallTest):
    def assert_required(self, loaded, rules, drop_policy):
        """What each requirement finds: whether the host filters, and by what."""
        self.assert_filter(*loaded, "--require", "loaded")
        self.assert_filter(*rules, "--require", "rules")
        self.assert_filter(*rules)
        self.assert_filter(*drop_policy, "--require", "drop-policy")

    def test_of_nothing(self):
        nothing = (False, NO_RULES)
        self.assert_required(nothing, nothing, nothing)
        self.run_all("nft add table ip f", "nft add chain ip f c")
        self.assert_required(nothing, nothing, nothing)

    def test_of_an_empty_chain(self):
        self.nft(chain())
        self.assert_required((True, EMPTY), (False, EMPTY),
                             (False, "nf_tables: policy accept on input"))

    def test_of_rules(self):
        self.nft(chain("drop\ndrop"))
        found = "nf_tables: 2 rules on input"
        self.assert_required((True, found), (True, found),
                             (False, "nf_tables: 2 rules and policy accept on input"))

    def test_of_a_policy(self):
        self.nft(chain(policy="drop"))
        found = (True, "nf_tables: policy drop on input")
        self.assert_required(found, found, found)

    def test_of_a_dormant_table(self):
        self.nft(chain("drop", policy="drop", flags="flags dormant;"))
        found = (False, "nf_tables: only dormant tables")
        self.assert_required(found, found, found)

    def test_of_a_legacy_table(self):
        self.run_all("iptables-legacy -S")
        found = "legacy: no rules on input"
        self.assert_required((True, found), (False, found),
                             (False, "legacy: policy accept on input"))
        self.run_all("iptables-legacy -P INPUT DROP")
        found = (True, "legacy: policy DROP on input")
        self.assert_required(found, found, found)


if __name__ == "__main__":
    e2e.main()
