"""The Debian package in clean minimal systems: installs, runs, upgrades, and leaves no trace."""

import re
import shutil
import unittest

import packages
import system
from packages import e2e
from system import System

OLD_VERSION = "0.0.1"


def older_package(directory):
    """The package as a release before it might have been."""
    unpacked = directory / "older"
    packages.output_of("dpkg-deb", "--raw-extract", packages.package("deb"), unpacked)
    control = unpacked / "DEBIAN/control"
    text = re.sub(r"^Version: .*$", f"Version: {OLD_VERSION}",
                  control.read_text(encoding="utf-8"), flags=re.M)
    control.write_text(text, encoding="utf-8")
    (unpacked / "usr/bin/check-of-yore").write_text("#!/bin/sh\n", encoding="utf-8")
    drop_in = unpacked / packages.DROP_IN
    drop_in.write_text("# Of yore.\n", encoding="utf-8")
    packages.output_of("dpkg-deb", "--root-owner-group", "--build", unpacked,
                       directory / "older.deb")
    return directory / "older.deb"


class InstalledSystem(unittest.TestCase):
    """The tests leave the system as it was. The classes below name a release of Debian."""

    suite = None

    @classmethod
    def setUpClass(cls):
        cls.system = System(cls.suite, cls.addClassCleanup)
        shutil.copy(packages.package("deb"), cls.system.root / "tmp/new.deb")
        older = older_package(e2e.work_directory(cls.addClassCleanup))
        shutil.copy(older, cls.system.root / "tmp/older.deb")
        cls.before = cls.system.files()

    def installed_version(self):
        return self.system.run("dpkg-query", "-W", "-f", "${Version}", packages.NAME)

    def drop_in(self):
        return self.system.root / packages.DROP_IN

    def expect_untouched_files(self):
        self.assertEqual(self.system.run("dpkg", "-V", packages.NAME), "")

    def test_installs_upgrades_runs_and_leaves_nothing(self):
        self.system.run("dpkg", "-i", "/tmp/older.deb")
        self.assertEqual(self.installed_version(), OLD_VERSION)
        self.system.apt("install", "/tmp/new.deb")
        self.assertEqual(self.installed_version(), packages.version())
        self.assertFalse((self.system.root / "usr/bin/check-of-yore").exists())
        self.expect_untouched_files()
        self.assertNotIn("Of yore", self.drop_in().read_text(encoding="utf-8"))

        sample = (self.system.root / packages.SAMPLE).read_text(encoding="utf-8")
        self.system.run_every_tool(self, sample, packages.PROGRAMS)
        self.expect_untouched_files()

        self.system.run("dpkg", "--remove", packages.NAME)
        self.assertTrue(self.drop_in().exists(), "configuration goes only when purged")
        self.system.run("dpkg", "--purge", packages.NAME)
        self.assertEqual(self.system.files(), self.before)

    def test_keeps_what_the_administrator_wrote(self):
        self.system.run("dpkg", "-i", "/tmp/older.deb")
        with self.drop_in().open("a", encoding="utf-8") as file:
            file.write(f'[plugin.checks.uptime]\ncommand = ["{e2e.INSTALLED}/check-uptime"]\n')
        edited = self.drop_in().read_text(encoding="utf-8")
        self.system.apt("install", "/tmp/new.deb")
        self.assertEqual(self.installed_version(), packages.version())
        self.assertEqual(self.drop_in().read_text(encoding="utf-8"), edited)
        self.system.run("dpkg", "--purge", packages.NAME)
        self.assertEqual(self.system.files(), self.before)

    def test_purging_takes_what_users_remember_and_nothing_else(self):
        self.system.apt("install", "/tmp/new.deb")
        memory = self.system.root / "var/tmp"
        (memory / "mackerel-agent").mkdir()
        # The agent makes it without the sticky bit, but then no memory would be put there.
        (memory / "mackerel-agent").chmod(0o1777)
        for user in ("0", "65534"):
            for directory in ("/var/tmp", "/var/tmp/mackerel-agent"):
                self.system.start("setpriv", f"--reuid={user}", "--clear-groups", "env",
                                  f"MACKEREL_PLUGIN_WORKDIR={directory}",
                                  "delay-checker", "-c", "2", "--", "false")
                remembered = f"{directory}/mackerel-native-plugins-{user}"
                self.assertTrue(list(self.system.inside(remembered).iterdir()))

        kept = [self.system.inside("/root/precious"), memory / "mackerel-native-plugins-0.1.0-src",
                memory / "mackerel-native-plugins-7", memory / "mackerel-native-plugins-8"]
        for directory in kept:
            directory.mkdir()
        link = memory / "mackerel-agent/mackerel-native-plugins-12"
        link.symlink_to("/root/precious")
        packages.output_of("mount", "-t", "tmpfs", "-o", "uid=7", "tmpfs", kept[2])
        for directory in kept:
            (directory / "file").touch()

        self.system.run("dpkg", "--purge", packages.NAME)
        self.assertTrue(all((directory / "file").exists() for directory in kept))
        packages.output_of("umount", kept[2])
        link.unlink()
        for directory in kept:
            shutil.rmtree(directory)
        (memory / "mackerel-agent").rmdir()
        self.assertEqual(self.system.files(), self.before)


class Bookworm(InstalledSystem):
    suite = "bookworm"


class Trixie(InstalledSystem):
    suite = "trixie"


class Bullseye(InstalledSystem):
    suite = "bullseye"


if __name__ == "__main__":
    system.main([Bullseye, Bookworm, Trixie])
