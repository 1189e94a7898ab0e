"""The archive for mkr: installed where mkr puts plugins, and run from there by the real agent."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

import mkr
import packages
from packages import e2e

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import agent

PLUGINS = pathlib.Path("/", mkr.PREFIX)


class InstalledByMkr(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        agent.agent_binary()
        # Only this test's own mounts have it.
        packages.output_of("mount", "-t", "tmpfs", "tmpfs", "/opt")
        PLUGINS.mkdir(parents=True)
        mkr.install(packages.package("zip"))
        with_sample = e2e.work_directory(cls.addClassCleanup)
        cls.sample = (packages.unpack_zip(with_sample) / "mackerel-agent.sample.conf"
                      ).read_text(encoding="utf-8")

    def test_what_the_sample_names_is_installed_there(self):
        commands = packages.sample_commands(self.sample)
        self.assertGreater(len(commands), 10)
        for command in commands:
            self.assertTrue(os.access(command[0], os.X_OK), command)

    def test_configtest_accepts_the_sample(self):
        directory = e2e.work_directory(self.addCleanup)
        configuration = agent.write_configuration(directory, [self.sample])
        done = agent.run_agent("configtest", configuration)
        self.assertIn("SUCCESS", done.stderr)

    def test_the_agent_runs_a_check_a_wrapper_and_a_metric_plugin_from_there(self):
        directory = e2e.work_directory(self.addCleanup)
        uptime = [PLUGINS / "bin/check-uptime", "-w", "99999d"]
        sections = [
            agent.section("checks", "uptime", uptime),
            agent.section("checks", "delayed", [PLUGINS / "bin/check-delay", "--", *uptime]),
            agent.section("metrics", "lite", [PLUGINS / "bin/mackerel-plugin-linux-lite"]),
        ]
        running = agent.ReportingAgent(directory, sections, self.addCleanup)
        status, message = running.report_of("uptime")
        self.assertEqual(status, "WARNING")
        self.assertTrue(message.startswith("WARNING: uptime is less than 99999d"), message)
        status, message = running.report_of("delayed")
        self.assertEqual(status, "WARNING")
        self.assertTrue(message.startswith("DelayNG(1/1): WARNING: uptime is less"), message)
        once = agent.run_agent("once", directory / "mackerel-agent.conf")
        self.assertIn("custom.linux-lite.memory.avail", once.stdout)

    def test_both_names_of_a_wrapper_share_their_memory(self):
        other = packages.unpack_deb(e2e.work_directory(self.addCleanup))
        words = ["-c", "2", "--", "false"]
        environment = agent.agent_environment(other)

        def line(program):
            done = subprocess.run([program, *words], env=environment, text=True,
                                  capture_output=True, timeout=20, check=False)
            return re.match(r"\w+\(\d/\d\)", done.stdout)[0], done.returncode

        self.assertEqual(line(other / packages.PROGRAMS / "delay-checker"), ("DelayWarn(1/2)", 0))
        self.assertEqual(line(PLUGINS / "bin/check-delay"), ("DelayNG(2/2)", 1))


if __name__ == "__main__":
    e2e.main()
