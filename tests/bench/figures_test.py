"""Records become figures, figures verdicts, and verdicts words."""

import contextlib
import io
import pathlib
import tempfile
import unittest

import setting  # pylint: disable=unused-import
import digest
import figures
import machine
import report
from harness import Command, GrowthLimit, Places, Records

# Status, CPU in µs, wall in ns, RSS in KiB, minor and major faults.
RUNS = [[0, 100, 200_000, 700, 40, 0], [0, 120, 300_000, 900, 41, 0], [2, 500, 400_000, 800, 42, 0]]


def row_of(**values):
    row = {"name": "check-x", "words": ["/bin/x"], "baseline": None, "limits": {},
           **figures.summarize(RUNS), "stripped_bytes": 10_000}
    return row | values


def output_of(function, *arguments):
    with contextlib.redirect_stdout(io.StringIO()) as out, \
            contextlib.redirect_stderr(io.StringIO()) as errors:
        returned = function(*arguments)
    return returned, out.getvalue(), errors.getvalue()


class FiguresTest(unittest.TestCase):
    def test_medians_stand_for_the_runs(self):
        row = figures.summarize(RUNS)
        self.assertEqual(row["cpu_us"]["median"], 120)
        self.assertEqual(row["wall_us"]["median"], 300)
        self.assertEqual(row["rss_kib"], {"median": 800, "max": 900})
        self.assertEqual(row["exit_statuses"], {"0": 2, "2": 1})

    def test_a_limit_may_be_reached(self):
        self.assertEqual(figures.verdict(0.75, 0.75)["state"], "ok")
        self.assertEqual(figures.verdict(0.76, 0.75)["state"], "over")

    def test_a_ratio_is_that_of_the_medians(self):
        row, baseline = row_of(), row_of(cpu_us=figures.quartiles([80, 240, 250]))
        figures.compare(row, baseline, 0.4)
        self.assertEqual(row["cpu_ratio"]["median"], 0.5)
        self.assertEqual(row["limits"]["cpu_ratio"]["state"], "over")

    def test_growth_is_that_between_two_scenarios(self):
        many, few = row_of(), row_of(rss_kib={"median": 400, "max": 2000})
        results = [{"name": "many", "rows": [many]}, {"name": "few", "rows": [few]}]
        figures.add_growth_limits(results, [GrowthLimit("check-x", "many", "few", 1.1)])
        self.assertEqual(many["limits"]["rss_growth"]["value"], 2)

    def test_each_tool_has_its_own_limits(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            places = Places(path, path, path, path, path)
            limits = {}
            for name, rss in (("check-uptime", None), ("check-crt-expiration", 3072)):
                (path / name).write_bytes(pathlib.Path("/bin/true").read_bytes())
                command = Command("host", name, f"{{bin}}/{name}", None, None, rss)
                words = [str(path / name)]
                result = figures.result_of({command: words}, Records(3, 1, 1, [RUNS]), places)
                limits[name] = result["rows"][0]["limits"]
        self.assertEqual(limits["check-uptime"]["stripped_bytes"]["limit"], 950_000)
        self.assertEqual(limits["check-crt-expiration"]["stripped_bytes"]["limit"], 4_000_000)
        self.assertNotIn("rss_kib", limits["check-uptime"])
        self.assertEqual(limits["check-crt-expiration"]["rss_kib"],
                         {"value": 800, "limit": 3072, "state": "ok"})


class ReportTest(unittest.TestCase):
    def test_a_limit_that_is_exceeded_reads_over_and_fails_nothing(self):
        row = row_of(baseline="empty", cpu_ratio=figures.quartiles([2.0]),
                     wall_ratio=figures.quartiles([2.0]),
                     limits={"cpu_ratio": figures.verdict(2.0, 0.75),
                             "rss_kib": figures.verdict(800, 1229),
                             "stripped_bytes": figures.verdict(10_000, 950)})
        result = {"name": "host", "rounds": 3, "missing": ["php"], "rows": [row]}
        _, out, _ = output_of(report.print_result, result)
        self.assertIn("≤ 0.75 over", out)
        self.assertIn("900 ok", out)
        self.assertIn("10 over", out)
        self.assertIn("php: not there, left out", out)
        self.assertEqual(output_of(report.print_unexpected, [result])[0], False)

    def test_a_status_that_no_plugin_has_is_complained_of(self):
        row = row_of(exit_statuses={"0": 2, "-11": 1})
        found, _, errors = output_of(report.print_unexpected, [{"name": "host", "rows": [row]}])
        self.assertTrue(found)
        self.assertIn("check-x ended with signal 11 in 1 of 3 runs", errors)


class MachineTest(unittest.TestCase):
    def test_the_compiler_is_that_of_the_cache_or_of_the_pinned_toolchain(self):
        with tempfile.TemporaryDirectory() as folder:
            compiler = pathlib.Path(folder, "bin/c++")
            compiler.parent.mkdir()
            compiler.write_text("#!/bin/sh\necho 'clang version 20.1.2 (https://x.test 7ef7)'\n",
                                encoding="ascii")
            compiler.chmod(0o755)
            for line in (f"CMAKE_CXX_COMPILER:FILEPATH={compiler}",
                         f"THIRD_PARTY:PATH={folder}"):
                self.assertEqual(machine.compiler_version(line), "clang version 20.1.2")
        self.assertIsNone(machine.compiler_version(""))


class DigestTest(unittest.TestCase):
    def test_each_row_is_compared_to_the_empty_program_of_its_scenario(self):
        empty = row_of(name="empty", cpu_us=figures.quartiles([60]))
        row, other = row_of(baseline="other"), row_of(name="other")
        figures.compare(row, other, 1.3)
        scenarios = [{"name": "host", "rounds": 7, "rows": [empty, row]},
                     {"name": "php", "cannot_run": "only root", "rows": []}]
        kept = digest.digest({"machine": {"cpu": "x"}, "scenarios": scenarios})
        self.assertEqual(kept["rounds"], 7)
        self.assertEqual(kept["rows"][1], {
            "scenario": "host", "name": "check-x", "statuses": ["0", "2"], "cpu_us": 120,
            "rss_kib": 800, "bytes": 10_000, "ratios": {"other": 1.0, "empty": 2.0},
            "limits": {"cpu_ratio": 1.3}})


if __name__ == "__main__":
    unittest.main()
