"""Time services of a test's own, none of which may set the clock, and a server for them to ask."""

import os
import pathlib
import select
import shutil
import subprocess
import sys

import e2e
import mounts
import services
import state_support
import unpacked

UPTIME = 7 * 24 * 3600
MANY = 1_000_000
SERVER = pathlib.Path(__file__).with_name("ntp_server.py")
# They try, and log that it is forbidden.
WITHOUT_THE_CLOCK = ["setpriv", "--bounding-set", "-sys_time", "--inh-caps", "-sys_time"]


class NtpTest(state_support.StateTest):
    """A test with a /run of its own, since a network namespace does not keep sockets apart."""

    def setUp(self):
        super().setUp()
        e2e.require(os.geteuid() == 0, "root")
        mounts.mount("run", "/run", "tmpfs", "mode=755")
        self.addCleanup(mounts.unmount, "/run")
        self.programs = self.base / "programs"
        self.programs.mkdir()
        self.base.chmod(0o755)
        self.environment["PATH"] = f"{self.programs}:/usr/sbin:/usr/bin:/sbin:/bin"
        self.set_uptime(UPTIME)

    def set_uptime(self, seconds):
        self.write_proc("uptime", f"{seconds}.00 1.00\n")

    def program(self, name, script):
        """A stand-in for a program, found before the real one."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def which(self, name):
        """The program that the plugin would find."""
        return shutil.which(name, path=self.environment["PATH"])

    def use_chrony(self):
        """This host's, or the one that e2e.unpack has unpacked."""
        if self.which("chronyd"):
            return
        root = unpacked.directory("chrony")
        for name, directory in (("chronyd", "usr/sbin"), ("chronyc", "usr/bin")):
            path = root / directory / name
            libraries = subprocess.run(["ldd", path], text=True, capture_output=True, check=True)
            e2e.require("not found" not in libraries.stdout, f"chrony ({libraries.stdout})")
            self.program(name, f'exec {path} "$@"')

    def start(self, *command, **options):
        """Starts a daemon that ends with the test, at the latest."""
        # A test may have stopped it by a signal; killing ends it all the same.
        log = open(self.base / "log", "ab")
        self.addCleanup(log.close)
        daemon = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                  stdout=options.pop("stdout", log), stderr=log, **options)
        self.addCleanup(lambda: (daemon.kill(), daemon.wait(10), daemon.stdin.close()))
        return daemon

    def read_line(self, daemon):
        self.assertTrue(select.select([daemon.stdout], [], [], 20)[0], "no line within 20 s")
        return daemon.stdout.readline().decode().strip()

    def server(self, port, offset, *addresses, before=(), answers=MANY):
        """Starts a server that is off by so many seconds, and returns its process."""
        server = self.start(*before, sys.executable, SERVER, port, offset, answers,
                            *addresses, stdout=subprocess.PIPE)
        self.addCleanup(server.stdout.close)
        if not before:
            self.assertEqual(self.read_line(server), "ready")
        return server

    def server_on_another_host(self, offset, addresses, ours):
        """The same on port 123 in a network of its own, which a cable joins to ours."""
        mounts.run_command("ip", "link", "add", "c0", "type", "veth", "peer", "name", "s0")
        # It vanishes with the other network, though not at once.
        self.addCleanup(subprocess.run, ["ip", "link", "delete", "c0"], stderr=subprocess.DEVNULL,
                        check=False)
        server = self.server(123, offset, *addresses, before=["unshare", "--net"])
        pid = self.read_line(server).removeprefix("pid ")
        mounts.run_command("ip", "link", "set", "s0", "netns", pid)
        for address in ours:
            more = ["nodad"] if ":" in address else []
            mounts.run_command("ip", "address", "add", address, "dev", "c0", *more)
        mounts.run_command("ip", "link", "set", "c0", "up")
        server.stdin.write(b"\n")
        server.stdin.flush()
        self.assertEqual(self.read_line(server), "ready")
        return server

    def ask(self, *arguments, errors="", **options):
        """What the plugin prints, by keys without their first segment."""
        done = self.run_tool("mackerel-plugin-ntpq", *arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, rf"\A{errors}\Z")
        values = {}
        for line in done.stdout.splitlines():
            key, value, _ = line.split("\t")
            values[key.removeprefix("ntpq.")] = float(value)
        return values

    def wait_for(self, what, condition, *arguments, seconds=30):
        """Asks until the answer is as it shall be, and returns it."""
        answers = [{}]

        def is_reached():
            answers.append(self.ask(*arguments, errors=r"(?s:.*)"))
            return condition(answers[-1])

        services.wait_until(is_reached, f"{what} (last {answers[-1]})", seconds)
        return answers[-1]

    def wait_until_synchronised(self, *arguments, seconds=30):
        return self.wait_for("synchronised", lambda answer: answer["synced.remote"] == 1,
                             *arguments, seconds=seconds)

    def wait_until_lost(self, *arguments, seconds=30):
        return self.wait_for("lost", lambda answer: answer["synced.remote"] == 0,
                             *arguments, seconds=seconds)
