"""The tools under the real mackerel-agent: what it makes of their output, status and last words."""

import json
import math
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import agent
import e2e

SAMPLE = "packaging/mackerel-agent.conf"
CPU_STATES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest",
              "guest-nice"}
FIRST_RUN_KEYS = {"memory.avail", "loadavg.per-cpu", "process.all", "process.running"}
ALL_KEYS = FIRST_RUN_KEYS | {f"cpu-usage.cpu-{state}" for state in CPU_STATES}


def setUpModule():
    """Without an agent nothing here says anything: all of it is skipped."""
    agent.agent_binary()


def linux_lite(*options):
    return [e2e.tool("mackerel-plugin-linux-lite"), *options]


def metric_names(prefix, keys):
    return {f"custom.{prefix}.{key}" for key in keys}


def printed_graphs(command):
    """The graph definitions that the plugin itself prints, as the agent ought to post them."""
    output = subprocess.run(command, env={"MACKEREL_AGENT_PLUGIN_META": "1"}, text=True,
                            capture_output=True, timeout=10, check=True).stdout
    return agent.graphs_for_api(output)


class SampleConfiguration(unittest.TestCase):
    def test_configtest_accepts_it(self):
        directory = e2e.work_directory(self.addCleanup)
        sample = e2e.source_file(SAMPLE).read_text(encoding="utf-8")
        configuration = agent.write_configuration(directory, [sample])
        done = agent.run_agent("configtest", configuration)
        self.assertIn("SUCCESS", done.stderr)
        self.assertEqual(done.returncode, 0)

    def test_every_tool_accepts_its_options(self):
        sample = e2e.source_file(SAMPLE).read_text(encoding="utf-8")
        found = re.findall(r"^\[plugin\.[a-z]+\.[-a-z]+\]\ncommand = (\[.*\])$", sample, re.M)
        # Also those that are only proposed, in comments.
        found += re.findall(r"^# +command = (\[.*\])$", sample, re.M)
        commands = [json.loads(array) for array in found]
        built = os.listdir(os.environ["MNP_BIN"])
        self.assertEqual({command[0] for command in commands},
                         {f"{e2e.INSTALLED}/{name}" for name in built})
        state = e2e.work_directory(self.addCleanup)
        for path, *options in commands:
            with self.subTest(path=path, options=options):
                # Behind a wrapper stands another of them.
                command = [e2e.tool(os.path.basename(word)) if word.startswith(e2e.INSTALLED)
                           else word for word in (path, *options)]
                done = subprocess.run(command, env=agent.agent_environment(state), text=True,
                                      capture_output=True, timeout=20, check=False)
                self.assertNotIn("see --help", done.stdout + done.stderr)
                self.assertNotIn("cannot run", done.stdout)
                self.assertNotEqual(done.stdout + done.stderr, "")


class Once(unittest.TestCase):
    """`mackerel-agent once`: the metric plugins' values, as the agent reads them."""

    def custom_metrics(self, configuration):
        done = agent.run_agent("once", configuration)
        self.assertEqual(done.returncode, 0, done.stderr)
        values = json.loads(done.stdout)["metrics"]["Values"]
        return {name: sample["Value"] for group in values
                for name, sample in group["Values"].items() if name.startswith("custom.")}

    def test_prints_exactly_our_metrics(self):
        sections = [
            agent.section("metrics", "lite", linux_lite()),
            agent.section("metrics", "other", linux_lite("--metric-key-prefix", "web-lite",
                                                         "--with", "memavailable,load")),
        ]
        more = {"memory.kernel-avail", "loadavg.per-cpu-5", "loadavg.per-cpu-15"}
        directory = e2e.work_directory(self.addCleanup)
        configuration = agent.write_configuration(directory, sections)

        first = self.custom_metrics(configuration)
        self.assertEqual(set(first), metric_names("linux-lite", FIRST_RUN_KEYS)
                         | metric_names("web-lite", FIRST_RUN_KEYS | more))
        second = self.custom_metrics(configuration)
        self.assertEqual(set(second), metric_names("linux-lite", ALL_KEYS)
                         | metric_names("web-lite", ALL_KEYS | more))

        self.assertTrue(all(math.isfinite(value) for value in second.values()), second)
        for prefix in ("linux-lite", "web-lite"):
            usage = sum(value for name, value in second.items()
                        if name.startswith(f"custom.{prefix}.cpu-usage."))
            self.assertAlmostEqual(usage, 100, places=3)
            self.assertGreater(second[f"custom.{prefix}.memory.avail"], 0)
            self.assertGreater(second[f"custom.{prefix}.process.all"], 0)


