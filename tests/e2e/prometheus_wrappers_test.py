"""promtool accepts what the wrappers print with `--format prometheus`, whatever they run."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from prometheus_support import PrometheusTest, families, promtool_mistakes, samples, status_of

# What a check of somebody else's may print.
FOREIGN = ["OK: fine", "", "\n\n", "HELP x y", "TYPE x y", "   TYPE x y", "\tTYPE x y",
           "# TYPE x y", "# # TYPE x y", "# EOF", "a | b=1;2;3", "line 1\nline 2 5",
           "é \udcff", "x" * 70_000,
           'check_status{check="x"} 0', "check_status{a", "check_status{x} 3 # }", "check_value{a",
           'check_value{check="x",value="y"} 1', 'check_value{check="x",value="y"} nan',
           'check_value{check="x",value="y"} 1 1700000000000',
           'check_value{check="x",value="y"} 1\ncheck_value{check="x",value="y"} 2',
           '# HELP check_value a\n# HELP check_value b', "# HELP check_value a\\",
           '# TYPE check_value histogram\ncheck_value{check="a",value="b"} 4',
           'check_status{check="é\udcff"} 1', "# HELP other o\n# TYPE other gauge\nother 3"]


class Wrappers(PrometheusTest):
    def run_each(self, *arguments, code=0):
        """What each of them prints for Prometheus."""
        return [self.metrics_of(wrapper, *arguments, code=code)
                for wrapper in ("delay-checker", "interval-checker", "periodic-checker")]

    def test_around_checks_for_prometheus(self):
        check = [e2e.tool("check-uptime"), "--format", "prometheus", "--name", "odd\"", "-w"]
        for text in self.run_each("--", *check, "1"):
            self.assertEqual(status_of(text), (r"odd\"", 0))
            self.assertEqual(families(text), {"check_status", "check_value"})
        for text in self.run_each("--name", "mine", "--", *check, "1"):
            self.assertEqual({dict(labels)["check"] for _, labels in samples(text)}, {"mine"})
            self.assertEqual(families(text), {"check_status", "check_value"})

    def test_around_other_checks(self):
        for output in FOREIGN:
            raw = output.encode("utf-8", "surrogateescape")
            (self.base / "output").write_bytes(raw + b"\n")
            with self.subTest(output=output[:80]):
                for text in self.run_each("--", "cat", self.base / "output"):
                    self.assertIn(status_of(text)[0], ("cat", "x", "é\ufffd"))
                    self.assertLess(len(text), 4096)

    def test_have_one_name_whatever_happens(self):
        stopped = ["--timeout", "0.2", "--", "sleep", "60"]
        for arguments in (stopped, ["--", "sleep"], ["--", "sleep", "x"]):
            done = self.run_tool("periodic-checker", "--format", "prometheus", *arguments)
            self.assertEqual(promtool_mistakes(done.stdout), "")
            self.assertEqual(status_of(done.stdout)[0], "sleep", done.stdout)
        for text in self.run_each("--", "/nonexistent/" + "\"" * 300, code=3):
            self.assertEqual(status_of(text)[1], 3)

    def test_of_wrappers(self):
        text = self.metrics_of(
            "delay-checker", "--", e2e.tool("interval-checker"), "--format",
            "prometheus", "--interval", "1m", "--", e2e.tool("check-uptime"), "--format",
            "prometheus", "-w", "1")
        self.assertEqual(status_of(text), ("uptime", 0))


if __name__ == "__main__":
    e2e.main()
