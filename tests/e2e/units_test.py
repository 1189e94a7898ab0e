"""The units in examples/ are what systemd takes, and what they run is what node_exporter reads."""

import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import unpacked
from prometheus_support import NodeExporter, samples

NAME = "examples/mackerel-native-plugins-textfile"
TEXTFILES = pathlib.Path("/var/lib/prometheus/node-exporter")


def setUpModule():
    unpacked.lay_over()
    pathlib.Path(e2e.INSTALLED).mkdir(parents=True)
    mounts.mount(e2e.directory_of("MNP_BIN"), e2e.INSTALLED, flags=mounts.BIND)
    TEXTFILES.mkdir(parents=True)


class Units(unittest.TestCase):
    def test_systemd_finds_no_mistake_in_them(self):
        analyze = shutil.which("systemd-analyze", path=mounts.SYSTEM_PATH)
        e2e.require(analyze, "systemd-analyze (systemd)")
        files = [e2e.source_file(f"{NAME}.{kind}") for kind in ("service", "timer")]
        done = subprocess.run([analyze, "verify", "--man=no", *files], text=True, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual((done.stdout + done.stderr, done.returncode), ("", 0))

    def test_node_exporter_reads_all_that_they_write(self):
        base = e2e.work_directory(self.addCleanup)
        text = e2e.source_file(f"{NAME}.service").read_text(encoding="utf-8")
        for _ in range(2):
            for line in re.findall(r"^ExecStart=(.*)$", text, re.M):
                words = [word.replace("%%", "%").replace("${TEXTFILES}", str(TEXTFILES))
                         .replace("$$", "$") for word in shlex.split(line)]
                done = subprocess.run(words, text=True, timeout=60, stdin=subprocess.DEVNULL,
                                      env={"MACKEREL_PLUGIN_WORKDIR": str(base)},
                                      capture_output=True, check=False)
                self.assertEqual((done.stdout, done.stderr), ("", ""), line)
                self.assertIn(done.returncode, (0, 1, 2), line)
        self.assertEqual(len(list(TEXTFILES.iterdir())), len(re.findall("^ExecStart", text, re.M)))
        exporter = NodeExporter(TEXTFILES, base / "log", self.addCleanup)
        exposed = samples(exporter.scrape())
        self.assertEqual(exporter.complaints(), [])
        self.assertEqual(exposed["node_textfile_scrape_error", frozenset()], 0)
        checks = {dict(labels)["check"] for name, labels in exposed if name == "check_status"}
        self.assertEqual(checks, {"uptime", "inode", "conntrack-free", "iptables", "dns-www",
                                  "dns-mail"})


if __name__ == "__main__":
    e2e.main()
