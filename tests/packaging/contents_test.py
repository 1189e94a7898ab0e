"""What is in the packages: sizes, names, owners, and what the programs ask of other systems."""

import gzip
import os
import re
import stat
import unittest
import zipfile

import packages
from packages import e2e


def listed_by_rpm(query_format):
    return packages.output_of("rpm", "-qp", "--nosignature", "--qf", query_format,
                              packages.package(".rpm"))


class Deb(unittest.TestCase):
    def setUp(self):
        self.root = packages.unpack_deb(e2e.work_directory(self.addCleanup))

    def test_is_small(self):
        self.assertLessEqual(packages.package(".deb").stat().st_size, 2_500_000)

    def test_has_the_version_of_the_project(self):
        field = packages.output_of("dpkg-deb", "-f", packages.package(".deb"), "Version").strip()
        self.assertEqual(field, packages.version())

    def test_depends_on_the_libraries_and_a_glibc_that_knows_packed_relocations(self):
        depends = packages.output_of("dpkg-deb", "-f", packages.package(".deb"), "Depends")
        self.assertIn("libc6 (>= 2.36)", depends)
        for library in ("libc-ares2", "libcurl4", "libssl3"):
            self.assertIn(f"{library} (>= ", depends)

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
        self.assertEqual(listed_by_rpm("%{ARCH}"), "x86_64")

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

    def test_asks_for_nothing_that_only_debian_has(self):
        requires = packages.output_of("rpm", "-qp", "--nosignature", "--requires",
                                      packages.package(".rpm"))
        self.assertIn("libcurl.so.4()(64bit)", requires)
        self.assertNotIn("CURL_OPENSSL", requires)


class Zip(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = e2e.work_directory(cls.addClassCleanup)
        # As users do: Python's own zipfile forgets the modes.
        packages.output_of("unzip", "-q", packages.package(".zip"), "-d", cls.directory)
        cls.directory /= packages.ZIP_DIRECTORY
        cls.programs = [path for path in cls.directory.iterdir() if path.stat().st_mode & 0o111]

    def test_holds_only_files_and_their_modes(self):
        with zipfile.ZipFile(packages.package(".zip")) as archive:
            for member in archive.infolist():
                directory, name = member.filename.split("/")
                self.assertEqual(directory, packages.ZIP_DIRECTORY)
                mode = member.external_attr >> 16
                self.assertTrue(stat.S_ISREG(mode), name)
                is_program = (self.directory / name) in self.programs
                self.assertEqual(stat.S_IMODE(mode), 0o755 if is_program else 0o644, name)
                self.assertEqual(member.extra, b"", "what differs from build to build")

    def test_has_every_program_of_the_deb_under_a_name_that_mkr_takes(self):
        root = packages.unpack_deb(e2e.work_directory(self.addCleanup))
        names = {path.name for path in (root / packages.PROGRAMS).iterdir()}
        wrappers = {name for name in names if name.endswith("-checker")}
        self.assertEqual(len(wrappers), 3)
        self.assertEqual({path.name for path in self.programs}, names)
        for name in wrappers:
            second = f"check-{name.removesuffix('-checker')}"
            self.assertEqual((self.directory / name).read_bytes(),
                             (self.directory / second).read_bytes())
        for name in names - wrappers:
            self.assertTrue(name.startswith(("check-", "mackerel-plugin-")), name)

    def test_every_program_tells_its_name_and_the_version(self):
        for program in self.programs:
            self.assertRegex(packages.output_of(program, "--version"),
                             packages.version_line(program.name))

    def test_needs_no_newer_glibc_than_debian_12_has_and_nothing_only_debian_has(self):
        for program in self.programs:
            for version in packages.symbol_versions(program):
                if version.startswith("GLIBC_2."):
                    self.assertLessEqual(int(version.split(".")[1]), 36, program.name)
                else:
                    self.assertNotRegex(version, "^(GLIBC_[^A]|CURL_|GLIBCXX|CXXABI|GCC)")

    def test_what_the_programs_need_is_written_down(self):
        text = (self.directory / "README.md").read_text(encoding="utf-8")
        written = {}
        for programs, libraries in re.findall(r"^\| (`.*?) \| (`.*?) \|", text, re.M):
            for program in re.findall(r"`([-a-z]+)`", programs):
                written[program] = set(re.findall(r"`(lib\w+\.so\.\d+)`", libraries))
        for program in self.programs:
            needed = packages.needed_libraries(program)
            needed = {name for name in needed if not re.match(r"libc\.so|ld-linux", name)}
            self.assertEqual(written.get(program.name, set()), needed, program.name)

    def test_the_commands_of_its_document(self):
        """Installation as in the README, where it is tried; and what prints the sample."""
        text = (self.directory / "README.md").read_text(encoding="utf-8")
        install, show_sample = re.findall(r"^    (.*)$", text, re.M)
        readme = e2e.source_file("README.md").read_text(encoding="utf-8")
        self.assertIn(f"\n$ {install}\n", readme)
        shown = packages.output_of("sh", "-c", show_sample, cwd=packages.package(".zip").parent)
        self.assertEqual(shown, (self.directory / "mackerel-agent.sample.conf")
                         .read_text(encoding="utf-8"))

    def test_the_sample_has_the_paths_of_mkr(self):
        text = (self.directory / "mackerel-agent.sample.conf").read_text(encoding="utf-8")
        self.assertNotIn('"/usr/', text)
        installed = set(re.findall(r'"/opt/mackerel-agent/plugins/bin/([-a-z]+)"', text))
        self.assertEqual(installed, {program.name for program in self.programs
                                     if not program.name.endswith("-checker")})


if __name__ == "__main__":
    unittest.main(verbosity=2)
