"""check-inode, on mounts with as many inodes in use as the documents show."""

import os
import pathlib
import select
import subprocess
import sys

import e2e
import mounts
from host import SHARE_IN_USE
from scene import scene

BACKUP = "/mnt/backup"


def use(host, name, inodes, used):
    """Mounts a file system there of which so many inodes are used."""
    path = host.path(name)
    mounts.mount("test", path, "tmpfs", f"nr_inodes={inodes},size=1m,mode=755")
    host.add_cleanup(mounts.unmount, path)
    (path / "tmp").mkdir()
    set_used(host, name, used)


def set_used(host, name, used):
    path = host.path(name)
    status = os.statvfs(path)
    now = status.f_files - status.f_ffree
    for number in range(now, used):
        (path / f"file{number}").touch()


def use_root(host):
    """2.5 % of the inodes of the root directory, which are 3 % rounded up."""
    set_used(host, "/tmp", os.statvfs(host.root).f_files // SHARE_IN_USE)


def show_mounts(host, *names):
    """Tells the tools of these mounts only, in the words of the kernel."""
    wanted = {str(host.path(name)).rstrip("/"): name for name in names}
    found = {}
    for line in pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        words = line.split(" ")
        if words[4] in wanted:
            name = words[4] = wanted[words[4]]
            found[name] = " ".join(words)
    host.write("/proc/self/mountinfo", "".join(found[name] + "\n" for name in names))


def usual(host):
    """The mounts of the examples: /:3%, /var:41%, /home:1%."""
    use(host, "/var", 1000, 405)
    use(host, "/home", 1000, 10)
    use_root(host)
    show_mounts(host, "/", "/var", "/home")


def start_backup(host, *names):
    """File systems that do not answer, the process behind which is returned."""
    e2e.require(os.access("/dev/fuse", os.R_OK | os.W_OK), "a usable /dev/fuse")
    paths = [host.path(name) for name in names]
    for path in paths:
        path.mkdir()
        host.add_cleanup(mounts.unmount, path)
    program = e2e.source_file("tests/e2e/inode_fuse.py")
    daemon = subprocess.Popen([sys.executable, program, "fuse.test", "noread", *paths],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    host.add_cleanup(daemon.stdout.close)
    host.add_cleanup(daemon.wait, 10)
    host.add_cleanup(daemon.kill)
    if not select.select([daemon.stdout], [], [], 20)[0] or daemon.stdout.read(1) != b"m":
        raise AssertionError("FUSE does not start")
    show_mounts(host, "/", "/var", "/home", *names)
    return daemon


def end(process):
    process.kill()
    process.wait(10)


@scene
def inode_limits(host):
    usual(host)
    yield "check-inode -w 80 -c 90"
    set_used(host, "/var", 970)
    set_used(host, "/home", 930)
    yield "check-inode -w 80 -c 90"
    yield "check-inode -c 90 --free-critical 50"


@scene
def inode_silent(host):
    usual(host)
    start_backup(host, BACKUP)
    yield "check-inode -w 80 -c 90"


@scene
def inode_broken(host):
    usual(host)
    end(start_backup(host, BACKUP))
    yield "check-inode -w 80 -c 90"


@scene
def inode(host):
    usual(host)
    yield
    set_used(host, "/var", 970)
    set_used(host, "/home", 930)
    yield
    mounts.unmount(host.path("/var"))
    mounts.unmount(host.path("/home"))
    usual(host)
    start_backup(host, BACKUP)
    yield


@scene
def inode_host(host):
    """The root of the scene is the host, and what the tools see in /proc is a container's."""
    usual(host)
    host.write("/host/proc/1/mountinfo",
               host.path("/proc/self/mountinfo").read_text(encoding="utf-8"))
    host.write("/proc/self/mountinfo", "900 1 0:900 / / rw - overlay overlay rw\n")
    root = host.path("/host/root")
    root.mkdir(parents=True)
    mounts.mount(host.root, root, flags=mounts.BIND | mounts.RECURSIVE)
    host.add_cleanup(mounts.unmount, root)
    proc = "env HOST_PROC=/host/proc"
    yield f"{proc} HOST_ROOT=/host/root check-inode -w 80 -c 90"
    mounts.unmount(root / "var")
    yield f"{proc} HOST_ROOT=/host/root check-inode -w 80 -c 90"
    yield f"{proc} check-inode -w 80 -c 90"
