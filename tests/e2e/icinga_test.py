"""What Icinga 2 keeps of the tools, by the commands of examples/icinga2-commands.conf."""

import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from icinga_support import IcingaTest

OK, WARNING, UNKNOWN = 0, 1, 3


class Stored(IcingaTest):
    def assert_stored(self, name, state, text, *values):
        """The text may have the blank in front of the bar, which Icinga leaves there."""
        result = self.stored[name]
        self.assertEqual((result["state"], result["output"].rstrip(), result["performance_data"]),
                         (state, text, list(values)))

    def parsed(self, value):
        """What Icinga hands on to graphs of a value as a plugin prints it."""
        result, = self.ask("console/execute-script", "POST",
                           command=f"parse_performance_data({json.dumps(value)})")
        return {key: found for key, found in result["result"].items()
                if found is not None and key not in ("type", "counter")}

    def test_a_warning_with_its_values(self):
        self.assert_stored("uptime", WARNING, "WARNING: uptime is less than 10m - up 0 days,  0:07",
                           "uptime=420s;600:;300:;0")
        self.assert_stored("conntrack", WARNING, "WARNING: free nf_conntrack under 20% - "
                           "free:5536 max:65536 count:60000",
                           "free=5536;13107:;3276:;0;65536", "count=60000;;;0;65536")
        self.assert_stored("inode", WARNING, "WARNING: used inode more than 85% on volume /srv "
                           "(85%) - /srv:85%, /run:1%", "/srv=85%;85;90;0;100",
                           "/run=1%;85;90;0;100")

    def test_a_wrapped_check_keeps_its_values(self):
        self.assert_stored("delayed", OK, "DelayWarn(1/3): WARNING: used inode more than 80% on "
                           "volume /srv (85%) - /srv:85%", "/srv=85%;80;;0;100")

    def test_metrics(self):
        result = self.stored["linux-lite"]
        self.assertRegex(result["output"], r"^OK: \d+ metrics of linux-lite $")
        memory = next(value for value in result["performance_data"] if "memory" in value)
        parsed = self.parsed(memory)
        self.assertGreater(parsed.pop("value"), 0)
        self.assertEqual(parsed, {"label": "linux-lite.memory.avail", "unit": "bytes"})

    def test_a_metric_plugin_that_fails_is_unknown(self):
        self.assert_stored("failed", UNKNOWN,
                           "UNKNOWN: cannot open /gone: No such file or directory")

    def test_a_check_that_hangs_says_where(self):
        self.assert_stored("stuck", UNKNOWN, "UNKNOWN: no answer within 1 s "
                           f"(reading {self.base}/stuck/uptime)")

    def test_what_was_not_measured_is_told_behind_the_status(self):
        result = self.stored["half"]
        self.assertEqual(result["output"], "OK: 3 metrics of linux-lite (cannot open "
                         f"{self.base}/half/loadavg: No such file or directory) ")
        self.assertEqual(len(result["performance_data"]), 3)

    def test_graphs_have_limits_above_which_it_alerts(self):
        self.assertEqual(self.parsed("/srv=85%;85;90;0;100"),
                         {"label": "/srv", "value": 85, "unit": "percent", "warn": 85, "crit": 90,
                          "min": 0, "max": 100})
        # Icinga knows no others.
        for text, label, value in (("elapsed_10.0.0.2=5.0012s;1;3;0", "elapsed_10.0.0.2", 5.0012),
                                   ("/log_lag=100B;1000;;0", "/log_lag", 100),
                                   ("records=4;3:10;20;0", "records", 4),
                                   ("left=-2.5s;17:;6:", "left", -2.5)):
            parsed = self.parsed(text)
            self.assertEqual((parsed["label"], parsed["value"]), (label, value))
        self.assertEqual(self.parsed("uptime=420s;600:;300:;0"),
                         {"label": "uptime", "value": 420, "unit": "seconds", "min": 0})

    def test_each_tool_has_a_command_with_options_that_it_takes(self):
        found = {}
        for command in self.ask("objects/checkcommands", filter='match("mackerel-*", '
                                                                'checkcommand.name)'):
            path, = command["attrs"]["command"]
            found[pathlib.Path(path).name] = command["attrs"]["arguments"]
        tools = [path.name for path in e2e.directory_of("MNP_BIN").iterdir()]
        self.assertEqual(sorted(found), sorted(tools))
        for tool, arguments in found.items():
            with self.subTest(tool):
                usage = subprocess.run([e2e.tool(tool), "--help"], text=True, capture_output=True,
                                       timeout=20, check=True).stdout
                words = set(re.findall(r"[-\w]+", usage)) | {"--"}
                self.assertLessEqual(set(arguments), words)


if __name__ == "__main__":
    e2e.main()
