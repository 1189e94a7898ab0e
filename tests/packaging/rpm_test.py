"""The rpm in an empty root of its own: installs, is as it was packed, and is erased."""

import os
import unittest

import packages
from packages import e2e


class InstalledRpm(unittest.TestCase):
    def setUp(self):
        e2e.require(os.geteuid() == 0, "root, for rpm --root")
        self.root = e2e.work_directory(self.addCleanup)
        self.rpm("--initdb")

    def rpm(self, *words):
        return packages.output_of("rpm", "--root", self.root, "--dbpath", "/var/lib/rpm",
                                  "--nosignature", *words)

    def files(self):
        return {os.path.relpath(os.path.join(directory, name), self.root)
                for directory, _, names in os.walk(self.root) for name in names
                if not os.path.relpath(directory, self.root).startswith("var/lib/rpm")}

    # --nodeps: an empty root has no libraries that it could depend on.
    def test_installs_verifies_and_is_erased(self):
        self.rpm("-i", "--nodeps", packages.package(".rpm"))
        self.assertEqual(self.rpm("-V", "--nodeps", packages.NAME), "")
        programs = list((self.root / "usr/bin").iterdir())
        self.assertNotEqual(programs, [])
        for program in programs:
            self.assertEqual(packages.output_of(program, "--version"),
                             f"{program.name} {packages.version()}\n")
            owner = self.rpm("-qf", "--qf", "%{NAME}", f"/usr/bin/{program.name}")
            self.assertEqual(owner, packages.NAME)
        self.rpm("-e", packages.NAME)
        self.assertEqual(self.files(), set())
        self.assertFalse((self.root / f"usr/share/doc/{packages.NAME}").exists())

    def test_keeps_what_the_administrator_wrote(self):
        self.rpm("-i", "--nodeps", packages.package(".rpm"))
        drop_in = self.root / packages.DROP_IN
        drop_in.write_text("# Mine.\n", encoding="utf-8")
        self.rpm("-U", "--force", "--nodeps", packages.package(".rpm"))
        self.assertEqual(drop_in.read_text(encoding="utf-8"), "# Mine.\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
