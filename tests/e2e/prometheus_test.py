"""promtool accepts whatever a tool prints with `--format prometheus`, and it is what is meant."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from prometheus_support import LOG, PrometheusTest, families, program, samples, status_of

CHECK = {"check_status"}
BOTH = {"check_status", "check_value"}
ODD_NAMES = ['a"b\\c', "web, {1}", "a\\", "é あ", '"' * 255, "あ" * 85, "x" * 255]


class Checks(PrometheusTest):
    def assert_check(self, tool, statuses, *arguments, found=frozenset(BOTH), **environment):
        """The check with each of the further options has the status that these stand for."""
        for status, more in enumerate(statuses):
            if more is None:
                continue
            with self.subTest(tool, status=status):
                text = self.metrics_of(tool, *arguments, *more, code=status, **environment)
                self.assertEqual(status_of(text), (tool.removeprefix("check-"), status))
                self.assertEqual(families(text), found if status < 3 else CHECK)
                self.assertRegex(text, r"\n# (OK|WARNING|CRITICAL|UNKNOWN): [^\n]+\n\Z")

    def test_of_this_host(self):
        self.assert_check("check-uptime", (["-w", "1"], ["-w", "9w"], ["-c", "9w"], ["-w", "x"]))
        self.assert_check("check-conntrack-free", (["-w", "1"], ["-w", "1e9"], ["-c", "1e9"], []))
        self.assert_check("check-iptables", ([], None, None, ["-t", "x"]))
        self.assert_check("check-inode", (["-w", "100"], ["-w", "0"], ["-c", "0"], []),
                          "-p", "/", "-p", "/", "-p", "/tmp", HOST_PROC="/proc")
        self.assert_check("check-myip", (["--expect", "127.0.0.1"], None,
                                         ["--expect", "192.0.2.1"], ["-x"]),
                          "127.0.0.1", "9", "--udp", found=CHECK)

    def test_of_servers(self):
        server = self.serve_names()
        self.assert_check("check-resolver", (["-w", "30"], ["-w", "0", "-c", "30"], ["-c", "0"],
                                             ["-c", "x"]), "--host", "www.test", "--server", server)
        text = self.metrics_of("check-resolver", "--host", "www.test", "--server", server,
                               "--server", server, "--all-servers", "-w", 30, "-c", 30)
        self.assertEqual(families(text), BOTH)
        self.assert_check("check-dns-rr",
                          (["-w", 1, "-c", 1], ["-w", 2, "-c", 1], ["-c", 2], ["-c", "x"]),
                          "--host", "www.test", "--server", server)
        files = [self.certificate("a.pem", 30), self.certificate("b.pem", 20)]
        self.assert_check("check-crt-expiration",
                          (["-w", "1"], ["-w", "25"], ["-c", "25"], ["-w", "x"]),
                          "-f", files[0], "-f", files[1], "-f", files[0])

    def test_of_logs(self):
        logs = [LOG.format(number) for number in range(3)]
        names = [word for log in [*logs, logs[0]] for word in ("--file", log)]
        check = ["--port", self.serve(logs), *names, "--idle-ok"]
        self.assertEqual(status_of(self.metrics_of("check-hydra-pos", *check))[1], 0)
        self.monitor.position = 1_000_000
        self.wait_a_second()
        text = self.metrics_of("check-hydra-pos", *check)
        values = [dict(labels)["value"] for name, labels in samples(text) if name == "check_value"]
        self.assertEqual(sorted(values), [r"/var/log/odd \"log\" \\ é\\n%d.log" % number
                                          for number in range(3)])

    def test_that_are_late_or_told_wrong(self):
        (self.base / "proc/uptime").unlink()
        os.mkfifo(self.base / "proc/uptime")
        for name in ODD_NAMES:
            with self.subTest(name=name):
                text = self.metrics_of("check-uptime", "-w", 1, "-t", "0.2", "--name", name, code=3)
                quoted = name.replace("\\", r"\\").replace('"', r"\"")
                self.assertEqual(status_of(text), (quoted, 3))
                self.assertIn("\n# UNKNOWN: no answer within 0.2 s (reading ", text)
        for mistake in (["--name", "a\nb"], ["--name", ""], ["--name", "x" * 256], ["-t", "x"],
                        ["--output", "/"], ["--splay", "1h"], ["--bogus"], ["word"], ["-w"]):
            with self.subTest(mistake=mistake):
                text = self.metrics_of("check-uptime", *mistake, code=3)
                self.assertEqual(status_of(text), ("uptime", 3))

    def test_say_the_users_words(self):
        for words in ("HELP x", "TYPE a b\nc 1", "# TYPE a b"):
            text = self.metrics_of("check-uptime", "-w", 1, "--ok-message", words)
            self.assertEqual(status_of(text), ("uptime", 0))


class Rules(unittest.TestCase):
    def test_of_the_example_are_right(self):
        rules = e2e.source_file("examples/prometheus-rules.yml")
        done = subprocess.run([program("promtool"), "check", "rules", rules], text=True,
                              timeout=60, capture_output=True, check=False)
        self.assertIn("SUCCESS: 3 rules found", done.stdout, done.stderr)


class Metrics(PrometheusTest):
    def assert_families(self, found, tool, *arguments, **environment):
        text = self.metrics_of(tool, *arguments, **environment)
        self.assertEqual(families(text), found)
        return text

    def assert_silent(self, tool, *arguments):
        """Where nothing is measured, nothing is told but the reason, on stderr."""
        done = self.run_tool(tool, "--format", "prometheus", *arguments)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertRegex(done.stderr, rf"^{tool}: ")

    def test_linux_lite(self):
        groups = ["--with", "memavailable,load,states,psi,listen"]
        usual = {"linux_lite_memory_bytes", "linux_lite_loadavg", "linux_lite_process"}
        self.assert_families(usual, "mackerel-plugin-linux-lite", HOST_PROC="/proc")
        usual.add("linux_lite_cpu_usage_ratio")
        self.wait_a_second()
        self.assert_families(usual, "mackerel-plugin-linux-lite", HOST_PROC="/proc")
        self.wait_a_second()
        self.metrics_of("mackerel-plugin-linux-lite", *groups, HOST_PROC="/proc")
        self.wait_a_second()
        text = self.assert_families(
            usual | {"linux_lite_psi_ratio", "linux_lite_listen_per_second"},
            "mackerel-plugin-linux-lite", *groups, HOST_PROC="/proc")
        shares = [value for (name, _), value in samples(text).items() if name.endswith("_ratio")]
        self.assertGreater(len(shares), 10)
        self.assertLessEqual(max(shares), 1)

    def test_gaurun_usage(self):
        port = self.serve()
        gauges = {"gaurun_queue_usage_ratio", "gaurun_queue"}
        rates = {"gaurun_push_ios_per_second", "gaurun_push_android_per_second",
                 "gaurun_push_success_ratio"}
        self.assert_families(gauges, "mackerel-plugin-gaurun-usage", "--port", port)
        self.wait_a_second()
        text = self.assert_families(gauges | rates | {"gaurun_pusher"},
                                    "mackerel-plugin-gaurun-usage", "--port", port, "--with",
                                    "pusher")
        values = samples(text)
        port_label = ("port", port)
        self.assertEqual(values["gaurun_queue_usage_ratio", frozenset([port_label])], 0.125)
        self.assertEqual(values["gaurun_queue", frozenset([port_label, ("name", "max")])], 8192)
        self.assert_silent("mackerel-plugin-gaurun-usage", "--port", "9")

    def test_ntpq(self):
        text = self.assert_families(
            {"ntpq_synced", "ntpq_offset_seconds", "ntpq_stratum", "ntpq_quality_seconds",
             "ntpq_sources"}, "mackerel-plugin-ntpq", "--with", "quality", "--source", "chronyd",
            "--boot-grace", "0")
        plain = self.run_tool("mackerel-plugin-ntpq", "--source", "chronyd", "--boot-grace", "0")
        told = dict(line.split("\t")[:2] for line in plain.stdout.splitlines())
        self.assertAlmostEqual(samples(text)["ntpq_offset_seconds", frozenset()],
                               float(told["ntpq.offset.seconds"]) / 1000)

    def test_php_version(self):
        text = self.assert_families({"php_version"}, "mackerel-plugin-php-version",
                                    "--php", "8_2=php", "--php", "b-c=php")
        self.assertEqual(samples(text), {("php_version", frozenset([("name", name)])): 80236
                                         for name in ("8_2", "b-c")})
        self.assert_silent("mackerel-plugin-php-version", "--php", "/nonexistent")

    def test_postfix(self):
        self.assert_families({"postfix_mailq"}, "mackerel-plugin-postfix", "--queue-directory",
                             self.base / "spool")
        text = self.assert_families({"postfix_mailq", "postfix_queue", "postfix_age_seconds"},
                                    "mackerel-plugin-postfix", "--with", "queues,age",
                                    "--queue-directory", self.base / "spool")
        self.assertEqual(samples(text)["postfix_queue", frozenset([("name", "deferred")])], 1)
        self.assert_silent("mackerel-plugin-postfix", "--queue-directory", "/nonexistent")

    def test_with_prefixes_of_the_user(self):
        for prefix, family in (("web-1", "web_1_version"), ("8.site_a", "_8_site_a_version")):
            self.assert_families({family}, "mackerel-plugin-php-version", "--metric-key-prefix",
                                 prefix)


if __name__ == "__main__":
    e2e.main()
