"""What is in the deb and the rpm: sizes, names, owners, documents; the same for both machines."""

import gzip
import os
import pathlib
import re
import unittest

import packages
from packages import e2e


def listed_by_rpm(query_format, machine=packages.MACHINE):
    return packages.output_of("rpm", "-qp", "--nosignature", "--qf", query_format,
                              packages.package("rpm", machine))


class Deb(unittest.TestCase):
    def setUp(self):
        self.root = packages.unpack_deb(e2e.work_directory(self.addCleanup))

    def test_is_small(self):
        self.assertLessEqual(packages.package("deb").stat().st_size, 6_000_000)

    def test_has_the_version_of_the_project(self):
        field = packages.output_of("dpkg-deb", "-f", packages.package("deb"), "Version").strip()
        self.assertEqual(field, packages.version())

    def test_depends_on_nothing(self):
        fields = packages.output_of("dpkg-deb", "-f", packages.package("deb"))
        self.assertNotRegex(fields, "(?m)^(Pre-)?(Depends|Recommends):")

    def test_has_a_manual_page_for_every_program(self):
        pages = {path.name for path in self.root.glob("usr/share/man/man1/*.1.gz")}
        for program in (self.root / packages.PROGRAMS).iterdir():
            self.assertIn(f"{program.name}.1.gz", pages)

    def test_the_documents_that_manual_pages_name_are_there(self):
        named = set()
        for page in self.root.glob("usr/share/man/man?/*.gz"):
            text = gzip.decompress(page.read_bytes()).decode("ascii").replace(r"\-", "-")
            named |= set(re.findall(r"/(usr/share/doc/\S+\.(?:md|conf))\b", text))
        self.assertGreater(len(named), 3)
        for name in named:
            self.assertTrue((self.root / name).is_file(), name)

    def test_the_examples_that_documents_name_are_there(self):
        documents = (self.root / packages.SAMPLE).parents[1]
        named = {name for document in (documents / "docs").glob("*.md")
                 for name in re.findall(r"\(\.\./(examples/[^)#]+)", document.read_text("utf-8"))}
        self.assertGreater(len(named), 5)
        for name in named:
            self.assertTrue((documents / name).is_file(), name)

    def test_the_drop_in_is_the_sample_with_every_line_a_comment(self):
        text = (self.root / packages.DROP_IN).read_text(encoding="utf-8")
        self.assertTrue(all(line.startswith("#") for line in text.splitlines()))
        sample = (self.root / packages.SAMPLE).read_text(encoding="utf-8")
        self.assertEqual(sample, e2e.source_file("packaging/mackerel-agent.conf")
                         .read_text(encoding="utf-8"))
        settings = re.findall(r"^[^#\n].*$", sample, re.M)
        self.assertEqual(re.findall(r"^#([^ #\n].*)$", text, re.M), settings)

    def test_the_drop_in_says_that_upgrades_replace_it_and_who_reads_it(self):
        text = (self.root / packages.DROP_IN).read_text(encoding="utf-8")
        headline = " ".join(line.removeprefix("# ") for line in text.split("\n#\n")[0].split("\n"))
        self.assertIn("upgrades replace it. Copy what you want of it into another file", headline)
        self.assertEqual(text.count("/etc/mackerel-agent/conf.d/*.conf"), 1)
        self.assertNotIn("Append", text)

    def test_the_sample_has_every_program(self):
        sample = (self.root / packages.SAMPLE).read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(rf'"{e2e.INSTALLED}/([-a-z]+)"', sample)),
                         {program.name for program in (self.root / packages.PROGRAMS).iterdir()
                          if not program.is_symlink()})

    def test_a_wrapper_has_a_second_name(self):
        links = {path.name: os.readlink(path)
                 for path in (self.root / packages.PROGRAMS).iterdir() if path.is_symlink()}
        self.assertEqual(links, {"check-delay": "delay-checker",
                                 "check-interval": "interval-checker",
                                 "check-periodic": "periodic-checker"})

    def test_all_but_the_names_of_others_are_linked_to_where_programs_are(self):
        links = {path.name: os.readlink(path) for path in (self.root / "usr/bin").iterdir()}
        names = {path.name for path in (self.root / packages.PROGRAMS).iterdir()}
        self.assertEqual(links, {name: f"../{packages.PROGRAMS.removeprefix('usr/')}/{name}"
                                 for name in names - packages.NAMES_OF_OTHERS})


