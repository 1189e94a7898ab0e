"""Services of Debian that are unpacked below the build directory, not installed on this host.

Installed, each would be enabled and run at the next boot. e2e.unpack fetches them; `lay_over()`
makes them part of /usr and /etc for the calling test and whatever it starts, and for nobody else.
"""

import functools
import os
import pathlib
import tempfile

import e2e
import mounts

SERVICES = ("nsd", "unbound", "postfix", "ufw", "firewalld", "dbus", "systemd",
            "php-cli", "php-fpm")
# What their installation would add to /etc/passwd and /etc/group.
USERS = {"messagebus": 901, "postfix": 902, "nagios": 904}
GROUPS = {**USERS, "postdrop": 903}
# Services write to these, wherever their programs come from.
WRITTEN = ("/etc", "/var/lib", "/var/spool")


def directory(name="services"):
    """Where the packages of that name lie, as in a root directory."""
    path = e2e.build_file(f"e2e/{name}")
    e2e.require(path.exists(), f"the packages of {name} that the test e2e.unpack fetches")
    return path


def require_namespace():
    """Outside of a mount namespace of its own a test must not change what is mounted."""
    network = os.environ.get(e2e.OUTER_NETWORK)
    if network is None or os.readlink("/proc/self/ns/net") == network:
        raise AssertionError("this is to be called in a namespace: see e2e.main()")


def layers(root):
    """The directories of this host that change, each with those that are laid over it.

    Each directory in /usr by itself, as others may be mounted among them. A package's /lib and
    /sbin are those in /usr.
    """
    found = {pathlib.Path(name): [] for name in WRITTEN}
    for name in ("etc", "bin", "lib", "sbin", "usr/*", "var/lib", "var/spool"):
        for path in root.glob(name):
            target = pathlib.Path("/", path.relative_to(root)).resolve()
            found.setdefault(target, []).append(path)
    return {target: paths for target, paths in found.items() if target.is_dir()}


def add_accounts(file, accounts, line):
    known = {entry.split(":")[0] for entry in file.read_text(encoding="utf-8").splitlines()}
    with file.open("a", encoding="utf-8") as accounts_file:
        for name, number in accounts.items():
            if name not in known:
                accounts_file.write(line.format(name=name, number=number))


@functools.cache
def lay_over(name="services"):
    """What is written to these directories from now on goes to memory."""
    require_namespace()
    memory = pathlib.Path(tempfile.mkdtemp(prefix="e2e-"))
    mounts.mount("memory", memory, "tmpfs", "mode=755")
    for number, (target, paths) in enumerate(layers(directory(name)).items()):
        upper, work = memory / f"upper{number}", memory / f"work{number}"
        upper.mkdir()
        work.mkdir()
        lower = ":".join(map(str, [*paths, target]))
        mounts.mount("services", target, "overlay",
                     f"lowerdir={lower},upperdir={upper},workdir={work}")
    # The mounts keep it.
    mounts.unmount(memory)
    memory.rmdir()
    add_accounts(pathlib.Path("/etc/group"), GROUPS, "{name}:x:{number}:\n")
    add_accounts(pathlib.Path("/etc/passwd"), USERS, "{name}:x:{number}:{number}::/:/bin/false\n")
