"""check-inode and check-iptables when several findings are there at once: the worst is shown."""

import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import inode_support
import iptables_support
from iptables_support import CRITICAL, NO_RULES, OK, UNKNOWN, message

WARNING = 1
FROM_BEST_TO_WORST = [OK, UNKNOWN, WARNING, CRITICAL]
WORDS = ("ok", "warning", "critical", "unknown")


class Inode(inode_support.InodeTest):
    def test_of_used_inodes_free_inodes_and_failures_the_worst_is_shown(self):
        path, gone = self.tmpfs("t", inodes=1000, used=800), self.base / "gone"
        used = [(("-w", 81, "-c", 81), OK), (("-w", 80, "-c", 81), WARNING),
                (("-w", 81, "-c", 80), CRITICAL)]
        free = [(("--free-warning", 200), OK), (("--free-warning", 201), WARNING),
                (("--free-critical", 201), CRITICAL)]
        for (used_options, used_code), (free_options, free_code), fails in itertools.product(
                used, free, (False, True)):
            code = max(used_code, free_code)
            clauses = []
            if OK != code == used_code:
                clauses.append(f"used inode more than 80% on volume {path} (80%)")
            if OK != code == free_code:
                clauses.append(f"free inodes less than 201 on volume {path} (200)")
            options = (*used_options, *free_options, "-p", path)
            if fails:
                clauses.append(f"cannot judge {gone}: No such file or directory")
                code = code or UNKNOWN
                options += ("-p", gone)
            line = " | ".join(filter(None, ("; ".join(clauses), f"{path}:80%")))
            with self.subTest(options=options):
                self.assert_line(self.check(*options), code, line)


class Iptables(iptables_support.FirewallTest):
    ADDRESSES = {4: "8.8.4.4/32", 6: "2600::1/64"}

    def make(self, family, is_global, is_on):
        """Makes it so for a family; returns what the line says of it, in two parts."""
        place, rules = "no global address", NO_RULES
        if is_global:
            address = self.ADDRESSES[family]
            options = " nodad" if family == 6 else ""
            self.run_all(f"ip address add {address} dev v0{options}")
            place = f"{address.partition('/')[0]} on v0"
        if is_on:
            self.run_all(f"ip{'6' if family == 6 else ''}tables-nft -A INPUT -j DROP")
            rules = "nf_tables: 1 rule on input"
        return message(is_global, is_on, family), f"IPv{family}: {place}; {rules}"

    def test_of_both_families_the_worse_is_in_front(self):
        """Each is fine, exposed, or filters needlessly."""
        fine, exposed, needless = (False, False), (True, False), (False, True)
        for unneeded in (WARNING, CRITICAL, UNKNOWN):
            codes = {fine: OK, exposed: CRITICAL, needless: unneeded}
            for ipv4, ipv6 in itertools.product(codes, codes):
                self.enter_network()
                found = [(codes[state], *self.make(family, *state))
                         for family, state in ((4, ipv4), (6, ipv6))]
                found.sort(key=lambda part: -FROM_BEST_TO_WORST.index(part[0]))
                codes_found, headlines, details = zip(*found)
                with self.subTest(unneeded=unneeded, ipv4=ipv4, ipv6=ipv6):
                    self.assert_line(codes_found[0],
                                     f"{'; '.join(headlines)} | {'; '.join(details)}", "-6",
                                     "--unneeded", WORDS[unneeded])


if __name__ == "__main__":
    e2e.main()
