"""Zabbix' agent runs the commands of examples/, and keeps all that they print."""

import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import unpacked
from prometheus_support import families, promtool_mistakes, samples

EXAMPLE = "examples/zabbix-userparameters.conf"


def setUpModule():
    unpacked.lay_over("zabbix")
    pathlib.Path(e2e.INSTALLED).mkdir(parents=True)
    mounts.mount(e2e.directory_of("MNP_BIN"), e2e.INSTALLED, flags=mounts.BIND)


class Zabbix(unittest.TestCase):
    def keep(self, key):
        """The value of the item, of which the agent says that it is a text."""
        configuration = e2e.work_directory(self.addCleanup) / "zabbix_agentd.conf"
        configuration.write_text(f"Server=127.0.0.1\nHostname=host\nLogType=console\n"
                                 f"Include={e2e.source_file(EXAMPLE)}\n", encoding="utf-8")
        done = subprocess.run(["zabbix_agentd", "-c", configuration, "-t", key], text=True,
                              env={"PATH": mounts.SYSTEM_PATH}, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)
        found = re.search(rf"^{re.escape(key)} +\[t\|(.*)\]$", done.stdout, re.S | re.M)
        self.assertTrue(found, done.stdout + done.stderr)
        return found[1] + "\n"

    def test_items_are_what_a_prometheus_pattern_reads(self):
        text = e2e.source_file(EXAMPLE).read_text(encoding="utf-8")
        keys = re.findall(r"^UserParameter=([^,]+),", text, re.M)
        self.assertEqual(keys, ["mnp.uptime", "mnp.inode", "mnp.linux-lite"])
        for key in keys:
            value = self.keep(key)
            self.assertEqual(promtool_mistakes(value), "")
            name = key.removeprefix("mnp.")
            if name == "linux-lite":
                self.assertIn("linux_lite_memory_bytes", families(value))
            else:
                status = samples(value)["check_status", frozenset([("check", name)])]
                self.assertIn(status, (0, 1, 2))


if __name__ == "__main__":
    e2e.main()
