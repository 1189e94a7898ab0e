"""check-iptables and the targets of iptables, of both kinds."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import FirewallTest

KINDS = {"iptables-nft": "nf_tables", "iptables-legacy": "legacy"}


class Targets(FirewallTest):
    def assert_rules(self, is_on, *rules):
        """What these rules are to it, whoever makes them."""
        count = sum(rule.startswith("-A INPUT") for rule in rules)
        found = f"{count} rule{'s' if count > 1 else ''} on input"
        for command, half in KINDS.items():
            with self.subTest(command=command, rules=rules):
                self.enter_network()
                self.run_all(*(f"{command} {rule}" for rule in rules))
                self.assert_filter(is_on, f"{half}: {found}"
                                   + ("" if is_on else ", keeping nothing out"))

    def test_those_that_keep_out_count(self):
        for target in ("DROP", "REJECT", "NFQUEUE --queue-num 3", "SYNPROXY"):
            self.assert_rules(True, f"-A INPUT -p tcp --dport 22 -j {target}")

    def test_those_that_pass_everything_on_do_not(self):
        for target in ("ACCEPT", "RETURN", "LOG", "NFLOG", "AUDIT --type accept",
                       "TEE --gateway 192.0.2.1"):
            self.assert_rules(False, f"-A INPUT -p tcp --dport 22 -j {target}")
        self.assert_rules(False, "-A INPUT -p tcp --dport 22")

    def test_fail2ban_counts_when_somebody_is_banned(self):
        chain = ("-N f2b-sshd", "-A f2b-sshd -j RETURN",
                 "-A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd")
        self.assert_rules(False, *chain)
        self.assert_rules(True, *chain, "-I f2b-sshd -s 192.0.2.1 -j REJECT")

    def test_libvirt_opens_ports_and_closes_none(self):
        self.assert_rules(False, "-N LIBVIRT_INP", "-N LIBVIRT_FWI", "-A INPUT -j LIBVIRT_INP",
                          "-A LIBVIRT_INP -i virbr0 -p udp -m udp --dport 53 -j ACCEPT",
                          "-A LIBVIRT_INP -i virbr0 -p tcp -m tcp --dport 67 -j ACCEPT",
                          "-A LIBVIRT_FWI -o virbr0 -j REJECT", "-A FORWARD -j LIBVIRT_FWI")

    def test_docker_filters_what_it_forwards_only(self):
        self.assert_rules(False, "-P FORWARD DROP", "-N DOCKER", "-N DOCKER-USER",
                          "-A FORWARD -j DOCKER-USER", "-A DOCKER-USER -j RETURN",
                          "-A FORWARD -o docker0 -j DOCKER", "-A DOCKER -j DROP",
                          "-A INPUT -i docker0 -j ACCEPT")

    def test_chains_are_followed(self):
        chains = ("-N a", "-N b", "-A a -g b", "-A INPUT -i v0 -j a")
        self.assert_rules(False, *chains, "-A b -j RETURN")
        self.assert_rules(True, *chains, "-A b -j DROP")

    def test_what_no_packet_comes_to_does_not_count(self):
        self.assert_rules(False, "-A INPUT -j ACCEPT", "-A INPUT -j DROP")
        self.assert_rules(False, "-A INPUT -m comment --comment all -j ACCEPT", "-A INPUT -j DROP")
        for condition in ("-i v0", "-s 192.0.2.0/24", "-p tcp", "! -i v0",
                          "-m conntrack --ctstate ESTABLISHED", "-m limit --limit 1/s"):
            self.assert_rules(True, f"-A INPUT {condition} -j ACCEPT", "-A INPUT -j DROP")

    def test_nor_does_what_stands_behind_a_chain_that_accepts_everything(self):
        for way in ("-j", "-g"):
            behind = ("-N a", f"-A INPUT {way} a", "-A INPUT -j DROP")
            self.assert_rules(False, *behind, "-A a -j ACCEPT")
            self.assert_rules(False, *behind, "-N b", "-A a -g b", "-A b -j ACCEPT")
            self.assert_rules(way == "-j", *behind, "-A a -p tcp -j RETURN", "-A a -j ACCEPT")
            self.assert_rules(way == "-j", *behind, "-A a -p tcp -j ACCEPT")
            self.assert_rules(True, "-N a", f"-A INPUT -i v0 {way} a", "-A INPUT -j DROP",
                              "-A a -j ACCEPT")

    def test_of_ipv6_the_same_holds(self):
        for target, state in (("ACCEPT", "disabled"), ("DROP", "enabled")):
            for command in ("ip6tables-nft", "ip6tables-legacy"):
                with self.subTest(command=command, target=target):
                    self.enter_network()
                    self.run_all(f"{command} -A INPUT -p tcp --dport 22 -j {target}",
                                 f"{command} -A INPUT -j ACCEPT", f"{command} -A INPUT -j DROP")
                    self.assertIn(f" ip6tables(filter) is {state}",
                                  self.check("-6", "--expect", "on").stdout)


if __name__ == "__main__":
    e2e.main()
