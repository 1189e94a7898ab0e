"""mackerel-plugin-ntpq with ntpsec and the classic ntpd, which e2e.unpack unpacks."""

import pathlib
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import services
import unpacked
from ntp_support import WITHOUT_THE_CLOCK, NtpTest

# ntpq shows only the first 15 characters of the long one.
SERVERS = ("10.123.0.1/24", "fd12:3456:789a:bcde::1/64")
OURS = ("10.123.0.2/24", "fd12:3456:789a:bcde::2/64")
NTPD = ("--source", "ntpd")
CONFIGURATION = """\
driftfile {directory}/drift
disable ntp kernel
tos minclock 1 minsane 1 mindist 0.02
restrict 127.0.0.1
restrict ::1
"""


class Ntpd:
    """The tests of one of them: `name`, the directory with its files, and its smallest poll."""

    name = ""
    poll = 0
    stratum_at_start = 3

    def setUp(self):
        super().setUp()
        self.root = unpacked.directory(self.name)
        libraries = f"LD_LIBRARY_PATH={self.root}/usr/lib/x86_64-linux-gnu"
        self.program("ntpq", f"{libraries} PYTHONPATH={self.root}/usr/lib/python3/dist-packages "
                     f"exec {self.interpreter} {self.root}/usr/bin/ntpq \"$@\"")
        self.program("ntpd", f"{libraries} exec {self.root}/usr/sbin/ntpd \"$@\"")

    def polls(self):
        return f"minpoll {self.poll} maxpoll {self.poll + 1}"

    def ntpd(self, *addresses, more=""):
        lines = [f"server {address.split('/')[0]} iburst {self.polls()}\n"
                 for address in addresses]
        configuration = self.base / "ntp.conf"
        configuration.write_text(CONFIGURATION.format(directory=self.base) + "".join(lines) + more,
                                 encoding="utf-8")
        daemon = self.start(*WITHOUT_THE_CLOCK, self.programs / "ntpd", "-n", "-c", configuration,
                            "-p", self.base / "pid", "-l", self.base / "ntpd.log")
        services.wait_until(
            lambda: self.run_tool("mackerel-plugin-ntpq", *NTPD).stderr == "", "ntpd answers")
        return daemon

    def assert_synchronised(self, offset):
        answer = self.wait_until_synchronised(*NTPD, "--with", "quality")
        # On a busy machine the server answers late, which looks like an offset.
        self.assertAlmostEqual(answer["offset.seconds"], abs(offset) * 1000, delta=35)
        self.assertEqual(answer["sources.reachable"], 1)
        for key in ("jitter", "root-delay", "root-dispersion"):
            self.assertGreaterEqual(answer[f"quality.{key}"], 0)
        self.assertEqual(answer["stratum.stratum"], 3)

    def test_follows_a_server(self):
        self.server_on_another_host(-0.04, SERVERS, OURS)
        self.ntpd(SERVERS[0], "10.123.0.99")
        self.assertEqual(self.ask()["synced.remote"], 0)
        self.assert_synchronised(-0.04)

    def test_follows_a_server_with_a_long_address_that_is_seconds_off(self):
        self.server_on_another_host(3.5, SERVERS, OURS)
        self.ntpd(SERVERS[1], "10.123.0.99")
        self.assert_synchronised(3.5)

    def test_has_no_peers(self):
        self.ntpd()
        self.assertEqual(self.ask("--with", "quality"),
                         {"synced.remote": 0, "sources.total": 0, "sources.reachable": 0})

    def test_has_selected_its_own_clock(self):
        self.ntpd(more=f"server 127.127.1.0 {self.polls()}\nfudge 127.127.1.0 stratum 10\n"
                  "tos orphanwait 1\n")

        def has_selected():
            peers = mounts.run_command(self.programs / "ntpq", "-pn")
            return "\n*127.127.1.0" in peers or "\n*LOCAL(0)" in peers

        services.wait_until(has_selected, "it follows its own clock", 60)
        self.assertEqual(self.ask(*NTPD, "--with", "quality"),
                         {"synced.remote": 0, "sources.total": 0, "sources.reachable": 0})

    def test_does_not_run(self):
        self.assertEqual(self.ask(*NTPD, errors=".*no time service answers.*ntpq: .*\n"),
                         {"synced.remote": 0})

    def test_hangs(self):
        daemon = self.ntpd()
        daemon.send_signal(signal.SIGSTOP)
        self.assertEqual(self.ask(*NTPD, "--timeout", "2",
                                  errors=".*no time service answers.*no answer within 1.6.*\n"),
                         {"synced.remote": 0})


class Ntpsec(Ntpd, NtpTest):
    name = "ntpsec"
    interpreter = "/usr/bin/python3"

    def test_loses_its_server(self):
        server = self.server_on_another_host(0, SERVERS, OURS)
        self.ntpd(SERVERS[0])
        self.wait_until_synchronised(*NTPD)
        services.stop(server)
        self.wait_until_lost(*NTPD, seconds=60)
        self.assertEqual(self.ask("--with", "quality"),
                         {"synced.remote": 0, "sources.total": 1, "sources.reachable": 0})


class Classic(Ntpd, NtpTest):
    name = "ntp"
    poll = 3
    interpreter = ""


if __name__ == "__main__":
    e2e.main()
