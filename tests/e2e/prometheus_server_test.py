"""A real Prometheus has stored what the tools wrote, and alerts by the rules in examples/."""

import pathlib
import socket
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import services
from prometheus_support import NodeExporter, PrometheusTest, program

CONFIGURATION = """
global: {{ scrape_interval: 1s, evaluation_interval: 1s }}
rule_files: [{rules}]
scrape_configs:
  - job_name: node
    static_configs: [{{ targets: ["{exporter}"] }}]
"""
ODD = 'a "b" \\ é'


class Server(PrometheusTest):
    def setUp(self):
        super().setUp()
        self.directory = self.base / "textfile"
        self.directory.mkdir()
        exporter = NodeExporter(self.directory, self.base / "log", self.addCleanup)
        configuration = self.base / "prometheus.yml"
        rules = e2e.source_file("examples/prometheus-rules.yml")
        configuration.write_text(
            CONFIGURATION.format(rules=rules, exporter=exporter.address), encoding="utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        server = subprocess.Popen(
            [program("prometheus"), f"--config.file={configuration}",
             f"--web.listen-address={self.address}", f"--storage.tsdb.path={self.base}/data"],
            cwd=self.base, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.addCleanup(services.stop, server)

    def write(self, name, tool, *arguments, code):
        done = self.run_tool(tool, "--format", "prometheus", "--output",
                             self.directory / f"{name}.prom", *arguments)
        self.assertEqual((done.stdout, done.returncode), ("", code), done.stderr)

    def ask(self, query):
        """What is stored, as a list of labels and numbers."""
        path = "/api/v1/query?" + urllib.parse.urlencode({"query": query})
        answer = services.get_json(int(self.address.rpartition(":")[2]), path)
        return [(each["metric"], float(each["value"][1])) for each in
                (answer or {"data": {"result": []}})["data"]["result"]]

    def test_has_each_value_and_alerts(self):
        self.write("uptime", "check-uptime", "-w", "1", code=0)
        self.write("odd", "check-uptime", "-c", "9w", "--name", ODD, code=2)
        self.write("ntpq", "mackerel-plugin-ntpq", "--source", "chronyd", "--boot-grace", "0",
                   code=0)
        services.wait_until(lambda: len(self.ask("check_status")) == 2, "two checks", 60)
        status = {labels["check"]: value for labels, value in self.ask("check_status")}
        self.assertEqual(status, {"uptime": 0, ODD: 2})
        measured = self.ask('check_value{value="uptime"}')
        self.assertEqual({labels["check"]: value for labels, value in measured},
                         {"uptime": 273900, ODD: 273900})
        ((_, offset),) = self.ask("ntpq_offset_seconds")
        self.assertLess(offset, 0.1)
        services.wait_until(lambda: self.ask("ALERTS"), "an alert is pending", 60)
        ((alert, _),) = self.ask("ALERTS")
        self.assertEqual((alert["alertname"], alert["check"], alert["alertstate"]),
                         ("CheckNotOk", ODD, "pending"))


if __name__ == "__main__":
    e2e.main()
