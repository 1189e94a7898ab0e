"""What the documents say of the costs is what was measured, as bench/publish.py writes it."""

import unittest

from setting import FIGURES, SOURCE, figures_with, measured_with
import cost_page
import digest
import publish
import tools


class PublishedTest(unittest.TestCase):
    maxDiff = None

    def test_the_documents_say_what_was_measured(self):
        for name, text in publish.published(digest.read()).items():
            with self.subTest(name):
                self.assertEqual((SOURCE / name).read_text(encoding="utf-8"), text)

    def test_the_figures_are_written_as_they_were(self):
        self.assertEqual(digest.PATH.read_text(encoding="utf-8"), digest.to_text(FIGURES))

    def test_the_readmes_show_the_chart_and_the_sum(self):
        figures = figures_with("host", "check-uptime", cpu_us=5_000_000)
        total = tools.tools_us(digest.Measured(figures)) / 1000
        texts = publish.published(digest.Measured(figures))
        for name in publish.READMES:
            self.assertIn(f" {total:.0f} ms", texts[name])
            self.assertIn("](docs/cost.svg)", texts[name])

    def test_nothing_is_written_without_a_tool(self):
        for scenario, name in (("host", "check-uptime"), ("chronyd", "mackerel-plugin-ntpq"),
                               ("host", "interval-checker, replay"), ("host", "empty"),
                               ("2000 mounts", "check-inode")):
            with self.subTest(name), self.assertRaisesRegex(digest.Incomplete, name):
                publish.published(measured_with(scenario, name))

    def test_nothing_is_written_of_a_tool_that_could_not_judge(self):
        with self.assertRaisesRegex(digest.Incomplete, "check-dns-rr"):
            publish.published(measured_with("servers", "check-dns-rr", statuses=["0", "3"]))


class PageTest(unittest.TestCase):
    def row_of(self, start, **values):
        page = cost_page.write(measured_with("host", "check-uptime", **values))
        return next(line for line in page.splitlines() if line.startswith(start))

    def test_a_limit_that_is_missed_says_by_how_much(self):
        limits = {"cpu_ratio": 0.75, "rss_kib": 1229, "stripped_bytes": 950_000}
        kept = {"limits": limits, "ratios": {"empty": 0.75}, "rss_kib": 1229, "bytes": 950_000}
        self.assertIn("| 0.75 | 0.75 | 1229 | 950 |", self.row_of("| `check-uptime`", **kept))
        missed = kept | {"ratios": {"empty": 0.9}, "rss_kib": 1352, "bytes": 1_045_000}
        self.assertIn("| 0.90 | 0.75 (+20 %) | 1352 (+10 %) | 1045 (+10 %) |",
                      self.row_of("| `check-uptime`", **missed))

    def test_hardly_over_is_over(self):
        self.assertIn("| 0.75 (+1 %) |", self.row_of(
            "| `check-uptime`", limits={"cpu_ratio": 0.75}, ratios={"empty": 0.751}))

    def test_a_limit_beside_another_command_names_it(self):
        page = cost_page.write(measured_with(
            "chronyd", "mackerel-plugin-ntpq", limits={"cpu_ratio": 1.3},
            ratios={"chronyc": 1.56, "empty": 4}))
        self.assertIn("| 4.00 | 1.3 × `chronyc` (+20 %) |", page)

    def test_a_script_that_failed_has_no_figure(self):
        name = tools.script_of("check-uptime")
        page = cost_page.write(measured_with("scripts", name, statuses=["2"], cpu_us=4321))
        self.assertNotIn("| 4321 |", page)
        self.assertNotIn("the sum of the last column", page)
        page = cost_page.write(measured_with("scripts", name, statuses=["0"], cpu_us=4321))
        self.assertIn("| 4321 |", page)

    def test_a_peer_is_named_where_it_was_measured(self):
        row = {"scenario": "peers", "name": "check-uptime, Go", "statuses": ["0"], "cpu_us": 7654,
               "rss_kib": 1, "bytes": 1, "ratios": {"empty": 9}, "limits": {}}
        page = cost_page.write(digest.Measured(FIGURES | {"rows": [*FIGURES["rows"], row]}))
        self.assertIn("its plugin 7654 µs", page)


if __name__ == "__main__":
    unittest.main()
