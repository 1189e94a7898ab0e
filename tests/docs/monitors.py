"""What a document shows of the configuration of Nagios and of Icinga is what these can read."""

import subprocess

import e2e
import icinga_support
import mounts
import nagios_support
import unpacked
from host import require_root
from monitors_support import USER, MonitorTest

# What a server has besides.
NAGIOS = """define service {
 name generic-service
 check_interval 5
 retry_interval 1
 max_check_attempts 3
 check_period always
 contacts somebody
 register 0
}
"""
DEFINITIONS = "/etc/nagios-plugins/config/check_nrpe.cfg"
ICINGA = """include <itl>
include "EXAMPLE"
object Host "web" { check_command = "dummy", address = "192.0.2.1" }
"""


def directory(test):
    require_root()
    unpacked.lay_over("monitors")
    for path in ("/var/log", "/var/cache", "/run"):
        mounts.mount("memory", path, "tmpfs", "mode=755,size=10m")
        test.addCleanup(mounts.unmount, path)
    path = e2e.work_directory(test.addCleanup)
    path.chmod(0o755)
    return MonitorTest.make(path / "monitor", USER)


def assert_read(test, *command):
    done = subprocess.run([str(word) for word in command], text=True, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False)
    test.assertEqual(done.returncode, 0, done.stdout + done.stderr)


def check_nagios(test, block):
    """Services, which use Debian's command for check_nrpe and its generic-service."""
    path = directory(test)
    with open(DEFINITIONS, encoding="utf-8") as definitions:
        configuration = nagios_support.configure(path, NAGIOS + definitions.read() + block.text())
    assert_read(test, nagios_support.NAGIOS, "-v", configuration)


def check_icinga(test, block):
    """Services, with the commands of examples/icinga2-commands.conf."""
    path = directory(test) / "icinga2.conf"
    icinga_support.prepare()
    example = str(e2e.source_file("examples/icinga2-commands.conf"))
    path.write_text(ICINGA.replace("EXAMPLE", example) + block.text(), encoding="utf-8")
    assert_read(test, icinga_support.ICINGA, "daemon", "-C", "-c", path)
