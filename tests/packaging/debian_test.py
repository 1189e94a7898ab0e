"""The Debian package as a distribution builds it: with its compiler, of its libraries."""

import re
import unittest

import packages
from packages import e2e


class BuiltByADistribution(unittest.TestCase):
    def test_depends_on_the_libraries_and_a_glibc_that_knows_packed_relocations(self):
        depends = packages.output_of("dpkg-deb", "-f", packages.package("deb"), "Depends")
        self.assertIn("libc6 (>= 2.36)", depends)
        for library in ("libc-ares2", "libcurl4", "libssl3"):
            self.assertRegex(depends, rf"\b{library}(t64)? \(>= ")

    def test_has_what_the_published_one_has(self):
        root = packages.unpack_deb(e2e.work_directory(self.addCleanup))
        programs = packages.programs_of(root)
        self.assertEqual(len(programs), 17)
        for name in programs:
            program = root / packages.PROGRAMS / name
            self.assertRegex(packages.output_of(program, "--version"), packages.version_line(name))
            self.assertTrue((root / f"usr/share/man/man1/{name}.1.gz").exists(), name)
            self.assertTrue(re.search(rb"GLIBC_", programs[name]), name)
        self.assertTrue((root / packages.DROP_IN).exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
