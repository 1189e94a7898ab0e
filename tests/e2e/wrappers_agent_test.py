"""The wrappers under the real mackerel-agent: whose time is up, and who keeps its pipes open."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import agent
import e2e
from watching import living_processes, wait_until

# Both of the group ignore SIGTERM, and only SIGKILL ends them.
IGNORES_TERM = 'echo $$ >{pid_file}; trap "" TERM; (trap "" TERM; sleep 60) & sleep 60'
# It is in another session, and has our stdout.
LEAVES_DAEMON = "setsid sh -c 'echo $$ >{pid_file}; exec sleep 60' & echo left behind; exit 1"


def setUpModule():
    """Without an agent nothing here says anything: all of it is skipped."""
    agent.agent_binary()


def members(group):
    """The living processes of a group."""
    return [process for process in living_processes() if process.group == group]


def is_asleep(pid_file):
    """Whether the daemon that wrote this file lives."""
    text = pid_file.read_text(encoding="ascii") if pid_file.exists() else ""
    return bool(text) and [process.name for process in members(int(text))] == ["sleep"]


class Reports(unittest.TestCase):
    """One running agent with many checks, and what reached the API."""

    @classmethod
    def setUpClass(cls):
        cls.directory = e2e.work_directory(cls.addClassCleanup)
        ignores = IGNORES_TERM.format(pid_file=cls.directory / "ignores")
        cls.ignoring = ["--", "sh", "-c", ignores]
        delay, interval = e2e.tool("delay-checker"), e2e.tool("interval-checker")
        periodic = e2e.tool("periodic-checker")
        # The agent tells it again every second, also when the grace of 2 s is over.
        sections = [
            agent.section("checks", "ignoring", [delay, "-c", "1", *cls.ignoring], 1),
            agent.section("checks", "outside", [periodic, "--range", "09:00-18:00", "--except",
                                                "00:00-24:00", "--", "false"]),
        ]
        for name, words in (("delay", [delay]), ("interval", [interval, "--interval", "1m"]),
                            ("periodic", [periodic, "--timeout", "20"])):
            script = LEAVES_DAEMON.format(pid_file=cls.directory / name)
            sections.append(agent.section("checks", name, [*words, "--", "sh", "-c", script], 20))
        cls.agent = agent.ReportingAgent(cls.directory, sections, cls.addClassCleanup)

    def test_last_words_when_the_agent_stops_a_command_that_ignores_it(self):
        self.assertEqual(self.agent.report_of("ignoring"),
                         ("UNKNOWN", "UNKNOWN: stopped by SIGTERM (running sh)"))
        group = int((self.directory / "ignores").read_text(encoding="ascii"))
        self.assertTrue(wait_until(lambda: not members(group)), members(group))
        done = subprocess.run([e2e.tool("delay-checker"), "--show", *self.ignoring], text=True,
                              env=agent.agent_environment(self.directory), capture_output=True,
                              timeout=10, check=False)
        self.assertRegex(done.stdout, r"^failures in a row: 1\nfailing for: \d+s\n"
                                      rf"kept in {self.directory}/[^\n]*\n$")
        self.assertEqual(done.returncode, 0)

    def test_outside_its_ranges_it_is_ok_in_our_words(self):
        status, message = self.agent.report_of("outside")
        self.assertEqual(status, "OK")
        self.assertRegex(message, r"^OK: out of time ranges: 09:00-18:00 \[\d\d:\d\d\]$")

    def test_a_daemon_with_stdout_does_not_block_the_agent(self):
        for name, message in (("delay", "DelayNG(1/1): left behind"),
                              ("interval", "left behind"), ("periodic", "left behind")):
            with self.subTest(name=name):
                self.assertEqual(self.agent.report_of(name), ("WARNING", message))
                self.assertTrue(wait_until(lambda file=self.directory / name: is_asleep(file)))


class StaleResult(unittest.TestCase):
    """interval-checker --stale around a command that takes longer than the agent gives it."""

    # Quick at first: somebody has to have a result that can become stale.
    SCRIPT = ("number=$(wc -l <{runs}); [ $number = 0 ] || sleep 8; echo >>{runs}; "
              "echo result $number; exit 1")

    def setUp(self):
        self.directory = e2e.work_directory(self.addCleanup)
        self.runs = self.directory / "runs"
        self.runs.touch()
        self.command = [e2e.tool("interval-checker"), "--interval", "0", "--stale", "1h", "--",
                        "sh", "-c", self.SCRIPT.format(runs=self.runs)]

    def finished_runs(self):
        return self.runs.read_text(encoding="ascii").count("\n")

    def reported(self, name):
        """What a new agent reports first. Each has its own root, all have this state."""
        root = self.directory / name
        root.mkdir()
        section = agent.section("checks", "slow", self.command, 2,
                                MACKEREL_PLUGIN_WORKDIR=self.directory)
        running = agent.ReportingAgent(root, [section], self.addCleanup)
        report = running.report_of("slow")
        finished = self.finished_runs()
        running.kill()
        return report, finished

    def test_the_agent_gets_it_at_once_and_the_new_one_the_next_time(self):
        subprocess.run(self.command, env=os.environ | agent.agent_environment(self.directory),
                       capture_output=True, timeout=10, check=False)
        self.assertEqual(self.finished_runs(), 1)
        # The agent waits for the end of its pipes: the command, which still runs, has none of them.
        self.assertEqual(self.reported("first"), (("WARNING", "result 0"), 1))
        self.assertTrue(wait_until(lambda: self.finished_runs() == 2, 20))
        # The result is kept a moment after the command has ended.
        self.assertTrue(wait_until(lambda: not self.is_refreshing()))
        self.assertEqual(self.reported("second"), (("WARNING", "result 1"), 2))

    @staticmethod
    def is_refreshing():
        # The kernel cuts names at 15 characters.
        return any(process.name == "interval-checke" for process in living_processes())


if __name__ == "__main__":
    e2e.main()
