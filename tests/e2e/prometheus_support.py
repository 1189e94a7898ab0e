"""The real promtool and node_exporter, and a host on which each tool has something to measure."""

import contextlib
import http.server
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.request

import dns_server
import e2e
import json_server
import services
import unpacked

# name{labels} value, as the tools and node_exporter write it.
SAMPLE = re.compile(r'^(\w+)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
GAURUN = {"queue_max": 8192, "queue_usage": 1024, "pusher_max": 16, "pusher_count": 4}
LOG = "/var/log/odd \"log\" \\ é\n{}.log"
PROGRAMS = {
    "chronyc": 'case "$*" in *tracking*) cat {fixtures}/ntp/chronyc-tracking-synced.txt;;\n'
               "*) cat {fixtures}/ntp/chronyc-sources-synced.txt;; esac",
    "php": "echo 80236",
    "postconf": "echo {base}/spool",
    "postqueue": "cat {fixtures}/postqueue-deferred.jsonl",
}
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt")


def program(name):
    return str(unpacked.directory("prometheus") / "usr/bin" / name)


def promtool_mistakes(text):
    """What promtool finds wrong with metrics; nothing where there is nothing to say."""
    done = subprocess.run([program("promtool"), "check", "metrics"], input=text, text=True,
                          capture_output=True, timeout=60, check=False)
    return done.stdout + done.stderr + (f"exit code {done.returncode}" if done.returncode else "")


def samples(text):
    """{(name, labels): value} of metrics; the labels are a set of (name, value), not unescaped."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, labels, value = SAMPLE.match(line).groups()
        key = name, frozenset(LABEL.findall(labels or ""))
        if key in found:
            raise AssertionError(f"twice: {line}")
        found[key] = float(value)
    return found


def families(text):
    return set(re.findall(r"^# TYPE (\w+) gauge$", text, re.M))


def status_of(text):
    """The one status in metrics, as (check, value)."""
    found = [(dict(labels)["check"], value) for (name, labels), value in samples(text).items()
             if name == "check_status"]
    if len(found) != 1:
        raise AssertionError(text)
    return found[0]


class NodeExporter:
    """With the textfile collector and no other, on a free port of the loopback."""

    def __init__(self, directory, log, add_cleanup):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.log = log
        with open(log, "w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [program("prometheus-node-exporter"), "--collector.disable-defaults",
                 "--collector.textfile", f"--collector.textfile.directory={directory}",
                 f"--web.listen-address={self.address}"],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        add_cleanup(services.stop, process)
        services.wait_until(self.is_up, "node_exporter listens")

    def is_up(self):
        with contextlib.suppress(OSError, urllib.error.URLError):
            return bool(self.scrape())
        return False

    def scrape(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{self.address}/metrics", timeout=20) as answer:
            return answer.read().decode()

    def complaints(self):
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if re.search("level=(error|warn)", line)
                and "running as root" not in line]


class Answer(json_server.Answer):
    """Tells what gaurun or hydra would, one by each path."""

    def told(self):
        server = self.server
        server.told += 1
        if self.path == "/stat/app":
            pushes = {"push_success": server.told, "push_error": 0}
            return {**GAURUN, "ios": pushes, "android": pushes}
        return {"files": {path: {"tag": "t", "position": server.position, "error": ""}
                          for path in server.logs}}


class PrometheusTest(unittest.TestCase):
    """Runs the tools on a small host of the test's own."""

    def setUp(self):
        self.base = e2e.work_directory(self.addCleanup)
        bin_directory = self.base / "bin"
        bin_directory.mkdir()
        fixtures = e2e.source_file("tests/fixtures")
        for name, script in PROGRAMS.items():
            path = bin_directory / name
            script = script.format(fixtures=fixtures, base=self.base)
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(0o755)
        shutil.copytree(fixtures / "proc", self.base / "proc")
        for name in QUEUES:
            (self.base / "spool" / name).mkdir(parents=True)
        (self.base / "spool/deferred/4XyzAB12cdz9Q").write_text("", encoding="utf-8")
        self.environment = {"PATH": f"{bin_directory}:/usr/sbin:/usr/bin:/sbin:/bin",
                            "HOST_PROC": str(self.base / "proc"), "LC_ALL": "C",
                            "MACKEREL_PLUGIN_WORKDIR": str(self.base)}

    def serve(self, logs=()):
        """The port of a gaurun and hydra."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.logs, server.position, server.told = logs, 100, 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.monitor = server
        return str(server.server_port)

    def serve_names(self, answer=None):
        server = dns_server.NameServer(answer or dns_server.knowing(www__test=["192.0.2.1"]),
                                       "127.0.0.1", 0, True)
        self.addCleanup(server.close)
        return f"127.0.0.1:{server.port}"

    def wait_a_second(self):
        """Within a second of the last run a plugin has no rates, and a check repeats itself."""
        time.sleep(1.05)

    def certificate(self, name, days):
        path = self.base / name
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test", "-days",
                        str(days), "-keyout", self.base / "key", "-out", path],
                       check=True, capture_output=True)
        return str(path)

    def run_tool(self, tool, *arguments, **environment):
        return subprocess.run([e2e.tool(tool), *map(str, arguments)], text=True, timeout=60,
                              env={**self.environment, **environment}, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)

    def metrics_of(self, tool, *arguments, code=0, **environment):
        """What it prints for Prometheus, which promtool accepts."""
        done = self.run_tool(tool, "--format", "prometheus", *arguments, **environment)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(promtool_mistakes(done.stdout), "", done.stdout)
        return done.stdout
