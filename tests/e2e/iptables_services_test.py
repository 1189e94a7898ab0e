"""check-iptables beside those who make the rules on most hosts: ufw and firewalld."""

import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import unpacked
from iptables_support import NO_RULES, FirewallTest
from watching import wait_until

MULTI = {kind: f"/usr/sbin/xtables-{kind}-multi" for kind in ("nft", "legacy")}


class ServiceTest(FirewallTest):
    def setUp(self):
        super().setUp()
        unpacked.lay_over()
        self.mount("run", "/run", "tmpfs")

    def mount(self, source, target, *arguments, **options):
        mounts.mount(source, target, *arguments, **options)
        self.addCleanup(mounts.unmount, target)

    def replace_by_copy(self, path):
        """What a service writes there is gone with the test."""
        copy = self.base / path.replace("/", "_")
        if pathlib.Path(path).is_dir():
            shutil.copytree(path, copy, symlinks=True)
        else:
            shutil.copy2(path, copy)
        self.mount(copy, path, flags=mounts.BIND)

    def assert_both(self, is_on, details):
        """What it says of both families: these numbers of rules are the service's business."""
        outcome = self.check("-6", "--expect", "on" if is_on else "off")
        state = "enabled" if is_on else "disabled"
        self.assertRegex(outcome.stdout, rf"^OK: iptables\(filter\) is {state}; "
                                         rf"ip6tables\(filter\) is {state}"
                                         rf" \| IPv4: {details}; IPv6: {details}\n$")


class Ufw(ServiceTest):
    def setUp(self):
        super().setUp()
        e2e.require(shutil.which("ufw", path=mounts.SYSTEM_PATH), "ufw")
        for path in ("/etc/ufw", "/etc/default/ufw"):
            self.replace_by_copy(path)

    def assert_followed(self, half, drop):
        """Switches it on and off, in the half of netfilter where its rules are."""
        self.assert_both(False, NO_RULES)
        self.run_all("ufw --force enable")
        self.assert_both(True, rf"{half}: \d+ rules and policy {drop} on input")
        self.run_all("ufw default allow incoming")
        self.assert_both(True, rf"{half}: \d+ rules on input")
        self.run_all("ufw disable")
        self.assert_both(False, rf"{half}: \d+ rules on input, keeping nothing out")
        self.run_all("ufw default deny incoming", "ufw --force enable")
        self.assert_both(True, rf"{half}: \d+ rules and policy {drop} on input")

    def test_with_nf_tables(self):
        self.assert_followed("nf_tables", "drop")

    def test_with_legacy_tables(self):
        for path in MULTI.values():
            e2e.require(pathlib.Path(path).exists(), "iptables")
        self.mount(MULTI["legacy"], MULTI["nft"], flags=mounts.BIND)
        self.assert_followed("legacy", "DROP")


class Firewalld(ServiceTest):
    def start(self, *command):
        log = open(self.base / command[0], "wb")  # pylint: disable=consider-using-with
        self.addCleanup(log.close)
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env={"PATH": mounts.SYSTEM_PATH, "LC_ALL": "C"})
        self.addCleanup(lambda: (process.kill(), process.wait(10)))
        return process

    def test_it_filters_as_long_as_it_runs(self):
        for program, package in (("firewalld", "firewalld"), ("dbus-daemon", "dbus")):
            e2e.require(shutil.which(program, path=mounts.SYSTEM_PATH), f"{program} ({package})")
        self.replace_by_copy("/etc/firewalld")
        bus = pathlib.Path("/run/dbus")
        bus.mkdir()
        self.start("dbus-daemon", "--system", "--nofork", "--nopidfile")
        self.assertTrue(wait_until((bus / "system_bus_socket").exists, 20))
        daemon = self.start("firewalld", "--nofork", "--nopid")

        def is_running():
            done = subprocess.run(["firewall-cmd", "--state"], capture_output=True, text=True,
                                  env={"PATH": mounts.SYSTEM_PATH}, timeout=30, check=False)
            return done.stdout == "running\n"

        self.assertTrue(wait_until(is_running, 60))
        self.assert_both(True, r"nf_tables: \d+ rules on input")
        self.assert_line(2, "iptables(filter) is disabled | "
                         + re.search(r"nf_tables: \d+ rules", self.check().stdout)[0]
                         + " and policy accept on input", "--expect", "on",
                         "--require", "drop-policy")
        daemon.terminate()
        self.assertTrue(wait_until(lambda: daemon.poll() is not None, 60))
        self.assert_both(False, NO_RULES)


if __name__ == "__main__":
    e2e.main()
