"""The rpm in an empty root of its own: installs, is as it was packed, and is erased."""

import os
import unittest

import packages
from packages import e2e

OF_EVERY_SYSTEM = {"etc", "usr", "usr/bin", "usr/lib", "usr/share", "usr/share/doc",
                   "usr/share/licenses", "usr/share/man", "usr/share/man/man1",
                   "usr/share/man/man7"}


class InstalledRpm(unittest.TestCase):
    def setUp(self):
        e2e.require(os.geteuid() == 0, "root, for rpm --root")
        self.root = e2e.work_directory(self.addCleanup)
        self.rpm("--initdb")

    def rpm(self, *words):
        return packages.output_of("rpm", "--root", self.root, "--dbpath", "/var/lib/rpm",
                                  "--nosignature", *words)

    def paths(self):
        """But for rpm's own, and the directories that every system has."""
        found = {os.path.relpath(os.path.join(directory, name), self.root)
                 for directory, directories, files in os.walk(self.root)
                 for name in directories + files}
        return {path for path in found
                if not path.startswith("var") and path not in OF_EVERY_SYSTEM}

    def test_installs_verifies_and_is_erased(self):
        self.rpm("-i", packages.package("rpm"))
        self.assertEqual(self.rpm("-V", packages.NAME), "")
        programs = list((self.root / packages.PROGRAMS).iterdir())
        self.assertNotEqual(programs, [])
        for program in programs:
            self.assertRegex(packages.output_of(program, "--version"),
                             packages.version_line(program.name))
            owner = self.rpm("-qf", "--qf", "%{NAME}", f"{e2e.INSTALLED}/{program.name}")
            self.assertEqual(owner, packages.NAME)
        self.rpm("-e", packages.NAME)
        self.assertEqual(self.paths(), set())

    def test_keeps_what_the_administrator_wrote(self):
        self.rpm("-i", packages.package("rpm"))
        drop_in = self.root / packages.DROP_IN
        drop_in.write_text("# Mine.\n", encoding="utf-8")
        self.rpm("-U", "--force", packages.package("rpm"))
        self.assertEqual(drop_in.read_text(encoding="utf-8"), "# Mine.\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
