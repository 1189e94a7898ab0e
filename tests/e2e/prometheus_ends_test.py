"""promtool accepts what is in the file of --output, also of a tool that has to end early."""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from prometheus_support import PrometheusTest, families, promtool_mistakes, status_of
from signals_test import CHECKS, METRICS, WRAPPERS

RUNS = 5


class Ends(PrometheusTest):
    def setUp(self):
        super().setUp()
        self.environment["PATH"] = f"{self.base}/bin:/usr/bin:/bin"
        check = self.base / "bin/check-me"
        check.write_text("#!/bin/sh\necho OK: fine\n", encoding="ascii")
        check.chmod(0o755)
        self.file = self.base / "result.prom"

    def words(self, tool, arguments):
        return [e2e.tool(tool), "--format", "prometheus", "--output", str(self.file), *arguments]

    def test_at_a_deadline_that_is_over(self):
        for tool, arguments in CHECKS.items():
            with self.subTest(tool):
                done = subprocess.run(self.words(tool, ["-t", "1e-6", *arguments]), text=True,
                                      env=self.environment, stdin=subprocess.DEVNULL,
                                      capture_output=True, timeout=60, check=False)
                self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 3))
                text = self.file.read_text(encoding="utf-8")
                self.assertEqual(promtool_mistakes(text), "")
                self.assertEqual(status_of(text), (tool.removeprefix("check-"), 3))
                self.assertIn("\n# UNKNOWN: no answer within 1e-06 s (", text)

    def end(self, tool, arguments):
        """What is in the file after a signal; nothing where it came before the file was named."""
        self.file.unlink(missing_ok=True)
        process = subprocess.Popen(self.words(tool, arguments), env=self.environment,
                                   start_new_session=True, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, 0.006))
        os.killpg(process.pid, random.choice([signal.SIGTERM, signal.SIGINT]))
        process.wait(60)
        return self.file.read_text(encoding="utf-8") if self.file.exists() else None

    def test_by_a_signal_at_any_moment(self):
        for tool, arguments in {**CHECKS, **WRAPPERS, **METRICS}.items():
            for _ in range(RUNS):
                text = self.end(tool, arguments)
                with self.subTest(tool, text=text):
                    if text:
                        self.assertEqual(promtool_mistakes(text), "")
                        self.assertEqual("check_status" in families(text), tool not in METRICS)
                    self.assertTrue(text or text is None or tool in METRICS)


if __name__ == "__main__":
    e2e.main()
