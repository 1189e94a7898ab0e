"""mackerel-plugin-ntpq with systemd-timesyncd, with several services, and with none."""

import os
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import services
import unpacked
from ntp_support import WITHOUT_THE_CLOCK, NtpTest

TIMESYNCD = ("--source", "timesyncd")
SYNCHRONIZED = pathlib.Path("/run/systemd/timesync/synchronized")
BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>
<auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>
"""
FAKE_CLOCK = "tests/fake_clock"
NO_OFFSET = "mackerel-plugin-ntpq: the kernel does not know the offset: timesyncd did not set it\n"


class Timesyncd(NtpTest):
    def setUp(self):
        super().setUp()
        unpacked.lay_over()
        self.timesyncd = unpacked.directory("timesyncd") / "lib/systemd/systemd-timesyncd"
        for program, package in (("timedatectl", "systemd"), ("dbus-daemon", "dbus")):
            e2e.require(shutil.which(program), package)
        # What there is where systemd has booted the host and a network is up.
        for directory in ("dbus", "systemd/system", "systemd/netif", "systemd/timesync"):
            os.makedirs(f"/run/{directory}")
        pathlib.Path("/run/systemd/netif/state").write_text("OPER_STATE=routable\n",
                                                            encoding="utf-8")
        mounts.mount("systemd", "/var/lib/systemd", "tmpfs", "mode=755")
        self.addCleanup(mounts.unmount, "/var/lib/systemd")
        os.makedirs("/var/lib/systemd/timesync")
        for directory in ("/var/lib/systemd/timesync", "/run/systemd/timesync"):
            os.chown(directory, 65534, 65534)
        configuration = self.base / "bus.conf"
        configuration.write_text(BUS, encoding="utf-8")
        self.start("dbus-daemon", "--nofork", "--config-file", configuration)
        services.wait_until(pathlib.Path("/run/dbus/system_bus_socket").is_socket, "a bus is there")

    def start_timesyncd(self):
        mounts.mount("etc", "/etc/systemd", "tmpfs", "mode=755")
        self.addCleanup(mounts.unmount, "/etc/systemd")
        pathlib.Path("/etc/systemd/timesyncd.conf").write_text("[Time]\nNTP=127.0.0.1\n",
                                                               encoding="utf-8")
        # As nobody it cannot set the clock.
        return self.start(*e2e.AS_NOBODY, self.timesyncd)

    def test_follows_a_server(self):
        self.server(123, 0.25, "127.0.0.1")
        self.start_timesyncd()
        answer = self.wait_until_synchronised(*TIMESYNCD, "--with", "quality")
        self.assertEqual(answer, {"synced.remote": 1, "stratum.stratum": 2, "quality.jitter": 0,
                                  "quality.root-delay": 3.906, "quality.root-dispersion": 7.812})
        # Nothing but timesyncd would make the kernel know an offset.
        self.assertEqual(self.ask(errors=NO_OFFSET), {"synced.remote": 1})
        # It was the last time nine hours ago.
        past = time.time() - 32010
        os.utime(SYNCHRONIZED, (past, past))
        self.assertEqual(self.ask(), {"synced.remote": 0})
        SYNCHRONIZED.unlink()
        self.assertEqual(self.ask(), {"synced.remote": 0})

    def test_has_no_answer_yet(self):
        self.start_timesyncd()
        services.wait_until(
            lambda: self.run_tool("mackerel-plugin-ntpq", *TIMESYNCD).stderr == "", "it answers")
        SYNCHRONIZED.touch()
        self.assertEqual(self.ask("--with", "quality"), {"synced.remote": 0})

    def test_does_not_run(self):
        errors = ".*no time service answers.*timedatectl: .*\n"
        self.assertEqual(self.ask(*TIMESYNCD, errors=errors), {"synced.remote": 0})

    def hide_other_services(self):
        """As on a host with nothing but systemd, whose kernel says that somebody set the clock."""
        self.program("timedatectl", f'exec {shutil.which("timedatectl")} "$@"')
        self.environment["PATH"] = str(self.programs)
        self.clock = [e2e.build_file(FAKE_CLOCK), "--kernel", "1 7000 1500"]
        # What runs under a tracer cannot look for leaks.
        self.environment["ASAN_OPTIONS"] = "detect_leaks=0"

    def hide_timesyncd(self):
        mounts.mount("systemd", "/lib/systemd", "tmpfs", "mode=755")
        self.addCleanup(mounts.unmount, "/lib/systemd")

    def test_is_not_replaced_by_the_kernel_when_it_does_not_run_or_hangs(self):
        self.hide_other_services()
        self.hide_timesyncd()
        place = pathlib.Path("/lib/systemd/systemd-timesyncd")
        shutil.copy(self.timesyncd, place)
        errors = ".*no time service answers .*timedatectl: .*\n"
        self.assertEqual(self.ask(errors=errors), {"synced.remote": 0})
        daemon = self.start_timesyncd()
        services.wait_until(
            lambda: self.run_tool("mackerel-plugin-ntpq", *TIMESYNCD).stderr == "", "it answers")
        daemon.send_signal(signal.SIGSTOP)
        errors = ".*no time service answers .*timedatectl: no answer within .*\n"
        self.assertEqual(self.ask("--timeout", "3", errors=errors), {"synced.remote": 0})

    def test_leaves_the_word_to_the_kernel_where_it_is_not_installed(self):
        self.hide_other_services()
        self.hide_timesyncd()
        errors = ".*no time service is installed, so the kernel is asked .*timedatectl: .*\n"
        self.assertEqual(self.ask(errors=errors), {"synced.remote": 1, "offset.seconds": 7})

    def test_leaves_the_word_to_the_kernel_where_it_is_masked(self):
        self.hide_other_services()
        self.hide_timesyncd()
        pathlib.Path("/lib/systemd/systemd-timesyncd").touch()
        for directory in ("/run/systemd/system", "/etc/systemd/system"):
            if directory.startswith("/etc"):
                mounts.mount("etc", "/etc/systemd", "tmpfs", "mode=755")
                self.addCleanup(mounts.unmount, "/etc/systemd")
                os.mkdir(directory)
            self.assertEqual(self.ask(errors=".*no time service answers .*\n"),
                             {"synced.remote": 0})
            unit = pathlib.Path(directory) / "systemd-timesyncd.service"
            unit.symlink_to("/dev/null")
            self.assertEqual(self.ask(errors=".*no time service is installed, .*\n"),
                             {"synced.remote": 1, "offset.seconds": 7})
            unit.unlink()


class Others(NtpTest):
    def test_nothing_is_installed(self):
        self.environment["PATH"] = str(self.programs)
        # Nobody has set the clock of a machine for tests, or else somebody has.
        answer = self.ask(errors=".*no time service is installed, so the kernel is asked .*\n")
        self.assertEqual(answer, self.ask("--source", "kernel"))

    def test_several_are_installed_and_one_runs(self):
        root = unpacked.directory("ntp")
        self.use_chrony()
        libraries = f"LD_LIBRARY_PATH={root}/usr/lib/x86_64-linux-gnu"
        self.program("ntpq", f"{libraries} exec {root}/usr/bin/ntpq \"$@\"")
        configuration = self.base / "ntp.conf"
        configuration.write_text("disable ntp kernel\nrestrict ::1\nrestrict 127.0.0.1\n",
                                 encoding="utf-8")
        self.program("ntpd", f"{libraries} exec {root}/usr/sbin/ntpd \"$@\"")
        self.start(*WITHOUT_THE_CLOCK,
                   self.programs / "ntpd", "-n", "-c", configuration, "-l", self.base / "ntpd.log")
        services.wait_until(
            lambda: self.run_tool("mackerel-plugin-ntpq", "--source", "ntpd").stderr == "",
            "ntpd answers")
        self.assertEqual(self.ask("--with", "quality"),
                         {"synced.remote": 0, "sources.total": 0, "sources.reachable": 0})


if __name__ == "__main__":
    e2e.main()
