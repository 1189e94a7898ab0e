"""Unpacks services of Debian below <build>/e2e, for the tests to start: none is installed.

CTest runs this first, `./dev bench` for chrony alone. The directory `services` holds what
unpacked.SERVICES names, as far as this host lacks it. The time services each have a directory of
their own: their packages exclude each other, and the classic ntpd is in Debian 11 only. apt
verifies what it fetches.
"""

import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import unpacked

TIME_SERVICES = {"chrony": ["chrony"], "ntpsec": ["ntpsec", "python3-ntp"],
                 "timesyncd": ["systemd-timesyncd"], "ntp": ["ntp", "libopts25", "libssl1.1"]}
# The last two depend on others that no test needs, such as a mail server.
MONITORS = (["icinga2-bin", "nagios-nrpe-server", "sudo"], ["nagios4-core", "nagios-nrpe-plugin"])
# These are started where they lie.
PROMETHEUS = ["prometheus", "prometheus-node-exporter"]
ZABBIX = ["zabbix-agent"]
OLD_RELEASE = "bullseye"
STAMP = "unpacked"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


def run(*command, directory=None):
    """Runs a command; returns whether it succeeded and what it said."""
    try:
        done = subprocess.run([str(word) for word in command], cwd=directory, text=True,
                              env=os.environ | {"LC_ALL": "C"}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def main_archive():
    """Where this host gets Debian itself from."""
    known, lines = run("apt-get", "indextargets", "--format", "$(REPO_URI)",
                       "Created-By: Packages", "Component: main", "Origin: Debian")
    e2e.require(known and lines.strip(), "apt with the main archive of Debian among its sources")
    return lines.splitlines()[0]


def options_for_old_release(directory):
    """Options of apt-get that make it know the old release and nothing else."""
    sources = directory / "old.list"
    sources.write_text(f"deb [signed-by={KEYS}] {main_archive()} {OLD_RELEASE} main\n",
                       encoding="utf-8")
    settings = {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "-",
                "Dir::State::lists": directory / "lists", "Dir::Cache": directory / "cache",
                "Acquire::Languages": "none", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled":
                "false"}
    for name in ("lists/partial", "cache/archives/partial"):
        (directory / name).mkdir(parents=True)
    options = [f"-o{name}={value}" for name, value in settings.items()]
    succeeded, output = run("apt-get", *options, "update", "-o", "APT::Update::Error-Mode=any")
    e2e.require(succeeded, f"the archive of Debian's {OLD_RELEASE} ({output.strip()})")
    return options


def lacking(packages):
    """Those of the packages and of all they need that are not installed, as PACKAGE=VERSION."""
    known, lines = run("apt-get", "--simulate", "--no-install-recommends", "--no-upgrade",
                       "install", *packages)
    e2e.require(known, f"apt that knows {', '.join(packages)} ({lines.strip()})")
    return [f"{name}={version}"
            for name, version in re.findall(r"^Inst (\S+) (?:\[.*?\] )?\((\S+)", lines, re.M)]


def packages_of(name):
    """All that is fetched for that directory."""
    if name == "services":
        return lacking(unpacked.SERVICES)
    if name == "monitors":
        complete, alone = MONITORS
        return lacking(complete) + [package for package in lacking(alone)
                                    if package.partition("=")[0] in alone]
    if name == "zabbix":
        return lacking(ZABBIX)
    return PROMETHEUS if name == "prometheus" else TIME_SERVICES[name]


def configure(root):
    """Does what the tests need of what the installation would do."""
    # ntpq looks for its library among its modules, and then where it would be installed.
    for library in root.glob("usr/lib/*/ntp/libntpc.so.1"):
        shutil.copy(library, root / "usr/lib/python3/dist-packages/ntp/libntpc.so")
    for program in root.glob("usr/bin/php[0-9]*.[0-9]*"):
        (root / "usr/bin/php").symlink_to(program.name)
    # Who may talk to firewalld, where the host asks polkit.
    for policy in root.glob("usr/share/polkit-1/actions/*.server.policy.choice"):
        chosen = policy.name.replace(".server.policy.choice", ".policy")
        policy.with_name(chosen).symlink_to(policy.name)
    for pattern in ("ufw.conf", "*.init", "iptables/*.rules"):
        for file in root.glob(f"usr/share/ufw/{pattern}"):
            shutil.copy(file, root / "etc/ufw")


def unpack(name, packages):
    """Does so unless it has been done, with these very packages and this very program."""
    target = e2e.build_file(f"e2e/{name}")
    stamp = "\n".join([*packages, pathlib.Path(__file__).read_text(encoding="utf-8")])
    if target.exists() and (target / STAMP).read_text(encoding="utf-8") == stamp:
        return
    # Renamed when it is complete, so that one that was stopped does not pass for it.
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    if packages:
        options = options_for_old_release(partial) if name == "ntp" else []
        succeeded, output = run("apt-get", *options, "download", *packages, directory=partial)
        e2e.require(succeeded, f"network access, for the packages of {name} ({output.strip()})")
    for package in partial.glob("*.deb"):
        succeeded, output = run("dpkg-deb", "-x", package, partial)
        if not succeeded:
            sys.exit(f"cannot unpack {package}:\n{output}")
        package.unlink()
    configure(partial)
    (partial / STAMP).write_text(stamp, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def main():
    wanted = sys.argv[1:] or [*TIME_SERVICES, "services", "monitors", "prometheus", "zabbix"]
    directory = e2e.build_file("e2e")
    directory.mkdir(exist_ok=True)
    # Two runs of the tests may begin at once.
    with open(directory / "unpack.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in wanted:
            unpack(name, packages_of(name))


if __name__ == "__main__":
    try:
        main()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}")
        sys.exit(e2e.ALL_SKIPPED)
