"""A host's minute: all tools as the sample configuration has them, as often as it says."""

import pathlib
import tempfile
import unittest

from setting import FIGURES, figures_with, measured_with
import cost_page
import digest
import minute
import rested
import tools


class MinuteTest(unittest.TestCase):
    def test_the_sample_begins_with_each_tool_once(self):
        self.assertEqual(sorted(minute.sample()), sorted(tool.name for tool in tools.TOOLS))
        text = minute.SAMPLE.read_text(encoding="utf-8")
        self.assertEqual(text.count("\ncommand = ["), len(tools.TOOLS))

    def test_nothing_is_left_of_where_it_is_installed(self):
        for command in minute.MINUTE:
            self.assertNotIn(minute.INSTALLED, command.line)
        wrapped = next(command for command in minute.MINUTE if command.name == "delay-checker")
        self.assertEqual(wrapped.line, "{bin}/delay-checker -c 3 -- {bin}/check-conntrack-free "
                                       "-w 50% --missing ok")

    def test_what_runs_once_an_hour_counts_a_sixtieth(self):
        seldom = {"check-crt-expiration", minute.RUN, minute.PHP}
        self.assertEqual({name for name, interval in minute.minutes().items() if interval != 1},
                         seldom)
        before = minute.minute_us(digest.Measured(FIGURES))
        for name in minute.minutes():
            row = digest.Measured(FIGURES).row(minute.SCENARIO, name)
            changed = measured_with(minute.SCENARIO, name, cpu_us=row["cpu_us"] + 6000)
            self.assertAlmostEqual(minute.minute_us(changed) - before,
                                   100 if name in seldom else 6000)

    def test_scripts_count_as_often_as_the_tools(self):
        before = minute.scripts_minute_us(digest.Measured(FIGURES))
        for tool, more in (("check-uptime", 6000), ("check-crt-expiration", 100)):
            key = ("scripts", f"{tool}, script")
            row = digest.Measured(FIGURES).row(*key)
            changed = measured_with(*key, cpu_us=row["cpu_us"] + 6000)
            self.assertAlmostEqual(minute.scripts_minute_us(changed) - before, more)
        self.assertIsNone(minute.scripts_minute_us(measured_with(*key)))

    def test_nothing_is_said_without_one_of_them(self):
        for name in minute.minutes():
            with self.assertRaisesRegex(digest.Incomplete, name):
                minute.minute_us(measured_with(minute.SCENARIO, name))

    def test_a_limit_that_is_missed_says_by_how_much(self):
        name = "check-uptime"
        rest = minute.minute_us(digest.Measured(figures_with(minute.SCENARIO, name, cpu_us=0)))
        for more, said in ((15_000, "15.0 ms\n  (limit 15), "),
                           (15_010, "15.0 ms\n  (limit 15, missed by 1 %), "),
                           (18_000, "18.0 ms\n  (limit 15, missed by 20 %), ")):
            figures = figures_with(minute.SCENARIO, name, cpu_us=more - rest)
            self.assertIn(said, cost_page.write(digest.Measured(figures)))


class RestedTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_the_checks_whose_text_changes_are_named(self):
        script = "read n <n; echo $((n + 1)) >n; echo \"$0: $((n % $1))\""
        commands = {name: ["/bin/sh", "-c", f"cd {self.folder}/{name}; {script}", word, modulo]
                    for name, word, modulo in (("changing", "OK", "9"), ("same", "OK", "1"),
                                               ("alert", "WARNING", "9"))}
        commands["metrics"] = ["/bin/sh", "-c", "printf 'a\\t1\\t2\\n'"]
        for name in ("changing", "same", "alert"):
            (self.folder / name).mkdir()
            (self.folder / name / "n").write_text("0\n", encoding="ascii")
        found = rested.measure(commands, 0)
        self.assertEqual((found["checks"], found["changing"]), (3, ["changing"]))
        self.assertEqual(len(found["minutes_us"]), rested.TIMES - 1)


if __name__ == "__main__":
    unittest.main()
