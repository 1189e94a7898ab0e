"""The tests leave this host as it was: `./dev` enables nothing, and no test leaves anything."""

import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import unpack
import unpacked
from watching import living_processes, wait_until

LISTS = re.compile(r"""^(\w+_packages)=(["'])(.*?)\2""", re.M | re.S)
INSTALLED = re.compile(r"^ +install (\$\w+_packages.*)$", re.M)
# What each Debian has that was not made for a container.
EVERYWHERE = ("required", "important")
FILES = re.compile(r"/etc/(init\.d|cron[^/]*|sysctl\.d|pam\.d|systemd/system|xdg/autostart)/\w"
                   r"|(/usr)?/lib/(sysctl\.d|sysusers\.d|systemd/(system|user)/[^/]+\.wants)/\w"
                   r"|/usr/share/(pam-configs|dbus-1/system-services)/\w")
RECORDS = pathlib.Path("/var/lib/dpkg/info")
ENABLES = re.compile(r"deb-systemd-helper enable '?([^'\s]+)")
COMMANDS = re.compile(r"^\s*(adduser|addgroup|useradd|groupadd|systemctl enable|"
                      r"update-rc\.d \S+ defaults)\b.*", re.M)
# Started as a test is, it writes to all that services write to, and leaves a process.
UNTIDY = """
import pathlib, subprocess, sys, time
sys.path[:0] = sys.argv[1:3]
import e2e, mounts, unpacked
e2e.enter_private_namespaces()
unpacked.lay_over()
mounts.mount("untidy", "/run", "tmpfs")
for name in (*unpacked.WRITTEN, "/run"):
    (pathlib.Path(name) / sys.argv[3]).touch()
subprocess.Popen(["sleep", "1000"], start_new_session=True, env={}, stdin=subprocess.DEVNULL,
                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("ready", flush=True)
if sys.argv[4] == "killed":
    time.sleep(1000)
"""
NAME = "left-behind"


def output_of(*command):
    done = subprocess.run(command, text=True, capture_output=True, stdin=subprocess.DEVNULL,
                          env={"PATH": mounts.SYSTEM_PATH, "LC_ALL": "C"}, check=False)
    e2e.require(done.returncode == 0, f"a Debian whose dpkg works ({done.stderr.strip()})")
    return done.stdout


def named_packages():
    """All that any command of ./dev would install."""
    dev = e2e.source_file("dev").read_text(encoding="utf-8")
    lists = {}
    for name, _, words in LISTS.findall(dev):
        lists[f"${name}"] = [package for word in words.split()
                             for package in lists.get(word, [word])]
    return {package for words in INSTALLED.findall(dev) for word in words.split()
            for package in lists.get(word, [word])}


class Packages:
    """What dpkg knows of the packages that are installed here."""

    def __init__(self):
        lines = output_of("dpkg-query", "--show", "--showformat", "${Package}\t${Priority}\t"
                          "${Pre-Depends}, ${Depends}\t${Provides}\t${db:Status-Status}\n")
        self.priorities, self.needs, self.providers = {}, {}, {}
        for line in lines.splitlines():
            name, priority, needs, provides, status = line.split("\t")
            if status != "installed":
                continue
            self.priorities[name] = priority
            self.needs[name] = [re.findall(r"(?:^|\|) *([a-z0-9][-+.a-z0-9]+)", group)
                                for group in needs.split(",")]
            for other in (name, *re.findall(r"(?:^|,) *([a-z0-9][-+.a-z0-9]+)", provides)):
                self.providers.setdefault(other, name)

    def with_what_they_need(self, packages):
        """The packages and all that they depend on, as far as it is here."""
        found, open_ones = set(), set(packages)
        while open_ones:
            name = open_ones.pop()
            found.add(name)
            for alternatives in self.needs.get(name, []):
                here = [self.providers[other] for other in alternatives if other in self.providers]
                open_ones |= set(here[:1]) - found
        return found


def recorded(package, kind):
    """What dpkg has recorded of a package: its "list" of files, its "postinst"."""
    paths = (*RECORDS.glob(f"{package}.{kind}"), *RECORDS.glob(f"{package}:*.{kind}"))
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def enabled_by(package):
    """What runs, or is another, on a host with this package, though nobody has asked for it."""
    found = [path for path in recorded(package, "list").splitlines() if FILES.match(path)]
    script = recorded(package, "postinst")
    # Where dh_installsystemd --no-enable wrote it, nothing is enabled that was not before.
    found += [f"enables {unit}" for unit in ENABLES.findall(script)
              if not re.search(rf"debian-installed '?{re.escape(unit)}", script)]
    return found + [match[0].strip() for match in COMMANDS.finditer(script)]


class Installed(unittest.TestCase):
    def test_no_package_that_dev_installs_enables_anything(self):
        packages = Packages()
        usual = packages.with_what_they_need(
            name for name, priority in packages.priorities.items() if priority in EVERYWHERE)
        added = packages.with_what_they_need(named_packages()) - usual
        self.assertGreater(len(added), 20)
        found = {name: enabled for name in sorted(added) if (enabled := enabled_by(name))}
        self.assertEqual(found, {})

    def test_what_is_unpacked_is_not_installed_as_well(self):
        separate = [*unpack.TIME_SERVICES.values(), *unpack.MONITORS, unpack.PROMETHEUS,
                    unpack.ZABBIX]
        services = {*unpacked.SERVICES, *sum(separate, [])} - {"systemd"}
        self.assertEqual(Packages().with_what_they_need(named_packages()) & services, set())


class Left(unittest.TestCase):
    def start(self, end):
        """Starts a test that does not clean up, and waits until it has done all that."""
        program = e2e.work_directory(self.addCleanup) / "untidy_test.py"
        program.write_text(UNTIDY, encoding="utf-8")
        sources = [e2e.source_file(f"tests/{name}") for name in ("support", "e2e")]
        process = subprocess.Popen([sys.executable, program, *sources, NAME, end], text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.addCleanup(lambda: (process.kill(), process.wait(20), process.stdout.close()))
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def assert_nothing_is_left(self, mounted):
        # Here nobody else has processes: this test is in a namespace of its own.
        self.assertTrue(wait_until(lambda: len(living_processes()) == 1, 20), living_processes())
        self.assertEqual(mounts.mount_points(), mounted)
        written = [pathlib.Path(name, NAME) for name in (*unpacked.WRITTEN, "/run")]
        self.assertEqual([path for path in written if path.exists()], [])

    def test_nothing_by_a_test_that_ends(self):
        mounted = mounts.mount_points()
        self.assertEqual(self.start("finished").wait(20), 0)
        self.assert_nothing_is_left(mounted)

    def test_nothing_by_a_test_that_is_killed(self):
        mounted = mounts.mount_points()
        process = self.start("killed")
        self.assertGreater(len(living_processes()), 2)
        process.kill()
        self.assert_nothing_is_left(mounted)


if __name__ == "__main__":
    e2e.main()
