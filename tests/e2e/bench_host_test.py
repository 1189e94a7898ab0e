"""The host on which bench/ measures a minute, and what docs/fleet.md says that one run asks."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / "support")]
import e2e

sys.path[:0] = [str(e2e.source_file("bench"))]
import asked
import host
import minute

# What host.py makes is what these look at.
OK_THERE = ["check-crt-expiration", "check-dns-rr", "check-hydra-pos", "check-iptables",
            "check-myip", "check-resolver"]
METRICS_THERE = {"mackerel-plugin-gaurun-usage": "gaurun_1056.queue_usage.ratio\t0\t",
                 "mackerel-plugin-postfix": "postfix.mailq.queue\t0\t"}


class BenchHostTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for program in ("nft", "ip", "openssl"):
            e2e.require(shutil.which(program), program)
        cls.path = e2e.work_directory(cls.addClassCleanup)
        host.prepare(cls.path)
        # The mount of host.py would keep the directory from being removed.
        cls.addClassCleanup(subprocess.run, ["umount", "-l", cls.path / "layers"], check=True)
        cls.tools = pathlib.Path(e2e.tool("check-uptime")).parent
        os.environ["MACKEREL_PLUGIN_WORKDIR"] = str(cls.path)

    def run_sample(self, tool):
        words = [word.format(bin=self.tools) for word in minute.sample()[tool][0]]
        return subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)

    def test_what_it_is_made_for_is_ok(self):
        for tool in OK_THERE:
            with self.subTest(tool):
                done = self.run_sample(tool)
                self.assertEqual((done.stdout[:3], done.returncode), ("OK:", 0), done)
        for tool, line in METRICS_THERE.items():
            self.assertIn(line, self.run_sample(tool).stdout)

    def test_one_run_asks_what_the_page_was_made_of(self):
        figures = json.loads(e2e.source_file("bench/measured.json").read_text(encoding="utf-8"))
        self.assertEqual(asked.ask_each(self.tools), figures["fleet"]["asked"])


if __name__ == "__main__":
    e2e.main()
