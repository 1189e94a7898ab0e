"""What Nagios, NRPE and Icinga 2 need to run as they are: their files, and a host to look at."""

import pathlib
import shutil
import subprocess
import time
import unittest

import e2e
import mounts
import unpacked

SECONDS = 60
USER = "nagios"
TABLE = {"netfilter/nf_conntrack_count": "60000\n", "netfilter/nf_conntrack_max": "65536\n"}
# The tests give /srv as many inodes as that, and use so many of them.
INODES, USED = 100, 85


class MonitorTest(unittest.TestCase):
    """A host that was booted seven minutes ago and has few connections left to track."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
        e2e.require(owner == "0", "root (a user namespace is not enough)")
        unpacked.lay_over("monitors")
        for path in ("/run", "/var/log", "/var/cache", "/var/tmp"):
            cls.mount("memory", path, "tmpfs", "mode=1777,size=100m")
        cls.mount(e2e.directory_of("MNP_BIN"), cls.make(e2e.INSTALLED), flags=mounts.BIND)
        cls.base = e2e.work_directory(cls.addClassCleanup)
        cls.base.chmod(0o755)
        (cls.base / "uptime").write_text("420.00 1.00\n", encoding="utf-8")
        cls.mount(cls.base / "uptime", "/proc/uptime", flags=mounts.BIND)
        cls.mount("memory", "/proc/sys/net", "tmpfs", "mode=755,size=1m")
        e2e.write_proc(pathlib.Path("/proc/sys/net"), TABLE)
        cls.mount("memory", "/srv", "tmpfs", f"mode=755,size=1m,nr_inodes={INODES}")
        for number in range(1, USED):
            pathlib.Path(f"/srv/{number}").touch()

    @classmethod
    def mount(cls, source, target, *options, **flags):
        mounts.mount(source, target, *options, **flags)
        cls.addClassCleanup(mounts.unmount, target)

    @staticmethod
    def make(path, owner=None):
        """A directory that is there, and belongs to somebody."""
        path = pathlib.Path(path)
        path.mkdir(parents=True, exist_ok=True)
        if owner:
            shutil.chown(path, owner, owner)
        return path

    @classmethod
    def start(cls, *command):
        """Starts a service, which ends with the class; what it says is in the file of its name."""
        log = cls.base / f"{pathlib.Path(command[0]).name}.log"
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT)
        cls.addClassCleanup(lambda: (process.kill(), process.wait(10)))
        return process, log

    @classmethod
    def wait(cls, started, condition):
        """Until the condition gives something; fails with the log of what has been started."""
        process, log = started
        end = time.monotonic() + SECONDS
        while not (found := condition()):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"exit code {process.returncode}: "
                                     f"{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        return found
