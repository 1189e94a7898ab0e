"""A newcomer with a README and a clean system: installs, sees a check alert, and the agent report.

Each of the three ways of installing is followed by the README's five minutes, word for word.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import mkr
import packages
import system
from packages import e2e
from system import System

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e"), str(HERE.parent / "docs")]
import agent
import markdown
import recorder

CONFIGURATION = "/etc/mackerel-agent/mackerel-agent.conf"
ROOT = "var/lib/mackerel-agent"
# How long that host has been up is its own.
UP = re.compile(r"\bup [0-9]+ days, .*")


class StartedAgent(agent.ReportingAgent):
    """What `systemctl restart` starts."""

    def __init__(self, host, api, add_cleanup):
        self._api = api
        self._log_path = host.root / "run/log"
        with open(self._log_path, "wb") as log:
            self._process = subprocess.Popen(host.command("mackerel-agent", "-conf", CONFIGURATION),
                                             cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=log)
        add_cleanup(self.kill)


def install_agent(host, api):
    """As its own package leaves it, but for its API, which is ours."""
    shutil.copy(agent.agent_binary(), host.root / "usr/bin/mackerel-agent")
    (host.root / ROOT).mkdir()
    (host.root / ROOT / "id").write_text(agent.HOST_ID, encoding="ascii")
    settings = {"apikey": "dummy", "apibase": api.url, "root": f"/{ROOT}", "pidfile": "/run/pid",
                "cloud_platform": "none", "display_name": "newcomer"}
    configuration = host.inside(CONFIGURATION)
    configuration.parent.mkdir(exist_ok=True)
    configuration.write_text("".join(f"{key} = {json.dumps(value)}\n"
                                     for key, value in settings.items()), encoding="utf-8")
    host.script("usr/bin/systemctl", 'test "$*" = "restart mackerel-agent" && touch /run/restarted')


class Newcomer:
    """What each does; a subclass names the release of Debian and installs."""

    suite = "bookworm"
    directory = packages.PROGRAMS  # in which the programs are then
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.readme = e2e.source_file("README.md").read_text(encoding="utf-8")
        cls.blocks = markdown.blocks(cls.readme)
        cls.host = System(cls.suite, cls.addClassCleanup)
        cls.api = recorder.Recorder(agent.HOST_ID)
        cls.addClassCleanup(cls.api.close)
        install_agent(cls.host, cls.api)
        cls.host.apt("update")
        cls.install()

    @classmethod
    def only(cls, kind, name):
        return next(block for block in cls.blocks if (block.kind, block.name) == (kind, name))

    @classmethod
    def type_installation(cls, kind):
        """In a directory that has the package."""
        shutil.copy(packages.package(kind), cls.host.root / "root")
        cls.host.type(["set -e", *cls.only("install", kind).commands()])

    def test_every_tool_runs(self):
        sample = e2e.source_file("packaging/mackerel-agent.conf").read_text(encoding="utf-8")
        self.host.run_every_tool(self, self.with_directory(sample), self.directory)

    def with_directory(self, text):
        """As the README says it: read that for our own in all that follows."""
        if self.directory == packages.PROGRAMS:
            return text
        text = text.replace(f'"{e2e.INSTALLED}/', f'"/{self.directory}/')
        return re.sub(r"/([a-z]+)-checker", r"/check-\1", text)

    def test_five_minutes(self):
        path = f"PATH=/{self.directory}:$PATH"
        checks = self.only("test", "tour")
        self.assertEqual(len(checks.commands()), 2)
        shown = self.host.type([path, *checks.commands()])
        self.assertEqual(UP.sub("up", shown), UP.sub("up", checks.output() + "\n"))

        with open(self.host.inside(CONFIGURATION), "a", encoding="utf-8") as file:
            file.write(self.with_directory(self.only("agent", "tour").text()) + "\n")
        restart = self.only("tour", "restart")
        self.assertEqual(self.host.type(restart.commands()), restart.output() + "\n")
        self.assertTrue((self.host.root / "run/restarted").exists())

        expected = self.only("report", "tour").text()
        started = StartedAgent(self.host, self.api, self.addCleanup)
        status, message = started.report_of("uptime")
        self.assertEqual(status, expected.split(":")[0])
        self.assertEqual(UP.sub("up", message), UP.sub("up", expected))
        once = self.host.run("mackerel-agent", "once", "-conf", CONFIGURATION)
        self.assertIn("custom.linux-lite.memory.avail", once)


class DebOnBookworm(Newcomer, unittest.TestCase):
    @classmethod
    def install(cls):
        cls.type_installation("deb")


class DebOnTrixie(DebOnBookworm):
    suite = "trixie"


class DebOnBullseye(DebOnBookworm):
    suite = "bullseye"


class Zip(Newcomer, unittest.TestCase):
    suite = "trixie"
    directory = f"{mkr.PREFIX}/bin"

    @classmethod
    def install(cls):
        real = mkr.find_mkr()
        if real:
            shutil.copy(real, cls.host.root / "usr/bin/mkr")
            cls.type_installation("zip")
        else:
            mkr.install(packages.package("zip"), cls.host.root)


class Rpm(Newcomer, unittest.TestCase):
    """dnf of a Debian, which has no other packages."""

    @classmethod
    def install(cls):
        cls.host.apt("install", "dnf")
        (cls.host.root / "etc/dnf/dnf.conf").write_text("[main]\nassumeyes=True\n",
                                                        encoding="ascii")
        cls.type_installation("rpm")


if __name__ == "__main__":
    system.main([DebOnBullseye, DebOnBookworm, DebOnTrixie, Zip, Rpm])
