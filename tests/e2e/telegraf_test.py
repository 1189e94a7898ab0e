"""Telegraf keeps the text, the status, and the values with their limits, of `--format nagios`."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from prometheus_support import PrometheusTest

# What Telegraf takes for infinity.
MOST = 1.7976931348623157e308


class Telegraf(PrometheusTest):
    def keep(self, tool, *arguments, **environment):
        """What Telegraf keeps: the status, the text, and by label the unit and the fields."""
        parser = e2e.build_file("e2e/telegraf")
        e2e.require(parser.exists(), "Go 1.25 or newer, and the test e2e.agent_build run with it")
        done = subprocess.run([parser, e2e.tool(tool), "--format", "nagios", *map(str, arguments)],
                              env={**self.environment, **environment}, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        values = {}
        for name, tags, fields in map(json.loads, done.stdout.splitlines()):
            if name == "nagios_state":
                state = fields
                continue
            label = tags["perfdata"]
            self.assertNotIn(label, values)
            values[label] = (tags.get("unit", ""), fields)
        self.assertEqual(set(state), {"service_output", "state"})
        return state["state"], state["service_output"], values

    def test_uptime(self):
        (self.base / "proc/uptime").write_text("420.00 1.00\n", encoding="ascii")
        self.assertEqual(
            self.keep("check-uptime", "-w", "10m", "-c", "5m"),
            (1, "WARNING: uptime is less than 10m - up 0 days,  0:07",
             {"uptime": ("s", {"value": 420, "warning_lt": 600, "warning_gt": MOST,
                               "critical_lt": 300, "critical_gt": MOST, "min": 0})}))

    def test_names(self):
        server = self.serve_names()
        status, text, values = self.keep("check-dns-rr", "--host", "www.test", "--server", server,
                                         "-w", 3, "-c", 2)
        self.assertEqual((status, text),
                         (2, "CRITICAL: 1 dns-rr hosts found under 2 (www.test: 192.0.2.1)"))
        self.assertEqual(values, {"records": ("", {
            "value": 1, "warning_lt": 3, "warning_gt": MOST, "critical_lt": 2,
            "critical_gt": MOST, "min": 0})})

    def test_certificates(self):
        status, text, values = self.keep("check-crt-expiration", "-f",
                                         self.certificate("a.pem", 30), "-w", "20d", "-c", "7d")
        self.assertRegex(text, r"^OK: Expiration date: ")
        unit, fields = values["expires_in"]
        self.assertEqual((status, unit), (0, "s"))
        self.assertAlmostEqual(fields.pop("value"), 30 * 86400, delta=3600)
        self.assertEqual(fields, {"warning_lt": 20 * 86400, "warning_gt": MOST,
                                  "critical_lt": 7 * 86400, "critical_gt": MOST})

    def test_metrics(self):
        groups = "memavailable,load,states,psi,listen"
        for _ in range(2):
            status, text, values = self.keep("mackerel-plugin-linux-lite", "--with", groups,
                                             HOST_PROC="/proc")
            self.wait_a_second()
        self.assertEqual((status, text), (0, f"OK: {len(values)} metrics of linux-lite"))
        self.assertGreater(len(values), 20)
        self.assertEqual(values["linux-lite.memory.avail"][0], "B")
        self.assertEqual(values["linux-lite.cpu-usage.cpu-user"][0], "%")

    def test_of_a_plugin_that_fails(self):
        status, text, values = self.keep("mackerel-plugin-gaurun-usage", "--port", "9")
        self.assertEqual((status, values), (3, {}))
        self.assertRegex(text, r"^UNKNOWN: cannot ask .+: Connection refused$")

    def test_around_other_plugins(self):
        self.assertEqual(self.keep("delay-checker", "-c", "2", "--", "sh", "-c",
                                   "echo 'bad | a=1;2;3'; exit 2"),
                         (0, "DelayWarn(1/2): bad",
                          {"a": ("", {"value": 1, "warning_lt": 0, "warning_gt": 2,
                                      "critical_lt": 0, "critical_gt": 3})}))


if __name__ == "__main__":
    e2e.main()
