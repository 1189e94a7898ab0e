"""mackerel-plugin-ntpq with the real chronyd in all its states."""

import os
import pathlib
import signal
import socket
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import services
from ntp_support import UPTIME, NtpTest

PORT = 1123
NOT_SYNCHRONISED = {"synced.remote": 0}
CHRONYD = ("--source", "chronyd")
NOT_RUNNING = r"mackerel-plugin-ntpq: no time service answers \(chronyc: 506 .*\)\n"


class Chrony(NtpTest):
    def setUp(self):
        super().setUp()
        self.use_chrony()
        os.makedirs("/run/chrony", mode=0o750)

    def chronyc(self, *words):
        return mounts.run_command(self.which("chronyc"), "-c", "-n", *words)

    def chronyd(self, *lines):
        """Starts it with this configuration, and waits until it answers."""
        configuration = self.base / "chrony.conf"
        configuration.write_text("\n".join([*lines, "pidfile /run/chrony/pid", "port 0"]) + "\n",
                                 encoding="utf-8")
        # With -x it never touches the clock. The package's user may not be there.
        daemon = self.start(self.which("chronyd"), "-x", "-d", "-u", "root", "-f", configuration)
        services.wait_until(
            lambda: self.run_tool("mackerel-plugin-ntpq", *CHRONYD).stderr == "", "chronyd answers")
        return daemon

    def assert_offset(self, answer, milliseconds):
        # On a busy machine the server answers late, which looks like an offset.
        self.assertAlmostEqual(answer["offset.seconds"], milliseconds, delta=35)

    def test_tells_the_offset_that_was_measured(self):
        for offset in (-0.04, 0.04, 0.25, 3.5):
            with self.subTest(offset=offset):
                # As many samples as chronyd needs: in the next one it would find nothing left of
                # the offset, since it has taken that away meanwhile, or thinks so.
                server = self.server(PORT, offset, "127.0.0.1", answers=3)
                daemon = self.chronyd(f"server 127.0.0.1 port {PORT} iburst minpoll 6")
                answer = self.wait_until_synchronised(*CHRONYD)
                self.assert_offset(answer, abs(offset) * 1000)
                self.set_uptime(60)
                sign = -1 if abs(offset) < 1 else 1
                self.assert_offset(self.ask(), sign * abs(offset) * 1000)
                self.set_uptime(UPTIME)
                for process in (daemon, server):
                    services.stop(process)

    def test_tells_of_a_server_that_vanishes(self):
        server = self.server(PORT, 0, "::1")
        self.chronyd(f"server ::1 port {PORT} iburst minpoll 0 maxpoll 0")
        just_started = self.ask(*CHRONYD, "--with", "quality")
        self.assertEqual(just_started, {"synced.remote": 0, "sources.total": 1,
                                        "sources.reachable": just_started["sources.reachable"]})
        synchronised = self.wait_until_synchronised(*CHRONYD, "--with", "quality")
        self.assertEqual(synchronised["stratum.stratum"], 3)
        self.assertGreater(synchronised["quality.root-delay"], 3.9)
        self.assertGreater(synchronised["quality.root-dispersion"], 7.8)
        self.assertIn("quality.jitter", synchronised)
        self.assertEqual(synchronised["sources.reachable"], 1)
        services.stop(server)
        self.wait_until_lost(*CHRONYD, seconds=60)
        # It may be given up before the last of eight polls is forgotten.
        silent = self.wait_for("forgotten", lambda answer: answer["sources.reachable"] == 0,
                               "--with", "quality")
        # Tracking still tells of a stratum and a normal leap status.
        self.assertIn(",Normal", self.chronyc("tracking"))
        self.assertEqual(silent, {"synced.remote": 0, "sources.total": 1, "sources.reachable": 0})

    def test_follows_a_reference_clock(self):
        path = "/run/chrony/clock.sock"
        self.chronyd(f"refclock SOCK {path} refid TEST poll 0 filter 1")
        services.wait_until(lambda: os.path.exists(path), "the socket is there")
        clock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(clock.close)

        def is_synchronised():
            # struct sock_sample of chrony's refclock_sock.c.
            now = time.time()
            sample = struct.pack("@qqdiiii", int(now), int(now % 1 * 1e6), 0.25, 0, 0, 0,
                                 0x534F434B)
            clock.sendto(sample, path)
            time.sleep(0.2)
            answer = self.ask(*CHRONYD, "--with", "quality")
            return answer["synced.remote"] == 1 and answer["stratum.stratum"] == 1

        services.wait_until(is_synchronised, "chronyd follows the clock", 30)

    def test_believes_neither_of_two_servers_that_disagree(self):
        for number, offset in ((1, 0), (2, 60)):
            self.server(PORT, offset, f"127.0.0.{number}")
        self.chronyd(*(f"server 127.0.0.{number} port {PORT} iburst minpoll 0 maxpoll 0"
                       for number in (1, 2)))
        self.wait_for("both answer", lambda answer: answer["sources.reachable"] == 2,
                      *CHRONYD, "--with", "quality")
        services.wait_until(lambda: self.chronyc("sources").count("^,x,") == 2,
                            "both are found wrong")
        self.assertEqual(self.ask("--with", "quality"),
                         {"synced.remote": 0, "sources.total": 2, "sources.reachable": 2})

    def test_is_not_synchronised_without_a_source(self):
        for lines in ([], ["server does-not-exist.test iburst"], ["local stratum 8"]):
            with self.subTest(lines=lines):
                daemon = self.chronyd(*lines)
                self.assertEqual(self.ask(), NOT_SYNCHRONISED)
                self.assertEqual(self.ask("--with", "quality"),
                                 {"synced.remote": 0, "sources.total": 0, "sources.reachable": 0})
                services.stop(daemon)

    def test_gives_up_one_that_hangs(self):
        daemon = self.chronyd("local")
        daemon.send_signal(signal.SIGSTOP)
        silent = r"mackerel-plugin-ntpq: no time service answers.*chronyc: no answer within .*\n"
        for timeout in ("1", "3"):
            started_at = time.monotonic()
            self.assertEqual(self.ask("--timeout", timeout, errors=silent), NOT_SYNCHRONISED)
            self.assertEqual(self.ask("--timeout", timeout, *CHRONYD, errors=silent),
                             NOT_SYNCHRONISED)
            self.assertLess(time.monotonic() - started_at, 2 * int(timeout) + 1)

    def test_is_answered_as_nobody_by_way_of_the_command_port_only(self):
        self.server(PORT, 0, "127.0.0.1")
        lines = [f"server 127.0.0.1 port {PORT} iburst minpoll 6"]
        daemon = self.chronyd(*lines)
        self.wait_until_synchronised(*CHRONYD)
        answer = self.ask("--with", "quality", before=e2e.AS_NOBODY)
        self.assertEqual((answer["synced.remote"], answer["stratum.stratum"]), (1, 3))
        services.stop(daemon)
        self.chronyd(*lines, "cmdport 0")
        self.wait_until_synchronised(*CHRONYD)
        self.assertEqual(self.ask(*CHRONYD, before=e2e.AS_NOBODY, errors=NOT_RUNNING),
                         NOT_SYNCHRONISED)

    def test_says_that_nothing_runs(self):
        self.assertEqual(self.ask(*CHRONYD, errors=NOT_RUNNING), NOT_SYNCHRONISED)

    def test_does_not_ask_any_other_where_chronyd_answers(self):
        self.program("ntpq", "echo asked >> %s/asked" % self.base)
        self.program("timedatectl", "echo asked >> %s/asked" % self.base)
        self.chronyd()
        self.assertEqual(self.ask("--with", "quality"),
                         {"synced.remote": 0, "sources.total": 0, "sources.reachable": 0})
        self.assertFalse((self.base / "asked").exists())


if __name__ == "__main__":
    e2e.main()
