"""What Nagios keeps of the tools when it asks for them by NRPE, with examples/nrpe.cfg."""

import os
import pathlib
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from nagios_support import NagiosTest

OK, WARNING, UNKNOWN = "0", "1", "3"
PACKET = 1024  # bytes of the text that check_nrpe -2 takes, with the zero behind it
# Names of which each character has three bytes, and one with all that has a meaning somewhere.
STORES = [f"/media/{'倉庫' * 6}{number}" for number in range(30)]
ODD = "/media/a b='c'|<d>;e\nf\\n$g"


class Example(NagiosTest):
    """examples/nrpe.cfg, which NRPE has read."""

    def test_nrpe_knows_each_command(self):
        commands = self.example_commands()
        self.assertGreater(len(commands), 5)
        for name in commands:
            with self.subTest(name):
                self.assertNotIn("not defined", self.check_nrpe("-c", name).stdout)

    def test_no_command_is_a_mistake(self):
        for name, command in self.example_commands().items():
            with self.subTest(name):
                words = shlex.split(command.removeprefix("/usr/bin/sudo -n "))
                done = subprocess.run(words, text=True, timeout=30, stdin=subprocess.DEVNULL,
                                      capture_output=True, check=False)
                self.assertRegex(done.stdout, "^(OK|WARNING|CRITICAL|UNKNOWN|Delay[A-Z][a-z]+)")
                self.assertNotIn("see --help", done.stdout)

    def test_what_needs_root_may_be_run_so(self):
        command = self.example_commands()["check_iptables"].removeprefix("/usr/bin/sudo -n ")
        self.assertIn(f"nagios ALL=(root) NOPASSWD: {command}\n", self.example())


class Stored(NagiosTest):
    commands = {"uptime": "check_uptime", "conntrack": "check_conntrack_free -2",
                "inode": "srv", "inode by packets": "srv -2", "delayed": "delayed -2",
                "linux-lite": "linux_lite", "linux-lite by packets": "linux_lite -2",
                "many": "many -2", "many delayed": "many_delayed -2", "odd": "odd",
                "odd by packets": "odd -2", "stuck": "stuck -2", "failed": "failed -2"}

    @classmethod
    def start_nrpe(cls):
        cls.mount("memory", "/media", "tmpfs", "mode=755,size=1m,nr_inodes=100")
        for path in (*STORES, ODD):
            cls.mount("memory", cls.make(path), "tmpfs", "mode=755,size=1m,nr_inodes=9")
        # A bar in what is told of a hang is no less one.
        stuck = cls.make(cls.base / "stuck|here")
        os.mkfifo(stuck / "uptime")
        uptime = f"{e2e.INSTALLED}/check-uptime -t 8 --format nagios -w 1m"
        lite = f"{e2e.INSTALLED}/mackerel-plugin-linux-lite --format nagios"
        inode = f"{e2e.INSTALLED}/check-inode -t 6 --format nagios -w 80 -c 90"
        delayed = f"{e2e.INSTALLED}/delay-checker --timeout 8 --format nagios -c 3 --"
        stores = f"--type tmpfs --exclude-path '^/($|[^m]|mnt|media$|media/a)'"
        cls.configuration = f"""
command[srv]={inode} -p /srv
command[delayed]={delayed} {inode} -p /srv
command[many]={inode} {stores}
command[many_delayed]={delayed} {inode} -w 5 {stores}
command[odd]={inode} --type tmpfs --exclude-path '^/($|[^m]|mnt|media$|media/[^a])'
command[stuck]=/usr/bin/env HOST_PROC='{stuck}' {uptime}
command[failed]=/usr/bin/env HOST_PROC=/gone {lite}
"""
        super().start_nrpe()

    def assert_stored(self, name, state, text, values):
        service = self.stored[name]
        found = [service[key] for key in ("current_state", "plugin_output", "performance_data",
                                          "long_plugin_output")]
        self.assertEqual(found, [state, text, values, ""])

    def test_a_warning_with_its_values(self):
        self.assert_stored("uptime", WARNING, "WARNING: uptime is less than 10m - up 0 days,  0:07",
                           "uptime=420s;600:;300:;0")
        self.assert_stored("conntrack", WARNING, "WARNING: free nf_conntrack under 20% - "
                           "free:5536 max:65536 count:60000",
                           "free=5536;13107:;3276:;0;65536 count=60000;;;0;65536")
        for name in ("inode", "inode by packets"):
            self.assert_stored(name, WARNING, "WARNING: used inode more than 80% on volume /srv "
                               "(85%) - /srv:85%", "/srv=85%;80;90;0;100")

    def test_a_wrapped_check_keeps_its_values(self):
        self.assert_stored("delayed", OK, "DelayWarn(1/3): WARNING: used inode more than 80% on "
                           "volume /srv (85%) - /srv:85%", "/srv=85%;80;90;0;100")

    def test_metrics(self):
        for name in ("linux-lite", "linux-lite by packets"):
            service = self.stored[name]
            self.assertRegex(service["plugin_output"], r"^OK: \d+ metrics of linux-lite$")
            self.assertEqual(service["current_state"], OK)
            values = dict(word.split("=") for word in service["performance_data"].split(" "))
            self.assertRegex(values["linux-lite.memory.avail"], r"^\d+B$")
            self.assertRegex(values["linux-lite.loadavg.per-cpu"], r"^[0-9.]+$")

    def test_a_metric_plugin_that_fails_is_unknown(self):
        service = self.stored["failed"]
        self.assertEqual((service["current_state"], service["performance_data"]), (UNKNOWN, ""))
        self.assertRegex(service["plugin_output"], r"^UNKNOWN: .*/gone/")

    def test_a_packet_holds_whole_values_only(self):
        for name in ("many", "many delayed"):
            service = self.stored[name]
            with self.subTest(name):
                self.assertRegex(service["performance_data"],
                                 r"^(/media/_+\d+=12%;\d+;90;0;100( (?=/)|$))+$")
                line = f"{service['plugin_output']} | {service['performance_data']}"
                self.assertLess(len(line.encode()), PACKET)

        self.assertTrue(service["plugin_output"].startswith("DelayWarn(1/3): WARNING: "))

    def test_a_name_with_characters_that_mean_something(self):
        for name in ("odd", "odd by packets"):
            # Nagios itself makes a colon of the semicolon.
            self.assert_stored(name, OK, "OK: /media/a b='c'/ under d over :e\\nf\\n$g:12%",
                               "/media/a_b__c___d__e_nf_n_g=12%;80;90;0;100")

    def test_a_check_that_hangs_says_where(self):
        path = self.base / "stuck/here/uptime"
        self.assert_stored("stuck", UNKNOWN, f"UNKNOWN: no answer within 8 s (reading {path})", "")

    def test_a_notification_has_all_of_the_text(self):
        text = (self.directory / "notes").read_text(encoding="utf-8")
        notes = dict(line.split("=", 1) for line in text.splitlines())
        alerts = {name: service["plugin_output"] for name, service in self.stored.items()
                  if service["current_state"] != OK}
        self.assertEqual(notes, alerts)


if __name__ == "__main__":
    e2e.main()
