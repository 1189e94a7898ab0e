"""The real Icinga 2, with services that examples/icinga2-commands.conf has the commands for."""

import base64
import json
import os
import pathlib
import shutil
import ssl
import urllib.error
import urllib.parse
import urllib.request

import e2e
import monitors_support
import mounts
from monitors_support import USER

ICINGA = "/usr/sbin/icinga2"
API = "https://127.0.0.1:5665/v1"
CERTIFICATES = pathlib.Path("/var/lib/icinga2/certs")
WRITTEN = ("/var/lib/icinga2", "/var/log/icinga2", "/var/cache/icinga2", "/run/icinga2")
CONFIGURATION = """
include <itl>
include "EXAMPLE"
object CheckerComponent "checker" { }
object ApiListener "api" { bind_host = "127.0.0.1" }
object ApiUser "test" { password = "test", permissions = [ "*" ] }
object Endpoint NodeName { }
object Zone "master" { endpoints = [ NodeName ] }
object Host "web" { check_command = "dummy" }
template Service "look" {
  host_name = "web"
  enable_active_checks = false
}
object Service "uptime" {
  import "look"
  check_command = "mackerel-uptime"
  vars.mackerel_uptime_warning = "10m"
  vars.mackerel_uptime_critical = "5m"
}
object Service "conntrack" {
  import "look"
  check_command = "mackerel-conntrack-free"
  vars.mackerel_conntrack_free_warning = "20%"
  vars.mackerel_conntrack_free_critical = "5%"
}
object Service "inode" {
  import "look"
  check_command = "mackerel-inode"
  vars.mackerel_inode_path = [ "/srv", "/run" ]
  vars.mackerel_inode_warning = 85
}
object Service "delayed" {
  import "look"
  check_command = "mackerel-delay"
  vars.mackerel_delay_critical = 3
  vars.mackerel_command = [ MackerelPluginDir + "/check-inode", "--format", "nagios", "-t", "40",
                            "-p", "/srv", "-w", "80" ]
}
object Service "linux-lite" {
  import "look"
  check_command = "mackerel-linux-lite"
  vars.mackerel_linux_lite_with = "load"
}
object Service "failed" {
  import "look"
  check_command = "mackerel-postfix"
  vars.mackerel_postfix_queue_directory = "/gone"
}
object CheckCommand "stuck" {
  import "mackerel-uptime"
  env.HOST_PROC = "STUCK"
}
object CheckCommand "half" {
  import "mackerel-linux-lite"
  env.HOST_PROC = "HALF"
}
object Service "half" {
  import "look"
  check_command = "half"
}
object Service "stuck" {
  import "look"
  check_command = "stuck"
  vars.mackerel_timeout = 1
  vars.mackerel_uptime_warning = "10m"
}
"""


def prepare():
    """The directories that it writes to."""
    for path in WRITTEN:
        monitors_support.MonitorTest.make(path)
    mounts.run_command("chown", "-R", f"{USER}:", *WRITTEN)


class IcingaTest(monitors_support.MonitorTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make(CERTIFICATES)
        cls.make_certificate()
        prepare()
        example = e2e.source_file("examples/icinga2-commands.conf")
        half, stuck = cls.base / "half", cls.make(cls.base / "stuck")
        shutil.copytree(e2e.source_file("tests/fixtures/proc"), half)
        (half / "loadavg").unlink()
        os.mkfifo(stuck / "uptime")
        configuration = cls.base / "icinga2.conf"
        text = CONFIGURATION
        for word, path in (("EXAMPLE", example), ("HALF", half), ("STUCK", stuck)):
            text = text.replace(word, str(path))
        configuration.write_text(text, encoding="utf-8")
        icinga = cls.start(ICINGA, "daemon", "-D", "NodeName=web", "-c", configuration)
        # Left alone it would spread the checks over a minute.
        cls.wait(icinga, lambda: cls.ask("actions/reschedule-check", "POST", type="Service",
                                         filter="true", force="1"))
        cls.stored = cls.wait(icinga, cls.all_checked)

    @staticmethod
    def make_certificate():
        """One of its own, which the interface wants."""
        mounts.run_command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                           "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=web",
                           "-keyout", CERTIFICATES / "web.key", "-out", CERTIFICATES / "web.crt")
        shutil.copy(CERTIFICATES / "web.crt", CERTIFICATES / "ca.crt")

    @staticmethod
    def ask(path, method="GET", **query):
        """What the interface answers, or None while there is none."""
        request = urllib.request.Request(f"{API}/{path}?{urllib.parse.urlencode(query)}",
                                         method=method, headers={"Accept": "application/json"})
        login = base64.b64encode(b"test:test").decode()
        request.add_header("Authorization", f"Basic {login}")
        handlers = (urllib.request.ProxyHandler({}),
                    urllib.request.HTTPSHandler(context=ssl._create_unverified_context()))
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=20) as answer:
                return json.load(answer)["results"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error
        except OSError:
            return None

    @classmethod
    def all_checked(cls):
        """The last result of each service by its name, when there is one of each."""
        services = cls.ask("objects/services") or []
        results = {service["attrs"]["name"]: service["attrs"]["last_check_result"]
                   for service in services}
        return results if results and all(results.values()) else None
