"""check-iptables where there is very much to read, or it is changed all the time."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from iptables_support import FirewallTest
from watching import start, watch

RULE = "nf_tables: 1 rule on input"


class Amounts(FirewallTest):
    def test_ten_thousand_rules_are_no_more_work_than_one(self):
        rules = "".join(f"ip saddr 10.0.{n // 256}.{n % 256} drop\n" for n in range(10_000))
        self.nft(f"table ip f {{\nchain c {{\ntype filter hook input priority 0;\n{rules}}}\n}}\n")
        self.assert_filter(True, "nf_tables: 10000 rules on input")

    def test_ten_thousand_chains_are_followed(self):
        chains = "".join(f"chain c{n} {{\n}}\n" for n in range(10_000))
        jumps = "".join(f"ip saddr 10.0.{n // 256}.{n % 256} jump c{n}\n" for n in range(10_000))
        self.nft(f"table ip f {{\n{chains}chain c {{\ntype filter hook input priority 0;\n"
                 f"{jumps}}}\n}}\n")
        self.assert_filter(False, "nf_tables: 10000 rules on input, keeping nothing out")
        self.run_all("nft add rule ip f c5000 drop")
        self.assert_filter(True, "nf_tables: 10000 rules on input")

    def restore_legacy(self, lines):
        path = self.base / "rules.legacy"
        path.write_text("*filter\n" + "".join(lines) + "COMMIT\n", encoding="ascii")
        self.run_all(["iptables-legacy-restore", path])

    def test_ten_thousand_legacy_rules_are_counted(self):
        self.restore_legacy(f"-A INPUT -s 10.0.{n // 256}.{n % 256} -j DROP\n"
                            for n in range(10_000))
        self.assert_filter(True, "legacy: 10000 rules on input")

    def test_ten_thousand_legacy_chains_are_followed(self):
        self.restore_legacy([*(f":c{n} - [0:0]\n" for n in range(10_000)),
                             *(f"-A INPUT -j c{n}\n" for n in range(10_000))])
        self.assert_filter(False, "legacy: 10000 rules on input, keeping nothing out")

    def test_a_firewall_that_is_reloaded_all_the_time_is_never_off(self):
        path = self.base / "reload.nft"
        path.write_text("flush ruleset\ntable ip f {\nchain a {\ntcp dport 22 drop\n}\n"
                        "chain c {\ntype filter hook input priority 0;\njump a\n}\n}\n",
                        encoding="ascii")
        self.run_all(["nft", "-f", path])
        stop = self.base / "stop"
        loop = subprocess.Popen(["sh", "-c", f"while [ ! -e {stop} ]; do nft -f {path}; done"],
                                env={"PATH": mounts.SYSTEM_PATH})
        self.addCleanup(loop.wait, 10)
        self.addCleanup(stop.touch)
        changed = "UNKNOWN: cannot read nf_tables: it was changed during each of 10 attempts\n"
        for _ in range(100):
            outcome = watch(start(str(self.tool), "--expect", "on"))
            self.assertIn(outcome.stdout, (f"OK: iptables(filter) is enabled | {RULE}\n", changed))


if __name__ == "__main__":
    e2e.main()
