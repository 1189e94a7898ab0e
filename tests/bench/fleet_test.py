"""The load of a fleet: the tools' own delays, and figures that come out the same each time."""

import contextlib
import io
import re
import unittest

from setting import FIGURES, SOURCE, measured_with
import digest
import fleet
import fleet_page
import minute
import report

LONGEST_PAGE = 120


class DelaysTest(unittest.TestCase):
    def test_the_hash_is_that_of_the_library(self):
        text = (SOURCE / "tests/text/hash_test.cpp").read_text(encoding="utf-8")
        words, fraction = re.search(r"hash_fraction\(\{(.*)\}\), (0\.\d+)\)", text).groups()
        found = fleet.hash_fraction([word.strip('" ') for word in words.split(",")])
        self.assertEqual(found, float(fraction))

    def test_the_agents_delay_is_whole_seconds_of_half_a_minute(self):
        # The one that the end-to-end tests have for its delay.
        self.assertEqual(fleet.agents_delay("e2eHost0190"), 0)
        delays = {fleet.agents_delay(str(number)) for number in range(1000)}
        self.assertEqual(delays, set(range(30)))

    def test_a_result_is_asked_for_again_at_the_first_minute_behind_the_interval(self):
        host = fleet.Host("web-1", 0.5, 7.5, 9)
        self.assertEqual(fleet.next_day(host, 0), 7.5 + fleet.INTERVAL_SECONDS + 60)
        later = fleet.next_day(host, fleet.JITTER_SECONDS) - 7.5
        extra = fleet.JITTER_SECONDS * fleet.hash_fraction(["web-1", "", *fleet.CERTIFICATE])
        self.assertEqual(later % 60, 0)
        self.assertLess(0, later - fleet.INTERVAL_SECONDS - extra)
        self.assertLessEqual(later - fleet.INTERVAL_SECONDS - extra, 60)


class LoadTest(unittest.TestCase):
    def test_the_busiest_window_may_begin_anywhere(self):
        times = [5.0, 0.95, 1.0, 1.94, 1.95]
        self.assertEqual(fleet.most_within(times, 1), 3)
        self.assertEqual(fleet.most_within(times, 1.1), 4)
        self.assertEqual(fleet.most_within([3.0], 1), 1)

    def test_the_published_loads_are_those_that_come_out(self):
        self.assertEqual(FIGURES["fleet"]["loads"]["1000"], fleet.loads(1000))

    def test_without_a_splay_all_metric_plugins_start_within_a_second(self):
        loads = fleet.loads(500)
        self.assertEqual(loads["metrics"]["second"], 500)
        self.assertLess(loads["metrics, splay"]["second"], 50)


class PageTest(unittest.TestCase):
    def test_numbers_have_three_digits_at_least(self):
        for value, text in ((0.004, "0.00"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"),
                            (99.96, "100"), (15476.8, "15,477")):
            self.assertEqual(fleet_page.number(value), text)

    def test_nothing_is_written_without_the_figures(self):
        with self.assertRaisesRegex(digest.Incomplete, "fleet"):
            fleet_page.write(digest.Measured(FIGURES | {"fleet": None}))
        with self.assertRaisesRegex(digest.Incomplete, "scripts"):
            fleet_page.write(measured_with("scripts", "check-uptime, script"))

    def test_cores_are_hosts_times_their_minute(self):
        seldom = sum(digest.Measured(FIGURES).row(minute.SCENARIO, name)["cpu_us"] / interval
                     for name, interval in minute.minutes().items() if interval > 1)
        rested = FIGURES["fleet"] | {"minutes_us": [1, 6_000_000 - seldom, 60_000_000]}
        page = fleet_page.write(digest.Measured(FIGURES | {"fleet": rested}))
        self.assertIn("| 1,000 | 2,400 | 100 | ", page)
        self.assertIn("A host's minute takes 6000.0 ms when the host rests in between", page)

    def test_virtual_hosts_take_what_their_metric_plugins_take(self):
        others = sum(row["cpu_us"] for row in FIGURES["rows"]
                     if row["scenario"] == minute.SCENARIO and row["name"] in (
                         "mackerel-plugin-gaurun-usage", "mackerel-plugin-linux-lite",
                         "mackerel-plugin-ntpq", "mackerel-plugin-php-version"))
        page = fleet_page.write(measured_with(minute.SCENARIO, "mackerel-plugin-postfix",
                                              cpu_us=80_000 - others))
        self.assertIn("ask it for 4,000 ms", page)

    def test_requests_are_halved_where_no_text_changes(self):
        for changing, counts in ((["check-x"], "| 2,000 | 20,000 | 200,000 |"),
                                 ([], "| 1,000 | 10,000 | 100,000 |")):
            fleet_figures = FIGURES["fleet"] | {"changing": changing}
            page = fleet_page.write(digest.Measured(FIGURES | {"fleet": fleet_figures}))
            self.assertIn(f"| metrics, and reports of checks {counts}\n", page)
            self.assertIn("| … with `--ok-message`, while all is OK | 1,000 | 10,000 | 100,000 |",
                          page)

    def test_the_figures_are_printed(self):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            report.print_fleet(FIGURES["fleet"])
        self.assertIn("\n  handshake us: {'rsa': ", out.getvalue())
        self.assertIn("\n  1000 hosts, runs in the busiest second: metrics 1000, ", out.getvalue())

    def test_the_page_is_short(self):
        text = (SOURCE / "docs/fleet.md").read_text(encoding="utf-8")
        self.assertLess(len(text.splitlines()), LONGEST_PAGE)

    def test_the_options_that_it_advises_are_those_that_were_worked_out(self):
        text = (SOURCE / "docs/fleet.md").read_text(encoding="utf-8")
        for words in (f'"--splay", "{fleet.SPLAY_SECONDS}s"',
                      f'"--interval", "{fleet.INTERVAL_SECONDS // 3600}h", '
                      f'"--jitter", "{fleet.JITTER_SECONDS // 3600}h"'):
            self.assertIn(words, text)


if __name__ == "__main__":
    unittest.main()
