"""All tools under the real mackerel-agent, with the commands of the sample configuration."""

import http.server
import json
import pathlib
import re
import shutil
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import agent
import e2e
import json_server
import unpacked
from postfix_support import QUEUES, SPOOL

GAURUN = {"queue_max": 8192, "queue_usage": 1, "pusher_max": 16, "pusher_count": 0,
          "ios": {"push_success": 5, "push_error": 0},
          "android": {"push_success": 5, "push_error": 0}}
# A network with nothing in it: what each check makes of that, besides its status.
MESSAGES = {
    "uptime": r"(uptime is less than 10m \| )?up \d+ days, [ \d]\d:\d\d",
    "conntrack-free": r"free:\d+ max:\d+ count:\d+|nf_conntrack is not loaded .*",
    "inode": r".*/:\d+%.*",
    "resolver": r"hosts not found in [.\d]+ sec \(.+\)|no .+",
    "dns-rr": r"www\.example\.com could not be looked up: .+|no .+",
    "certificates": r"Expiration date: .+|cannot look for .+|no file matches .+",
    "myip": r"[.\d]+|cannot tell .+|.*Network is unreachable.*",
    "hydra-pos": r"cannot ask hydra at 127\.0\.0\.1:24223: Connection refused",
    "iptables": r"does not have global-ip and iptables\(filter\) is disabled; .+",
    "conntrack-lasting": r"free:\d+ max:\d+ count:\d+|nf_conntrack is not loaded .*",
    "inode-remote": r".*/:\d+%.*",
    "uptime-unplanned": r"(uptime is less than 10m \| )?up \d+ days, .*|out of time ranges: .+",
}
METRICS = {
    "linux-lite.memory.avail", "linux-lite.loadavg.per-cpu", "linux-lite.process.all",
    "linux-lite.cpu-usage.cpu-user", "gaurun_1056.queue.usage", "gaurun_1056.queue_usage.ratio",
    "ntpq.synced.remote", "php.version.version", "postfix.mailq.queue",
}


def setUpModule():
    agent.agent_binary()
    unpacked.lay_over()
    e2e.require(shutil.which("php"), "php (package php-cli)")
    # As on a host whose Postfix has no message.
    for name in QUEUES:
        (SPOOL / name).mkdir(parents=True, exist_ok=True)


class Answer(json_server.Answer):
    """What a gaurun tells of itself."""

    def told(self):
        return GAURUN


class Suite(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 1056), Answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        sample = e2e.source_file("packaging/mackerel-agent.conf").read_text(encoding="utf-8")
        tools = e2e.directory_of("MNP_BIN")
        cls.sample = sample.replace(f'"{e2e.INSTALLED}/', f'"{tools}/')

    def test_every_tool_has_a_place(self):
        used = set(re.findall(r"^command = .*$", self.sample, re.M))
        built = [path.name for path in e2e.directory_of("MNP_BIN").iterdir()]
        self.assertEqual(len(built), 17)
        for name in built:
            self.assertTrue(any(f"/{name}\"" in command for command in used), name)

    def test_checks_and_wrappers_report(self):
        self.assertEqual(set(re.findall(r"^\[plugin\.checks\.(.+)\]$", self.sample, re.M)),
                         set(MESSAGES))
        directory = e2e.work_directory(self.addCleanup)
        running = agent.ReportingAgent(directory, [self.sample], self.addCleanup)
        for name, message in MESSAGES.items():
            with self.subTest(check=name):
                # What is OK is reported with the next alert, or after a minute.
                status, text = running.report_of(name, seconds=90)
                self.assertRegex(text, rf"^((DelayWarn\(1/3\)|{status}): )*({message})$")

    def test_metric_plugins_are_understood(self):
        directory = e2e.work_directory(self.addCleanup)
        configuration = agent.write_configuration(directory, [self.sample])
        for _ in range(2):
            done = agent.run_agent("once", configuration)
            self.assertEqual(done.returncode, 0, done.stderr)
        values = json.loads(done.stdout)["metrics"]["Values"]
        names = {name.removeprefix("custom.") for group in values for name in group["Values"]}
        self.assertEqual(METRICS - names, set(), done.stderr)


if __name__ == "__main__":
    e2e.main()