class Rpm(unittest.TestCase):
    def files(self):
        lines = listed_by_rpm("[%{FILENAMES}\t%{FILEMODES:perms}\t%{FILEUSERNAME}:%{FILEGROUPNAME}"
                              "\t%{FILEFLAGS:fflags}\n]").splitlines()
        return {path: (mode, owner, flags)
                for path, mode, owner, flags in (line.split("\t") for line in lines)}

    def test_has_the_version_of_the_project(self):
        self.assertEqual(listed_by_rpm("%{VERSION}"), packages.version())

    def test_has_the_files_of_the_deb(self):
        root = packages.unpack_deb(e2e.work_directory(self.addCleanup))
        files = self.files()
        for name in ("usr/bin", packages.PROGRAMS, "usr/share/man", "usr/share/bash-completion"):
            for path in (root / name).rglob("*"):
                if not path.is_dir():
                    self.assertIn(f"/{path.relative_to(root)}", files)
        self.assertEqual({owner for _, owner, _ in files.values()}, {"root:root"})
        programs = f"{e2e.INSTALLED}/"
        elsewhere = [path for path in files if path.startswith(("/usr/lib", "/lib"))
                     and path not in programs and not path.startswith(programs)]
        self.assertEqual(elsewhere, [])
        self.assertEqual({"/usr", "/usr/bin", "/usr/lib", "/usr/share"} & set(files), set())
        self.assertEqual(files[f"/{packages.DROP_IN}"][2], "cn")

    def test_requires_nothing_but_of_rpm_itself(self):
        requires = packages.output_of("rpm", "-qp", "--nosignature", "--requires", "--recommends",
                                      packages.package("rpm")).splitlines()
        self.assertEqual([line for line in requires if not line.startswith("rpmlib(")], [])


class BothMachines(unittest.TestCase):
    """What is in a package for one machine is in that for the other."""

    def test_have_the_same_files(self):
        for unpack in (packages.unpack_deb, packages.unpack_rpm):
            found = []
            for machine in packages.MACHINES:
                root = unpack(e2e.work_directory(self.addCleanup), machine)
                found.append({path.relative_to(root): path for path in root.rglob("*")
                              if path.is_file() and not path.is_symlink()})
            self.assertEqual(set(found[0]), set(found[1]))
            for name, path in found[0].items():
                if name.parent != pathlib.Path(packages.PROGRAMS):
                    self.assertEqual(path.read_bytes(), found[1][name].read_bytes(), name)

    def test_have_the_programs_of_their_machine(self):
        for machine, architecture in packages.MACHINES.items():
            root = packages.unpack_deb(e2e.work_directory(self.addCleanup), machine)
            programs = packages.programs_of(root)
            self.assertEqual(packages.programs_of(
                packages.unpack_rpm(e2e.work_directory(self.addCleanup), machine)), programs)
            self.assertEqual(len(programs), 17)
            for name, content in programs.items():
                self.assertEqual(content[:4], b"\x7fELF", name)
                self.assertEqual(content[18:20], packages.ELF_MACHINE[architecture], name)

    def test_tell_their_architecture(self):
        for machine, architecture in packages.MACHINES.items():
            field = packages.output_of("dpkg-deb", "-f", packages.package("deb", machine),
                                       "Architecture").strip()
            self.assertEqual(field, machine)
            self.assertEqual(listed_by_rpm("%{ARCH}", machine), architecture)


if __name__ == "__main__":
    unittest.main(verbosity=2)
