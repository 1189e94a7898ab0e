"""A host of its own for what a document shows: its root directory, its /proc, its clock.

The commands run below a new root (chroot) in which the tools are where the packages put
them. /proc there is a directory with the few files that a scene writes, so nothing that is
shown depends on the machine; the other programs are those of the machine.
"""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import e2e
import mounts

FAKE_CLOCK = "tests/fake_clock"
FIXTURES = "tests/fixtures/proc"
CHROOT = shutil.which("chroot", path=mounts.SYSTEM_PATH)
DEVICES = ("null", "zero", "full", "random", "urandom", "fuse")
SHARE_IN_USE = 40  # one of so many inodes is in use in a scene that wants it: 2.5 %


def require_root():
    """Root of a user namespace cannot become somebody else, and may not do everything."""
    owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
    e2e.require(owner == "0" and os.geteuid() == 0, "root (a user namespace is not enough)")


class Host:
    def __init__(self, add_cleanup):
        self.add_cleanup = add_cleanup
        self.clocks = []
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="docs-")).resolve()
        add_cleanup(self.root.rmdir)
        inodes = SHARE_IN_USE * (len(os.listdir("/usr/bin")) + len(os.listdir("/usr/lib")) + 1000)
        mounts.mount("root", self.root, "tmpfs", f"nr_inodes={inodes},size=400m,mode=755")
        add_cleanup(mounts.unmount, self.root)
        self.environment = {"PATH": f"/usr/local/bin:{e2e.INSTALLED}:/usr/bin:/bin:/usr/sbin:/sbin",
                            "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        self._programs()
        self._libraries()
        for name in ("dev/shm", "etc", "home", "mnt", "run", "tmp", "usr/local/bin", "var/log",
                     "var/tmp"):
            (self.root / name).mkdir(parents=True)
        self._devices()
        self.write("/etc/hosts", "127.0.0.1 localhost\n")
        self.write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        shutil.copytree(e2e.source_file(FIXTURES), self.root / "proc")

    def _bind(self, source, target):
        """What is unmounted with the root is unmounted with it."""
        mounts.mount(source, target, flags=mounts.BIND)

    def _programs(self):
        """The tools, and behind symbolic links the programs and the libraries of the machine."""
        for name in ("usr/bin", "usr/lib"):
            (self.root / name).mkdir(parents=True)
            (self.root / "host" / name).mkdir(parents=True)
            self._bind(f"/{name}", self.root / "host" / name)
            for entry in os.listdir(f"/{name}"):
                if f"/{name}/{entry}" != os.path.dirname(e2e.INSTALLED):
                    (self.root / name / entry).symlink_to(f"/host/{name}/{entry}")
        self.path(e2e.INSTALLED).mkdir(parents=True)
        self._bind(e2e.directory_of("MNP_BIN"), self.path(e2e.INSTALLED))

    def _libraries(self):
        """All else of /usr, and what leads there or takes its place."""
        for name in os.listdir("/usr"):
            if name not in ("bin", "lib", "local") and os.path.isdir(f"/usr/{name}"):
                (self.root / "usr" / name).mkdir()
                self._bind(f"/usr/{name}", self.root / "usr" / name)
        for name in ("bin", "sbin", "lib", "lib32", "lib64"):
            if os.path.islink(f"/{name}"):
                (self.root / name).symlink_to(os.readlink(f"/{name}"))
            elif os.path.isdir(f"/{name}"):
                (self.root / name).mkdir()
                self._bind(f"/{name}", self.root / name)

    def _devices(self):
        for name in DEVICES:
            if os.path.exists(f"/dev/{name}"):
                (self.root / "dev" / name).touch()
                self._bind(f"/dev/{name}", self.root / "dev" / name)

    def path(self, name):
        """Where a file of the host really is."""
        return self.root / name.lstrip("/")

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_fifo():
            path.unlink()
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    def script(self, name, text):
        """A check of somebody else's."""
        self.write(f"/usr/local/bin/{name}", f"#!/bin/sh\n{text}\n", 0o755)

    def hang(self, name):
        """A file that nobody can read to its end: a pipe that nobody writes to."""
        self.path(name).unlink()
        os.mkfifo(self.path(name))

    def remove(self, name):
        self.path(name).unlink()

    def clock(self, time, *, every_clock=False):
        """It is that time in Japan, and stays so; `every_clock` stops those that only run, too."""
        moment = datetime.datetime.fromisoformat(time + "+09:00")
        self.clocks = [e2e.build_file(FAKE_CLOCK), "--every" if every_clock else "--real",
                       f"@{moment.timestamp():.0f}"]
        # What runs under a tracer cannot look for leaks.
        self.environment["ASAN_OPTIONS"] = "detect_leaks=0"

    def run(self, command):
        """What appears on a terminal."""
        done = subprocess.run([*self.clocks, CHROOT, self.root, "/bin/sh", "-c", command],
                              env=self.environment, cwd="/",
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, check=False)
        return re.sub(r"\n\Z", "", done.stdout.decode("utf-8", "replace"))
