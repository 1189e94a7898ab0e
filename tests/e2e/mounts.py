"""A place for mounts of a test's own, also of file systems that answer late or never."""

import ctypes
import os
import pathlib
import re
import select
import shutil
import subprocess
import sys
import tempfile
import unittest

import e2e

BIND, MOVE, RECURSIVE = 4096, 8192, 16384  # MS_BIND, MS_MOVE and MS_REC
DETACH = 2  # MNT_DETACH
SYSTEM_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]


def mount(source, target, type_name="", options="", flags=0):
    """mount(2): a command for each of 2,000 mounts would take seconds."""
    words = [os.fsencode(word) for word in (source, target, type_name)]
    if _libc.mount(*words, flags, os.fsencode(options)) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), str(target))


def unmount(target):
    """At once, whoever is in there; what is not mounted may stay so."""
    _libc.umount2(os.fsencode(target), DETACH)


def mount_points():
    """The mount points of this mount namespace, decoded."""
    lines = pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8").split("\n")
    return [re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split(" ")[4])
            for line in lines if line]


def run_command(*command):
    """Runs an ordinary command, and returns what it printed."""
    done = subprocess.run([str(word) for word in command], text=True, timeout=30, check=False,
                          env={"PATH": SYSTEM_PATH, "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit code {done.returncode}: {done.stdout}")
    return done.stdout


class MountTest(unittest.TestCase):
    """A test with mounts of its own, below a directory that vanishes with all of them."""

    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="e2e-")).resolve()
        self.addCleanup(self.base.rmdir)
        # It does not count inodes, and so is in no message.
        mount("base", self.base, "tmpfs", "nr_inodes=0,size=800m,mode=755")
        self.addCleanup(unmount, self.base)
        os.environ["MACKEREL_PLUGIN_WORKDIR"] = str(e2e.work_directory(self.addCleanup))

    def directory(self, name):
        path = self.base / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def tmpfs(self, name, inodes, used=1):
        """A tmpfs with so many inodes; its root directory is the first of the used ones."""
        path = self.directory(name)
        mount("test", path, "tmpfs", f"nr_inodes={inodes},size=1m,mode=755")
        for number in range(1, used):
            (path / f"file{number}").touch()
        return path

    def image(self, name, size, package, make, *options, source=()):
        """A file system made by a command (make OPTION... [SOURCE] FILE) in a file and mounted."""
        self.require_root()
        e2e.require(shutil.which(make, path=SYSTEM_PATH), f"{make} ({package})")
        file, path = self.base / f"{name}.img", self.directory(name)
        if size > 0:
            file.touch()
            os.truncate(file, size)
        e2e.require(os.path.exists("/dev/loop-control"), "loop devices")
        run_command(make, *source, file, *options)
        run_command("mount", "-o", "loop", file, path)
        return path

    def fuse(self, mode, *names, type_name="fuse.test"):
        """Mounts file systems of inode_fuse.py and returns its process and the mount points."""
        e2e.require(os.access("/dev/fuse", os.R_OK | os.W_OK), "a usable /dev/fuse")
        paths = [self.directory(name) for name in names]
        program = pathlib.Path(__file__).with_name("inode_fuse.py")
        daemon = subprocess.Popen([sys.executable, program, type_name, mode, *paths],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.addCleanup(daemon.stdout.close)
        self.addCleanup(lambda: (daemon.kill(), daemon.wait(10)))
        self.assertTrue(select.select([daemon.stdout], [], [], 10)[0], "FUSE does not start")
        self.assertEqual(daemon.stdout.readline(), b"mounted\n")
        return daemon, *paths

    def require_root(self):
        owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
        e2e.require(owner == "0", "root (a user namespace is not enough)")
