"""The five minutes of a README, up to the alert that the real agent reports.

MNP_DOCUMENT names the README, by its path in the source tree.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import agent
import e2e
import markdown
import mounts
import recorder
from host import Host

CONFIGURATION = "/etc/mackerel-agent/mackerel-agent.conf"
ROOT = "/var/lib/mackerel-agent"
RESTARTED = "/run/restarted"
SYSTEMCTL = f'test "$*" = "restart mackerel-agent" && touch {RESTARTED}'


def install_agent(host, api):
    """The agent as its package leaves it, with an API that is ours."""
    shutil.copy(agent.agent_binary(), host.path("/usr/bin/mackerel-agent"))
    host.write(f"{ROOT}/id", agent.HOST_ID)
    settings = {"apikey": "dummy", "apibase": api.url, "root": ROOT, "pidfile": "/run/pid",
                "cloud_platform": "none", "display_name": "docs"}
    host.write(CONFIGURATION, "".join(f"{key} = {json.dumps(value)}\n"
                                      for key, value in settings.items()))
    host.script("sudo", 'exec "$@"')
    host.script("systemctl", SYSTEMCTL)


class StartedAgent(agent.ReportingAgent):
    """What `systemctl restart` starts."""

    def __init__(self, host, api):
        self._api = api
        self._log_path = host.path("/run/log")
        with open(self._log_path, "wb") as log:
            self._process = subprocess.Popen(
                ["chroot", host.root, "mackerel-agent", "-conf", CONFIGURATION],
                env=host.environment, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        host.add_cleanup(self.kill)


class TourTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        text = e2e.source_file(os.environ["MNP_DOCUMENT"]).read_text(encoding="utf-8")
        self.blocks = {block.kind: block for block in markdown.blocks(text)
                       if block.name == "tour" or block.kind == "tour"}

    def test_ends_with_the_alert(self):
        agent.agent_binary()
        api = recorder.Recorder(agent.HOST_ID)
        self.addCleanup(api.close)
        host = Host(self.addCleanup)
        self.show_whole_proc(host)
        install_agent(host, api)

        with open(host.path(CONFIGURATION), "a", encoding="utf-8") as configuration:
            configuration.write(self.blocks["agent"].text() + "\n")
        lines = []
        for command in self.blocks["tour"].commands():
            lines += [markdown.PROMPT + command, *host.run(command).splitlines()]
        self.assertEqual(lines, self.blocks["tour"].lines)
        self.assertTrue(host.path(RESTARTED).exists())

        expected = self.blocks["report"].text()
        started = StartedAgent(host, api)
        self.assertEqual(started.report_of("uptime"), (expected.split(":")[0], expected))

    def show_whole_proc(self, host):
        """The agent wants to see more than a few files; what it tells is that host's own."""
        uptime = host.path("/run/uptime")
        uptime.write_text(f"{3 * 86400 + 4 * 3600 + 5 * 60}.00 1.00\n", encoding="ascii")
        mounts.mount("proc", host.path("/proc"), "proc")
        self.addCleanup(mounts.unmount, host.path("/proc"))
        mounts.mount(uptime, host.path("/proc/uptime"), flags=mounts.BIND)
        self.addCleanup(mounts.unmount, host.path("/proc/uptime"))


if __name__ == "__main__":
    e2e.main()