class Reports(unittest.TestCase):
    """One running agent with many checks, and what reached the API."""

    GRAPH_COMMANDS = {"lite": [], "psi": ["--metric-key-prefix", "psi", "--with", "psi"]}

    @classmethod
    def setUpClass(cls):
        cls.directory = e2e.work_directory(cls.addClassCleanup)
        sections = cls.check_sections() + [
            agent.section("metrics", name, linux_lite(*options))
            for name, options in cls.GRAPH_COMMANDS.items()]
        cls.agent = agent.ReportingAgent(cls.directory, sections, cls.addClassCleanup)

    @classmethod
    def check_sections(cls):
        uptime, conntrack = e2e.tool("check-uptime"), e2e.tool("check-conntrack-free")
        table = "sys/net/netfilter/nf_conntrack_"
        proc = e2e.write_proc(cls.directory / "proc", {
            "uptime": "1234.56 99.00\n", f"{table}max": "1000\n", f"{table}count": "960\n"})
        cls.hanging = e2e.write_proc(cls.directory / "hanging", {"uptime": None})
        cls.empty = e2e.write_proc(cls.directory / "empty", {"uptime": "1.00 1.00\n"})
        return [
            agent.section("checks", "ok", [uptime, "-w", "10m"], HOST_PROC=proc),
            agent.section("checks", "warning", [uptime, "-w", "99999d"], HOST_PROC=proc),
            agent.section("checks", "critical", [conntrack, "-w", "20%", "-c", "5%"],
                          HOST_PROC=proc),
            agent.section("checks", "no-table", [conntrack, "-w", "20%"], HOST_PROC=cls.empty),
            agent.section("checks", "usage", [uptime]),
            agent.section("checks", "stopped", [uptime, "-w", "10m", "-t", "60"], 3,
                          HOST_PROC=cls.hanging),
            agent.section("checks", "deadline", [uptime, "-w", "10m", "-t", "1"], 10,
                          HOST_PROC=cls.hanging),
        ]

    def test_graph_definitions_are_those_the_plugins_print(self):
        expected = {}
        for options in self.GRAPH_COMMANDS.values():
            expected |= printed_graphs(linux_lite(*options))
        request = self.agent.wait_for("graph definitions", lambda requests: next(
            (each for each in requests if each.path == "/api/v0/graph-defs/create"), None))
        self.assertEqual({graph["name"]: graph for graph in request.body}, expected)

    def test_statuses_and_messages_are_ours(self):
        self.assertEqual(self.agent.report_of("warning"),
                         ("WARNING", "WARNING: uptime is less than 99999d | up 0 days,  0:20"))
        self.assertEqual(self.agent.report_of("critical"),
                         ("CRITICAL",
                          "CRITICAL: free nf_conntrack < 5% | free:40 max:1000 count:960"))
        self.assertEqual(self.agent.report_of("usage"),
                         ("UNKNOWN", "UNKNOWN: -w, -c, -W, -C or --on-reboot is required "
                          "(see --help)"))
        status, message = self.agent.report_of("no-table")
        self.assertEqual(status, "UNKNOWN")
        self.assertIn(f"{self.empty}/sys/net/netfilter/nf_conntrack_count", message)

    def test_ok_is_reported_with_the_next_alert(self):
        self.assertEqual(self.agent.report_of("ok"), ("OK", "OK: up 0 days,  0:20"))

    def test_own_deadline_comes_before_the_agents(self):
        expected = f"UNKNOWN: no answer within 1 s (reading {self.hanging}/uptime)"
        self.assertEqual(self.agent.report_of("deadline"), ("UNKNOWN", expected))

    def test_last_words_when_the_agent_stops_a_check(self):
        expected = f"UNKNOWN: stopped by SIGTERM (reading {self.hanging}/uptime)"
        self.assertEqual(self.agent.report_of("stopped"), ("UNKNOWN", expected))


if __name__ == "__main__":
    e2e.main()
