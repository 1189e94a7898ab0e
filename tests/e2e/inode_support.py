"""A place for mounts, and check-inode watched so that what it hangs in does not hang the test."""

import ctypes
import dataclasses
import os
import pathlib
import re
import select
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import e2e

BIND, MOVE, DETACH = 4096, 8192, 2  # MS_BIND, MS_MOVE and MNT_DETACH
SYSTEM_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
OK, WARNING, CRITICAL, UNKNOWN = range(4)
NOTHING = "no file system with inodes to judge"

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]


def mount(source, target, type_name="", options="", flags=0):
    """mount(2): a command for each of 2,000 mounts would take seconds."""
    words = [os.fsencode(word) for word in (source, target, type_name)]
    if _libc.mount(*words, flags, os.fsencode(options)) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), str(target))


def mount_points():
    """The mount points of this mount namespace, decoded."""
    lines = pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8").split("\n")
    return [re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split(" ")[4])
            for line in lines if line]


def posix_regex(paths):
    """An extended regular expression for exactly these paths."""
    quoted = (re.sub(r"([][\\.*+?(){}|^$])", r"\\\1", path) for path in paths)
    return f"^({'|'.join(quoted)})$"


def tool_states():
    """The states, as in proc(5), of the living processes called check-inode."""
    states = []
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # It has just ended.
            continue
        name, _, rest = text.partition("(")[2].rpartition(")")
        if name == "check-inode" and rest[1] not in "ZX":
            states.append(rest[1])
    return states


def run_command(*command):
    """Runs an ordinary command, and returns what it printed."""
    done = subprocess.run([str(word) for word in command], text=True, timeout=30, check=False,
                          env={"PATH": SYSTEM_PATH, "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit code {done.returncode}: {done.stdout}")
    return done.stdout


def df(path):
    """The percentage that `df -i` shows for the file system."""
    return run_command("df", "--output=ipcent", path).split()[-1]


def wait_until(condition, seconds=2.0):
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@dataclasses.dataclass
class Outcome:
    stdout: str
    stderr: str
    code: int
    seconds: float  # from the start to the end of the process
    open_after_end: float  # seconds for which one of its pipes was open after that


def start(*command):
    environment = {name: value for name, value in os.environ.items() if name != "HOST_PROC"}
    # Autofs lets its own process group look behind its mount points, and that group is ours.
    process = subprocess.Popen(command, env=environment, cwd="/", start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.started = time.monotonic()
    return process


def watch(process, limit=12.0):
    """Reads until the process has ended and both of its pipes as well, or the limit is reached.

    Not by subprocess.run, whose timeout itself waits for a process that cannot be killed, or for
    a pipe that such a process holds open.
    """
    texts = {"stdout": b"", "stderr": b""}
    ends = {}
    pidfd = os.pidfd_open(process.pid)
    with selectors.DefaultSelector() as selector, process.stdout, process.stderr:
        selector.register(pidfd, selectors.EVENT_READ, "process")
        selector.register(process.stdout, selectors.EVENT_READ, "stdout")
        selector.register(process.stderr, selectors.EVENT_READ, "stderr")
        while len(ends) < 3 and (left := process.started + limit - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                chunk = os.read(key.fd, 1 << 16) if key.data in texts else b""
                if chunk:
                    texts[key.data] += chunk
                else:
                    ends[key.data] = time.monotonic() - process.started
                    selector.unregister(key.fileobj)
    os.close(pidfd)
    if len(ends) < 3:
        process.kill()
        raise AssertionError(f"after {limit} s only these had ended: {ends}; printed: {texts}")
    stdout, stderr = (texts[name].decode() for name in ("stdout", "stderr"))
    late = max(ends["stdout"], ends["stderr"]) - ends["process"]
    return Outcome(stdout, stderr, process.wait(1), ends["process"], max(late, 0.0))


class MountTest(unittest.TestCase):
    """A test with mounts of its own, below a directory that vanishes with all of them."""

    def setUp(self):
        already_there = posix_regex(mount_points())
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="e2e-")).resolve()
        self.addCleanup(self.base.rmdir)
        # It does not count inodes, and so is in no message.
        mount("base", self.base, "tmpfs", "nr_inodes=0,size=800m,mode=755")
        self.addCleanup(_libc.umount2, os.fsencode(self.base), DETACH)
        self.only_ours = ["--exclude-path", already_there]
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

    def check(self, *options):
        """Runs check-inode on the mounts of this test, or on those that the options name."""
        return watch(start(e2e.tool("check-inode"), *self.only_ours, *map(str, options)))

    def assert_line(self, outcome, code, message):
        """That it printed this line and nothing else, with the status word of this exit code."""
        word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
        self.assertEqual((outcome.stdout, outcome.stderr, outcome.code),
                         (f"{word}: {message}\n", "", code))
