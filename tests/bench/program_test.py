"""bench.py from its options to what it writes, with a stand-in for the program that measures."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from setting import SOURCE

# Each command takes ten times its place in the plan, in microseconds.
MEASURE = """#!/bin/sh
awk '{ print NR - 1, STATUS, 10 * NR, 1000, 700, 40, 0 }' STATUS="${STATUS:-0}" "$1"
echo spawner 600
"""
STATUS_OF_NO_PLUGIN = 42


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.write("bench/bench_measure", MEASURE)
        self.write("bench/bench_empty", "#!/bin/sh\n")
        self.write("bin/check-uptime", "#!/bin/sh\necho 'OK: up'\n")

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="ascii")
        path.chmod(0o755)

    def run_bench(self, *options):
        return subprocess.run(
            [sys.executable, SOURCE / "bench/bench.py", "--build", self.path, "--tools",
             self.path / "bin", *options], capture_output=True, text=True, timeout=50, check=False)

    def test_a_tool_is_measured_beside_what_it_is_compared_to(self):
        done = self.run_bench("--only", "check-uptime", "--json", self.path / "figures.json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"check-uptime +0 +20 .*empty +2\.00 .*≤ 0\.75 over")
        document = json.loads((self.path / "figures.json").read_text(encoding="utf-8"))
        rows = document["scenarios"][0]["rows"]
        self.assertEqual([row["name"] for row in rows], ["empty", "check-uptime"])
        self.assertEqual(rows[1]["first_line"], "OK: up")
        # A copy of it is what runs.
        self.assertNotEqual(rows[1]["words"][0], str(self.path / "bin/check-uptime"))

    def test_a_status_of_no_plugin_is_a_failure(self):
        self.write("bench/bench_measure",
                   MEASURE.replace("${STATUS:-0}", str(STATUS_OF_NO_PLUGIN)))
        done = self.run_bench("--only", "check-uptime")
        self.assertEqual(done.returncode, 1)
        self.assertIn("check-uptime ended with status 42", done.stderr)

    def test_what_is_published_is_all_of_it(self):
        done = self.run_bench("--only", "check-uptime", "--update")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--update is of all figures, not with --only", done.stderr)

    def test_without_its_own_programs_it_says_what_to_build(self):
        (self.path / "bench/bench_measure").unlink()
        self.assertIn("build the target bench_programs", self.run_bench().stderr)


if __name__ == "__main__":
    unittest.main()
