"""Which addresses make check-iptables want a host to filter."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from iptables_support import CRITICAL, NO_RULES, OK, FirewallTest, message

EXPOSED = f"{message(True, False)} | {{}}; {NO_RULES}"
NONE = f"no global address; {NO_RULES}"
HIDDEN = f"{message(False, False)} | {NONE}"
EXPOSED_6 = (f"{message(True, False, 6)}; {message(False, False)}"
             f" | IPv6: {{}}; {NO_RULES}; IPv4: {NONE}")
HIDDEN_6 = f"{message(False, False)}; {message(False, False, 6)} | IPv4: {NONE}; IPv6: {NONE}"


class Addresses(FirewallTest):
    def add(self, *addresses, device="v0"):
        for address in addresses:
            options = ["nodad"] if ":" in address else []
            self.run_all(["ip", "address", "add", address, "dev", device, *options])

    def assert_exposed(self, addresses, *options):
        self.assert_line(CRITICAL, EXPOSED.format(addresses), *options)

    def assert_hidden(self, *options):
        self.assert_line(OK, HIDDEN, *options)

    def test_an_ordinary_address_is_global(self):
        self.add("8.8.4.4/32")
        self.assert_exposed("8.8.4.4 on v0")

    def test_special_ones_are_not(self):
        self.add("10.1.2.3/8", "172.16.0.1/12", "192.168.0.1/16", "100.64.0.1/10",
                 "169.254.0.1/16", "192.0.2.1/24", "198.51.100.1/24", "203.0.113.1/24",
                 "198.18.0.1/15")
        self.assert_hidden()

    def test_neighbours_of_special_ones_are(self):
        self.add("11.0.0.1/32", "172.32.0.1/32", "192.169.0.1/32", "100.128.0.1/32")
        self.assert_exposed("11.0.0.1 on v0, 172.32.0.1 on v0, 192.169.0.1 on v0, "
                            "100.128.0.1 on v0")

    def test_more_may_be_called_private_or_global(self):
        self.add("8.8.4.4/32", "9.9.9.9/32", "203.0.113.7/24")
        self.assert_exposed("9.9.9.9 on v0", "--private", "8.0.0.0/8")
        self.assert_exposed("9.9.9.9 on v0, 203.0.113.7 on v0", "--private", "8.0.0.0/8",
                            "--treat-as-global", "203.0.113.0/24")
        self.assert_hidden("--private", "8.8.4.4", "--private", "9.9.9.0/24")

    def test_an_interface_that_is_down_does_not_count(self):
        self.add("8.8.4.4/32")
        self.run_all("ip link set v0 down")
        self.assert_hidden()

    def test_an_interface_without_a_carrier_counts(self):
        """Its cable may be plugged in at any time."""
        self.add("8.8.4.4/32")
        self.run_all("ip link set v1 down")
        self.assert_exposed("8.8.4.4 on v0")

    def test_interfaces_may_be_excluded_by_their_names(self):
        self.run_all("ip link add docker0 type bridge", "ip link set docker0 up",
                     "ip link add br-1f2e type bridge", "ip link set br-1f2e up")
        self.add("8.8.4.4/32", device="docker0")
        self.add("9.9.9.9/32", device="br-1f2e")
        self.assert_exposed("9.9.9.9 on br-1f2e", "--exclude-interface", "docker*")
        self.assert_exposed("9.9.9.9 on br-1f2e", "--exclude-interface", "docker?")
        self.assert_hidden("--exclude-interface", "docker*", "--exclude-interface", "br-[0-9]*")
        self.assert_exposed("8.8.4.4 on docker0, 9.9.9.9 on br-1f2e",
                            "--exclude-interface", "docker", "--exclude-interface", "br")

    def test_an_address_of_the_loopback_interface_counts(self):
        """A service behind a load balancer has its address there."""
        self.add("8.8.4.4/32", device="lo")
        self.assert_exposed("8.8.4.4 on lo")

    def test_an_address_with_a_label_is_named_by_its_interface(self):
        self.run_all("ip address add 8.8.4.4/32 dev v0 label v0:web")
        self.assert_exposed("8.8.4.4 on v0")

    def test_a_label_hides_no_address_from_its_interface(self):
        self.run_all("ip address add 8.8.4.4/32 dev v0 label v0web")
        self.assert_exposed("8.8.4.4 on v0")
        self.assert_hidden("--exclude-interface", "v0")

    def test_ipv6_is_judged_only_when_asked_for(self):
        self.add("2600::1/64")
        self.assert_hidden()
        self.assert_line(CRITICAL, EXPOSED_6.format("2600::1 on v0"), "-6")
        self.assert_line(OK, HIDDEN_6, "-6", "--private", "2600::/12")

    def test_special_ones_of_ipv6_are_not_global(self):
        self.add("2001:db8::5/32", "fd00::5/64", "fe80::5/64")
        self.assert_line(OK, HIDDEN_6, "-6")
        self.assert_line(CRITICAL, EXPOSED_6.format("2001:db8::5 on v0"), "-6",
                         "--treat-as-global", "2001:db8::/32")

    def test_hundreds_of_addresses_fit_into_a_line(self):
        path = self.base / "batch"
        path.write_text("".join(f"address add 8.8.{n // 256}.{n % 256}/32 dev v0\n"
                                f"address add 2600::{n:x}/64 dev v0 nodad\n"
                                for n in range(1, 600)), encoding="ascii")
        self.run_all(["ip", "-batch", path])
        self.nft("table inet f {\nchain c {\ntype filter hook input priority 0;\ndrop\n}\n}\n")
        outcome = self.check("-6")
        headlines = re.escape(f"OK: {message(True, True)}; {message(True, True, 6)}")
        rest = r"on v0, .*, and 5\d\d more; nf_tables: 1 rule on input"
        self.assertRegex(outcome.stdout,
                         rf"^{headlines} \| IPv4: 8\.8\.0\.1 {rest}; IPv6: 2600::\w+ {rest}\n$")
        self.assertLessEqual(len(outcome.stdout), 1024)
        self.assertEqual(outcome.code, OK)


class Expectations(FirewallTest):
    def test_on_and_off_ignore_addresses(self):
        off = f"iptables(filter) is disabled | {NO_RULES}"
        on = "iptables(filter) is enabled | nf_tables: 1 rule on input"
        for is_global in (False, True):
            self.enter_network()
            if is_global:
                self.run_all("ip address add 8.8.4.4/32 dev v0")
            self.assert_line(CRITICAL, off, "--expect", "on")
            self.assert_line(OK, off, "--expect", "off", "--unneeded", "warning")
            self.run_all("iptables-nft -A INPUT -j DROP")
            self.assert_line(OK, on, "--expect", "on", "--unneeded", "warning")
            self.assert_line(CRITICAL, on, "--expect", "off", "--unneeded", "warning")

    def test_of_both_families(self):
        self.run_all("iptables-nft -A INPUT -j DROP")
        ipv4 = "iptables(filter) is enabled"
        ipv6 = "ip6tables(filter) is disabled"
        rule = "nf_tables: 1 rule on input"
        self.assert_line(CRITICAL, f"{ipv6}; {ipv4} | IPv6: {NO_RULES}; IPv4: {rule}",
                         "--expect", "on", "-6")
        self.assert_line(CRITICAL, f"{ipv4}; {ipv6} | IPv4: {rule}; IPv6: {NO_RULES}",
                         "--expect", "off", "-6")

    def test_filtering_that_is_not_needed_has_a_status_of_its_own(self):
        self.run_all("iptables-nft -A INPUT -j DROP")
        text = f"{message(False, True)} | no global address; nf_tables: 1 rule on input"
        for code, word in enumerate(("ok", "WARNING", "Critical", "unknown")):
            self.assert_line(code, text, "--unneeded", word)
        self.run_all("ip address add 8.8.4.4/32 dev v0", "iptables-nft -F")
        self.assert_line(CRITICAL, f"{message(True, False)} | 8.8.4.4 on v0; "
                                   "nf_tables: no rules on input", "--unneeded", "ok")


if __name__ == "__main__":
    e2e.main()
