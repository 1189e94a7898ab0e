"""delay-checker and interval-checker over hours, on many hosts, and when a clock is set back."""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from state_support import FakedClocks, StateTest

FROM_THE_FUTURE = "ignoring the state of the last run: it is from the future"
DAY = "2026-03-01 "
FAILING = ["--", "sh", "-c", "echo broken; exit 1"]


class ClockTest(FakedClocks, StateTest):
    def assert_forgotten(self, expected, tool, *arguments, **environment):
        """That it says so when it finds a memory that cannot be."""
        done = self.run_tool(tool, *arguments, **environment)
        self.assertEqual((done.stdout, done.returncode), (expected[0] + "\n", expected[1]))
        # Once more where it looks again after it waited for the lock.
        self.assertEqual(set(done.stderr.splitlines()), {f"{tool}: {FROM_THE_FUTURE}"})


class Delay(ClockTest):
    def assert_runs(self, options, runs):
        """That a command that fails at these times is shown like that."""
        self.environment["MACKEREL_PLUGIN_WORKDIR"] = str(e2e.work_directory(self.addCleanup))
        for time, expected in runs:
            with self.subTest(options=options, time=time):
                code = int("NG" in expected)
                self.assert_run((f"{expected}: broken", code), "delay-checker", *options, *FAILING,
                                **self.at(DAY + time))

    def test_a_clock_that_went_back_makes_it_forget(self):
        command = ["delay-checker", "-c", "2", *FAILING]
        warning, alert = ("DelayWarn(1/2): broken", 0), ("DelayNG(2/2): broken", 1)
        for which in ({}, {"only_real_time": False}):
            self.run_tool("delay-checker", "--reset", *FAILING)
            with self.subTest(which=which):
                self.assert_run(warning, *command, **self.faked("+0s", **which))
                self.assert_forgotten(warning, *command, **self.faked("-1h", **which))
                self.assert_run(alert, *command, **self.faked("-1h", **which))

    def test_a_real_time_clock_that_went_forward_does_no_harm(self):
        options = ["-c", "2", "--max-age", "1h", "--for", "1h"]
        waiting = ("DelayWarn(1/2): broken", 0), ("DelayWarn(2/2): broken", 0)
        for time, expected in zip(("+0s", "+40d"), waiting):
            self.assert_run(expected, "delay-checker", *options, *FAILING, **self.faked(time))

    def test_a_count_is_forgotten_when_it_is_older_than_max_age(self):
        self.assert_runs(["-c", "3", "--max-age", "1h"], [
            ("10:00:00", "DelayWarn(1/3)"), ("11:00:00", "DelayWarn(2/3)"),
            ("12:00:01", "DelayWarn(1/3)"), ("12:30:00", "DelayWarn(2/3)"),
            ("13:30:00", "DelayNG(3/3)"), ("14:30:01", "DelayWarn(1/3)")])
        self.assert_runs(["-c", "3"], [
            ("00:00:00", "DelayWarn(1/3)"), ("11:00:00", "DelayWarn(2/3)"),
            ("23:00:00", "DelayNG(3/3)")])

    def test_a_failure_passes_when_it_has_lasted(self):
        self.assert_runs(["--for", "2h"], [
            ("10:00:00", "DelayWarn(0s/7200s)"), ("11:59:59", "DelayWarn(7199s/7200s)"),
            ("12:00:00", "DelayNG(7200s/7200s)"), ("20:00:00", "DelayNG(7200s/7200s)")])
        self.assert_runs(["--for", "2h", "-c", "3"], [
            ("10:00:00", "DelayWarn(1/3)"), ("12:30:00", "DelayWarn(2/3)"),
            ("12:31:00", "DelayNG(3/3)")])
        self.assert_runs(["--for", "2h", "-c", "2"], [
            ("10:00:00", "DelayWarn(1/2)"), ("11:00:00", "DelayWarn(2/2)"),
            ("11:59:59", "DelayWarn(2/2)"), ("12:00:00", "DelayNG(4/2)")])
        self.assert_runs(["--for", "2h", "--max-age", "1h"], [
            ("10:00:00", "DelayWarn(0s/7200s)"), ("11:00:00", "DelayWarn(3600s/7200s)"),
            ("13:00:00", "DelayWarn(0s/7200s)")])

    def test_an_ok_begins_the_time_anew(self):
        flag = self.base / "flag"
        command = ["delay-checker", "--for", "1h", "--", "sh", "-c", f"echo answer; test -e {flag}"]
        for time, is_fine, expected in (
                ("10:00:00", False, "DelayWarn(0s/3600s): answer"), ("10:30:00", True, "answer"),
                ("10:31:00", False, "DelayWarn(0s/3600s): answer"),
                ("11:30:00", False, "DelayWarn(3540s/3600s): answer")):
            flag.unlink(missing_ok=True)
            if is_fine:
                flag.touch()
            self.assert_run((expected, 0), *command, **self.at(DAY + time))
        shown = self.run_tool("delay-checker", "--show", *command[3:], **self.at(DAY + "11:30:30"))
        self.assertEqual(shown.stdout, "failures in a row: 2\nfailing for: 3570s\n"
                                       f"kept in {self.file()}\n")


