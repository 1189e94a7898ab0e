"""What is in the archives: for mkr, for any Linux, and the image for containers."""

import hashlib
import json
import os
import re
import stat
import subprocess
import tarfile
import unittest
import zipfile

import packages
from packages import e2e


class Zip(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = packages.unpack_zip(e2e.work_directory(cls.addClassCleanup))
        cls.programs = [path for path in cls.directory.iterdir() if path.stat().st_mode & 0o111]

    def test_holds_only_files_and_their_modes(self):
        with zipfile.ZipFile(packages.package("zip")) as archive:
            for member in archive.infolist():
                directory, name = member.filename.split("/")
                self.assertEqual(directory, self.directory.name)
                mode = member.external_attr >> 16
                self.assertTrue(stat.S_ISREG(mode), name)
                is_program = (self.directory / name) in self.programs
                self.assertEqual(stat.S_IMODE(mode), 0o755 if is_program else 0o644, name)
                self.assertEqual(member.extra, b"", "what differs from build to build")

    def test_has_every_program_of_the_deb_once_under_a_name_that_mkr_takes(self):
        for machine in packages.MACHINES:
            root = packages.unpack_deb(e2e.work_directory(self.addCleanup), machine)
            directory = packages.unpack_zip(e2e.work_directory(self.addCleanup), machine)
            programs = {re.sub("(.*)-checker", r"check-\1", name): content
                        for name, content in packages.programs_of(root).items()}
            self.assertEqual(len(programs), 17)
            found = {path.name: path.read_bytes() for path in directory.iterdir()
                     if path.name.startswith(("check-", "mackerel-plugin-"))}
            self.assertEqual(found, programs)

    def test_every_program_tells_its_name_and_the_version(self):
        for program in self.programs:
            self.assertRegex(packages.output_of(program, "--version"),
                             packages.version_line(program.name))

    def test_the_commands_of_its_document(self):
        """Installation as in the README, where it is tried; and what prints the sample."""
        text = (self.directory / "README.md").read_text(encoding="utf-8")
        install, show_sample = re.findall(r"^    (.*)$", text, re.M)
        readme = e2e.source_file("README.md").read_text(encoding="utf-8")
        self.assertIn(f"\n$ {install}\n", readme)
        shown = packages.output_of("sh", "-c", show_sample, cwd=packages.package("zip").parent)
        self.assertEqual(shown, (self.directory / "mackerel-agent.sample.conf")
                         .read_text(encoding="utf-8"))

    def test_the_sample_has_the_paths_of_mkr(self):
        text = (self.directory / "mackerel-agent.sample.conf").read_text(encoding="utf-8")
        self.assertNotIn('"/usr/', text)
        installed = set(re.findall(r'"/opt/mackerel-agent/plugins/bin/([-a-z]+)"', text))
        self.assertEqual(installed, {program.name for program in self.programs})


class Tar(unittest.TestCase):
    def test_has_the_programs_and_the_documents_of_the_deb(self):
        for machine in packages.MACHINES:
            root = packages.unpack_deb(e2e.work_directory(self.addCleanup), machine)
            directory = packages.unpack_tar(e2e.work_directory(self.addCleanup), machine)
            self.assertEqual({path.name: path.read_bytes() for path in (directory / "bin").iterdir()
                              if not path.is_symlink()}, packages.programs_of(root))
            for name in ("man", "bash-completion", "zsh", "fish"):
                expected = {path.relative_to(root / "usr") for path in
                            (root / "usr/share" / name).rglob("*")}
                self.assertGreater(len(expected), 10 if name != "zsh" else 5)
                for path in expected:
                    self.assertTrue(os.path.lexists(directory / path), path)

    def test_has_a_license_and_no_owner(self):
        with tarfile.open(packages.package("tar.gz")) as archive:
            self.assertEqual({(member.uid, member.gid, member.uname) for member in archive},
                             {(0, 0, "")})
            names = archive.getnames()
        self.assertIn(f"{packages.NAME}-{packages.version()}/share/doc/{packages.NAME}/LICENSE",
                      names)

    def test_its_programs_run_where_it_is_unpacked(self):
        directory = packages.unpack_tar(e2e.work_directory(self.addCleanup))
        for name in ("check-uptime", "delay-checker", "check-delay"):
            self.assertRegex(packages.output_of(directory / "bin" / name, "--version"),
                             packages.version_line("(check-uptime|delay-checker|check-delay)"))


class Image(unittest.TestCase):
    """As skopeo reads it, which is what podman and buildah are made of."""

    def copied(self, machine):
        """The manifest, and the directory that has what it names."""
        directory = e2e.work_directory(self.addCleanup)
        packages.output_of("skopeo", "--insecure-policy", "--override-arch", machine, "copy",
                           f"oci-archive:{packages.package('oci')}", f"dir:{directory}")
        return json.loads((directory / "manifest.json").read_text(encoding="utf-8")), directory

    def test_has_an_image_for_each_machine_with_the_programs_alone(self):
        for machine in packages.MACHINES:
            manifest, directory = self.copied(machine)
            digest = manifest["config"]["digest"].removeprefix("sha256:")
            config = json.loads((directory / digest).read_text(encoding="utf-8"))
            self.assertEqual((config["architecture"], config["os"]), (machine, "linux"))
            for license_of in ("LICENSE", "packaging/NOTICE"):
                self.assertIn(e2e.source_file(license_of).read_text(encoding="utf-8"),
                              config["config"]["Labels"]["NOTICE"])
            self.assertEqual(len(manifest["layers"]), 1)
            layer = directory / manifest["layers"][0]["digest"].removeprefix("sha256:")
            root = e2e.work_directory(self.addCleanup)
            packages.output_of("tar", "-xzf", layer, "-C", root)
            deb = packages.unpack_deb(e2e.work_directory(self.addCleanup), machine)
            self.assertEqual(packages.programs_of(root), packages.programs_of(deb))
            files = [path for path in root.rglob("*") if not path.is_dir()]
            self.assertEqual({path.parent for path in files}, {root / packages.PROGRAMS})

    def test_its_programs_run_in_a_root_that_has_nothing_else(self):
        manifest, directory = self.copied(packages.MACHINE)
        layer = directory / manifest["layers"][0]["digest"].removeprefix("sha256:")
        root = e2e.work_directory(self.addCleanup)
        packages.output_of("tar", "-xzf", layer, "-C", root)
        for name in packages.programs_of(root):
            self.assertRegex(packages.output_of("chroot", root, f"/{packages.PROGRAMS}/{name}",
                                                "--version"), packages.version_line(name))

    def test_every_blob_is_what_its_name_says(self):
        with tarfile.open(packages.package("oci")) as archive:
            blobs = [member for member in archive if member.name.startswith("blobs/sha256/")]
            self.assertGreater(len(blobs), 6)
            for member in blobs:
                content = archive.extractfile(member).read()
                self.assertEqual(hashlib.sha256(content).hexdigest(),
                                 member.name.removeprefix("blobs/sha256/"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
