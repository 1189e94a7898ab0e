"""periodic-checker on the minute: each end of a range, midnight, days, holidays, daylight saving.

The clock stands still at the second in question, in UTC; the time zone is that of --tz or of TZ.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from state_support import FakedClocks, StateTest

INSIDE, OUTSIDE = True, False


class TimesTest(FakedClocks, StateTest):
    def setUp(self):
        e2e.require(pathlib.Path("/usr/share/zoneinfo/Asia/Tokyo").exists(), "tzdata")
        super().setUp()

    def is_inside(self, time, *options):
        """Whether the command runs then; also that --explain says the same."""
        done = self.run_tool("periodic-checker", *options, "--", "sh", "-c", "echo ran; exit 2",
                             **self.at(time))
        explained = self.explain(time, *options)[0]
        if (done.stdout, done.returncode) == ("ran\n", 2):
            self.assertEqual(explained.split()[0], "inside")
            return INSIDE
        minute = explained.split()[3]
        self.assertRegex(done.stdout, rf"^OK: out of time ranges: .+ \[{minute}\]\n$")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(explained.split()[0], "outside")
        return OUTSIDE

    def explain(self, time, *options):
        """What --explain says, line by line."""
        done = self.run_tool("periodic-checker", *options, "--explain", **self.at(time))
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        return done.stdout.splitlines()

    def assert_times(self, options, times):
        for time, expected in times.items():
            with self.subTest(options=options, time=time):
                self.assertEqual(self.is_inside(time, *options), expected)


class Minutes(TimesTest):
    def test_both_ends_are_inside_for_the_whole_minute(self):
        for name in ("--range", "--ranges"):
            self.assert_times([name, "06:00-06:30,09:00-09:00"], {
                "2026-03-02 05:59:59": OUTSIDE, "2026-03-02 06:00:00": INSIDE,
                "2026-03-02 06:00:59": INSIDE, "2026-03-02 06:30:00": INSIDE,
                "2026-03-02 06:30:59": INSIDE, "2026-03-02 06:31:00": OUTSIDE,
                "2026-03-02 08:59:59": OUTSIDE, "2026-03-02 09:00:00": INSIDE,
                "2026-03-02 09:00:59": INSIDE, "2026-03-02 09:01:00": OUTSIDE})
        self.assert_times(["--range", "00:00-06:00,06:30-24:00"], {
            "2026-03-02 05:59:59": INSIDE, "2026-03-02 06:00:00": INSIDE,
            "2026-03-02 06:00:59": INSIDE, "2026-03-02 06:01:00": OUTSIDE,
            "2026-03-02 06:29:59": OUTSIDE, "2026-03-02 06:30:00": INSIDE})

    def test_an_exclusive_end_is_outside(self):
        self.assert_times(["--range", "06:00-06:30", "--exclusive-end"], {
            "2026-03-02 05:59:59": OUTSIDE, "2026-03-02 06:00:00": INSIDE,
            "2026-03-02 06:29:59": INSIDE, "2026-03-02 06:30:00": OUTSIDE})
        self.assert_times(["--range", "22:00-06:00", "--exclusive-end"], {
            "2026-03-02 05:59:59": INSIDE, "2026-03-02 06:00:00": OUTSIDE})

    def test_a_span_over_midnight(self):
        self.assert_times(["--range", "22:00-06:00"], {
            "2026-03-02 21:59:59": OUTSIDE, "2026-03-02 22:00:00": INSIDE,
            "2026-03-02 23:59:59": INSIDE, "2026-03-03 00:00:00": INSIDE,
            "2026-03-03 06:00:59": INSIDE, "2026-03-03 06:01:00": OUTSIDE})

    def test_the_end_of_the_day_is_not_the_beginning_of_the_next(self):
        for more in ([], ["--exclusive-end"]):
            self.assert_times(["--range", "18:00-24:00", *more], {
                "2026-03-02 23:59:59": INSIDE, "2026-03-03 00:00:00": OUTSIDE,
                "2026-03-03 00:00:59": OUTSIDE})
            self.assert_times(more, {"2026-03-02 23:59:59": INSIDE, "2026-03-03 00:00:00": INSIDE})
        self.assert_times(["--range", "18:00-00:00"], {
            "2026-03-02 23:59:59": INSIDE, "2026-03-03 00:00:59": INSIDE,
            "2026-03-03 00:01:00": OUTSIDE})

    def test_an_exception_takes_whole_minutes_out(self):
        self.assert_times(["--range", "00:00-24:00", "--except", "02:00-03:00"], {
            "2026-03-02 01:59:59": INSIDE, "2026-03-02 02:00:00": OUTSIDE,
            "2026-03-02 03:00:59": OUTSIDE, "2026-03-02 03:01:00": INSIDE})


class Days(TimesTest):
    """The 2nd of March 2026 is a Monday."""

    def test_a_range_holds_on_its_days(self):
        self.assert_times(["--range", "Mon-Fri 09:00-18:00;Sat,Sun 10:00-12:00"], {
            "2026-03-01 09:30:00": OUTSIDE, "2026-03-01 12:00:59": INSIDE,
            "2026-03-02 09:00:00": INSIDE, "2026-03-06 18:00:59": INSIDE,
            "2026-03-07 09:30:00": OUTSIDE, "2026-03-07 10:00:00": INSIDE})
        self.assert_times(["--range", "Sun 00:00-24:00"], {
            "2026-02-28 23:59:59": OUTSIDE, "2026-03-01 00:00:00": INSIDE,
            "2026-03-01 23:59:59": INSIDE, "2026-03-02 00:00:00": OUTSIDE})

    def test_a_span_belongs_to_the_day_on_which_it_starts(self):
        self.assert_times(["--range", "Fri 22:00-06:00"], {
            "2026-03-06 05:00:00": OUTSIDE, "2026-03-06 21:59:59": OUTSIDE,
            "2026-03-06 22:00:00": INSIDE, "2026-03-07 00:00:00": INSIDE,
            "2026-03-07 06:00:59": INSIDE, "2026-03-07 06:01:00": OUTSIDE,
            "2026-03-07 22:00:00": OUTSIDE})

    def test_a_holiday_lasts_from_midnight_to_midnight_where_the_zone_is(self):
        holidays = self.base / "holidays"
        holidays.write_text("# ours\n2026-03-03  # a Tuesday\n", encoding="utf-8")
        options = ["--range", "00:00-24:00", "--holidays", str(holidays)]
        self.assert_times(options, {
            "2026-03-02 23:59:59": INSIDE, "2026-03-03 00:00:00": OUTSIDE,
            "2026-03-03 23:59:59": OUTSIDE, "2026-03-04 00:00:00": INSIDE})
        self.assert_times([*options, "--tz", "Asia/Tokyo"], {
            "2026-03-02 14:59:59": INSIDE, "2026-03-02 15:00:00": OUTSIDE,
            "2026-03-03 14:59:59": OUTSIDE, "2026-03-03 15:00:00": INSIDE})
        self.assertEqual(self.explain("2026-03-02 12:00:00", *options), [
            "inside now, 2026-03-02 12:00 UTC", "outside from 2026-03-03 00:00 UTC",
            "inside from 2026-03-04 00:00 UTC", "no other change in the next 400 days"])


class Zones(TimesTest):
    NEW_YORK = ["--tz", "America/New_York", "--range", "01:30-02:30"]
    LORD_HOWE = ["--tz", "Australia/Lord_Howe", "--range", "01:15-01:45"]

    def test_the_environment_or_the_option_names_the_zone(self):
        options = ["periodic-checker", "--range", "09:00-18:00"]
        # 09:00 in Tokyo.
        midnight = self.at("2026-03-02 00:00:00")
        self.assert_run(("OK: out of time ranges: 09:00-18:00 [00:00]", 0), *options, "--", "date",
                        **midnight)
        command = ["--", "sh", "-c", "echo $TZ"]
        self.assert_run(("UTC", 0), *options, "--tz", "Asia/Tokyo", *command, **midnight)
        tokyo = {**midnight, "TZ": "Asia/Tokyo"}
        self.assert_run(("Asia/Tokyo", 0), *options, *command, **tokyo)
        self.assert_run(("OK: out of time ranges: 09:00-18:00 [00:00]", 0), *options, "--tz", "UTC",
                        *command, **tokyo)

    def test_an_hour_that_the_clock_leaves_out_is_never_inside(self):
        # At 02:00, which is 07:00 in UTC, it becomes 03:00.
        self.assert_times(self.NEW_YORK, {
            "2026-03-08 06:29:59": OUTSIDE, "2026-03-08 06:30:00": INSIDE,
            "2026-03-08 06:59:59": INSIDE, "2026-03-08 07:00:00": OUTSIDE,
            "2026-03-08 07:30:00": OUTSIDE})
        self.assertEqual(self.explain("2026-03-08 06:59:30", *self.NEW_YORK), [
            "inside now, 2026-03-08 01:59 EST", "outside from 2026-03-08 03:00 EDT",
            "inside from 2026-03-09 01:30 EDT", "outside from 2026-03-09 02:31 EDT"])

    def test_an_hour_that_the_clock_repeats_is_inside_twice(self):
        # At 02:00, which is 06:00 in UTC, it becomes 01:00.
        self.assert_times(self.NEW_YORK, {
            "2026-11-01 05:29:59": OUTSIDE, "2026-11-01 05:30:00": INSIDE,
            "2026-11-01 05:59:59": INSIDE, "2026-11-01 06:00:00": OUTSIDE,
            "2026-11-01 06:29:59": OUTSIDE, "2026-11-01 06:30:00": INSIDE,
            "2026-11-01 07:30:59": INSIDE, "2026-11-01 07:31:00": OUTSIDE})
        self.assertEqual(self.explain("2026-11-01 05:00:00", *self.NEW_YORK), [
            "outside now, 2026-11-01 01:00 EDT", "inside from 2026-11-01 01:30 EDT",
            "outside from 2026-11-01 01:00 EST", "inside from 2026-11-01 01:30 EST"])

    def test_half_an_hour_back_and_forth(self):
        # In April 02:00, 15:00 in UTC, becomes 01:30; in October 02:00, 15:30 in UTC, 02:30.
        self.assert_times(self.LORD_HOWE, {
            "2026-04-04 14:14:59": OUTSIDE, "2026-04-04 14:15:00": INSIDE,
            "2026-04-04 14:45:59": INSIDE, "2026-04-04 14:46:00": OUTSIDE,
            "2026-04-04 15:00:00": INSIDE, "2026-04-04 15:15:59": INSIDE,
            "2026-04-04 15:16:00": OUTSIDE})
        self.assertEqual(self.explain("2026-04-04 14:45:00", *self.LORD_HOWE), [
            "inside now, 2026-04-05 01:45 +11", "outside from 2026-04-05 01:46 +11",
            "inside from 2026-04-05 01:30 +1030", "outside from 2026-04-05 01:46 +1030"])
        october = ["--tz", "Australia/Lord_Howe", "--range", "01:45-02:15,02:29-02:31"]
        self.assert_times(october, {
            "2026-10-03 15:14:59": OUTSIDE, "2026-10-03 15:15:00": INSIDE,
            "2026-10-03 15:29:59": INSIDE, "2026-10-03 15:30:00": INSIDE,
            "2026-10-03 15:31:59": INSIDE, "2026-10-03 15:32:00": OUTSIDE})
        self.assertEqual(self.explain("2026-10-03 15:00:00", *october)[1:3], [
            "inside from 2026-10-04 01:45 +1030", "outside from 2026-10-04 02:32 +11"])


if __name__ == "__main__":
    e2e.main()
