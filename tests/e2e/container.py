"""A container as containerd makes one of a pod: a root of its own with nothing but the programs,
read-only, a masked /proc, volumes, and a user without any privilege.

This file is also what runs in there: the first process, and whoever starts another one.
"""

import ctypes
import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from watching import start, watch

READ_ONLY, REMOUNT, PRIVATE = 1, 32, 1 << 18  # MS_RDONLY, MS_REMOUNT and MS_PRIVATE
NAMESPACES = ("mnt", "pid", "uts", "ipc", "net")
CAPABILITIES = range(64)
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
DEVICES = ("null", "zero", "full", "random", "urandom")
# As runc has them for containerd.
MASKED = ("acpi", "asound", "kcore", "keys", "latency_stats", "timer_list", "timer_stats",
          "sched_debug", "scsi")
UNCHANGEABLE = ("bus", "fs", "irq", "sys", "sysrq-trigger")


def libraries():
    """Those that the programs load; none of static ones."""
    programs = sorted(e2e.directory_of("MNP_BIN").iterdir())
    text = subprocess.run(["ldd", *programs], text=True, check=False, capture_output=True).stdout
    return sorted(set(re.findall(r"(/\S+) \(0x", text)))


def bind(source, target, flags=0):
    """Shows a file or directory at another place, which is made if need be."""
    source, target = pathlib.Path(source), pathlib.Path(target)
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    mounts.mount(source, target, flags=mounts.BIND | flags)


def make_read_only(target):
    mounts.mount("", target, flags=mounts.BIND | REMOUNT | READ_ONLY)


def mask(proc):
    for name in UNCHANGEABLE:
        if (proc / name).exists():
            bind(proc / name, proc / name)
            make_read_only(proc / name)
    for name in MASKED:
        if (proc / name).is_dir():
            mounts.mount("tmpfs", proc / name, "tmpfs", "size=0", READ_ONLY)
        elif (proc / name).exists():
            bind("/dev/null", proc / name)


def add_volume(root, volume):
    """{"path": …} with a "source" on the host, or a "tmpfs" with its options; else an empty one."""
    target = root / volume["path"].lstrip("/")
    if "source" in volume:
        bind(volume["source"], target, mounts.RECURSIVE if volume.get("recursive", True) else 0)
        if not volume.get("sees_later_mounts"):
            mounts.mount("", target, flags=PRIVATE | mounts.RECURSIVE)
    else:
        target.mkdir(parents=True)
    if "tmpfs" in volume:
        mounts.mount("tmpfs", target, "tmpfs", volume["tmpfs"])
    if volume.get("read_only"):
        make_read_only(target)


def live(root, files, volumes, hostname):
    """The first process: builds the root, enters it, and stays until its stdin ends."""
    root = pathlib.Path(root)
    mounts.mount("overlay", root, "tmpfs", "mode=755,nr_inodes=1000")
    for source, target in files.items():
        bind(source, root / target.lstrip("/"))
        make_read_only(root / target.lstrip("/"))
    for name in DEVICES:
        bind(f"/dev/{name}", root / "dev" / name)
    (root / "proc").mkdir()
    mounts.mount("proc", root / "proc", "proc")
    mask(root / "proc")
    for volume in volumes:
        add_volume(root, volume)
    subprocess.run(["pivot_root", ".", "."], cwd=root, check=True,
                   env={"PATH": mounts.SYSTEM_PATH})
    os.chdir("/")
    mounts.unmount("/")
    make_read_only("/")
    if hostname:
        socket.sethostname(hostname)
    print("ready", flush=True)
    sys.stdin.read()


def enter(pid, user, environment, words):
    """Becomes a process of that container, and then the program."""
    libc = ctypes.CDLL(None, use_errno=True)
    files = [os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in NAMESPACES]
    for file in files:
        if libc.setns(file, 0) != 0:
            raise OSError(ctypes.get_errno(), "setns")
    child = os.fork()
    if child:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for capability in CAPABILITIES:
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    os.umask(0o022)
    os.execve(words[0], words, environment)


class Container:
    """Runs until the end of the test. `volumes` as in add_volume; `new` are options of unshare for
    more namespaces, `files` where else what of the host is shown, `before` runs each command."""

    def __init__(self, test, *volumes, user=65534, new=(), hostname=None, files=None, before=()):
        self.user, self.before = user, before
        shown = {str(e2e.directory_of("MNP_BIN")): e2e.INSTALLED,
                 **{path: path for path in libraries()}, **(files or {})}
        words = json.dumps([str(test.directory("container")), shown, volumes, hostname])
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "slave", "--pid", "--ipc", "--fork",
             "--kill-child", *(["--uts"] if hostname else []), *new, sys.executable, __file__,
             "live", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        if self.process.stdout.readline() != "ready\n":
            raise AssertionError("the container does not start")
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        self.pid = int(pathlib.Path(children).read_text(encoding="ascii"))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def start(self, *words, **environment):
        """Starts a tool, or a program that `files` has, in there."""
        program, *options = map(str, words)
        path = program if program.startswith("/") else f"{e2e.INSTALLED}/{program}"
        # Leaks cannot be looked for without privileges.
        environment = {"ASAN_OPTIONS": "detect_leaks=0", **environment}
        return start(*self.before, sys.executable, __file__, "enter",
                     json.dumps([self.pid, self.user, environment, [path, *options]]))

    def run(self, *words, **environment):
        return watch(self.start(*words, **environment), 30)


if __name__ == "__main__":
    {"live": live, "enter": enter}[sys.argv[1]](*json.loads(sys.argv[2]))