class Interval(ClockTest):
    COMMAND = ["interval-checker", "--interval", "2h", "--show-age", "--", "sh", "-c", "echo fine"]

    def test_a_clock_that_went_back_makes_it_run_again(self):
        for which in ({}, {"only_real_time": False}):
            self.run_tool(*self.COMMAND[:1], "--force", *self.COMMAND[1:],
                          **self.faked("+1h", **which))
            with self.subTest(which=which):
                self.assert_forgotten(("fine", 0), *self.COMMAND, **self.faked("+0s", **which))
                repeated = self.run_tool(*self.COMMAND, **self.faked("+0s", **which))
                self.assertRegex(repeated.stdout, r"^fine \(cached \ds ago\)\n$")

    def test_a_reboot_makes_it_run_again(self):
        now = self.at(DAY + "10:00:00")
        self.assert_run(("fine", 0), *self.COMMAND, **now)
        self.assert_run(("fine (cached 0s ago)", 0), *self.COMMAND, **now)
        self.boot("second")
        self.assert_run(("fine", 0), *self.COMMAND, **now)

    def test_it_runs_when_the_last_result_is_as_old_as_the_interval(self):
        for time, expected in (("10:00:00", "fine"), ("11:59:59", "fine (cached 7199s ago)"),
                               ("12:00:00", "fine"), ("13:00:00", "fine (cached 3600s ago)"),
                               ("20:00:00", "fine")):
            self.assert_run((expected, 0), *self.COMMAND, **self.at(DAY + time))


class Jitter(ClockTest):
    """An interval of an hour and up to another one, on many hosts."""

    TOOL = ["interval-checker", "--interval", "1h", "--jitter", "1h", "--show-age"]
    COMMAND = [*TOOL, "--", "echo", "fine"]

    def setUp(self):
        super().setUp()
        # A host name of the test is one of another kernel as well.
        self.boot(pathlib.Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        self.run_tool(*self.COMMAND, **self.at(DAY + "10:00:00"))
        self.seed = self.file().read_bytes()

    def runs_again(self, time, command=(), before=(), **environment):
        """Whether a host that has the result of 10:00 runs the command again at that time."""
        self.file().write_bytes(self.seed)
        done = self.run_tool(*(command or self.COMMAND), before=before,
                             **{**self.at(DAY + time), **environment})
        self.assertRegex(done.stdout, r"^fine( \(cached \d+s ago\))?\n$")
        return done.stdout == "fine\n"

    def as_host(self, name, time, command=()):
        self.write_proc("sys/kernel/hostname", name + "\n")
        return self.runs_again(time, command)

    def test_about_half_of_the_hosts_run_after_half_of_it(self):
        ready = sum(self.as_host(f"web{number}.example.com", "11:30:00") for number in range(1000))
        self.assertTrue(400 <= ready <= 600, ready)

    def test_it_spreads_between_its_limits(self):
        hosts = [f"web{number}" for number in range(30)]
        times = ("10:59:59", "11:15:00", "11:30:00", "11:45:00", "12:00:00")
        ready = [{host for host in hosts if self.as_host(host, time)} for time in times]
        self.assertEqual((ready[0], ready[-1]), (set(), set(hosts)))
        for earlier, later in zip(ready, ready[1:]):
            # Each host has a time of its own and keeps to it.
            self.assertLess(earlier, later)

    def test_another_command_has_another_time_on_the_same_host(self):
        answers = set()
        for number in range(20):
            command = [*self.TOOL, "--identifier", str(number), "--", "echo", "fine"]
            shutil.rmtree(self.state)
            self.run_tool(*command, **self.at(DAY + "10:00:00"))
            self.seed = self.file().read_bytes()
            answers.add(self.as_host("web1", "11:30:00", command))
        self.assertEqual(answers, {True, False})

    def test_the_name_is_the_kernels(self):
        e2e.require(shutil.which("hostname"), "hostname")
        answers = set()
        for number in range(10):
            name = f"db{number}"
            before = ["unshare", "--uts", "sh", "-c", f'hostname {name}; exec "$@"', "sh"]
            expected = self.as_host(name, "11:30:00")
            self.assertEqual(self.runs_again("11:30:00", before=before, HOST_PROC=""), expected)
            answers.add(expected)
        self.assertEqual(answers, {True, False})


if __name__ == "__main__":
    e2e.main()
