"""What docs/installing.md tells to type, typed: each form of a release from download to removal.

In clean systems, which are afterwards as they were. The registry that it speaks of is a directory.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import mkr
import packages
import system
from packages import e2e
from system import System

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "docs"))
import install
import markdown

DOCUMENT = "docs/installing.md"
REGISTRY = "docker://registry.example.com/"


def blocks():
    return markdown.blocks(e2e.source_file(DOCUMENT).read_text(encoding="utf-8"))


def only(kind, name):
    return next(block for block in blocks() if (block.kind, block.name) == (kind, name))


def copy_files(text, directory):
    """The files of a release that a text names, and their checksums."""
    release = e2e.directory_of("MNP_PACKAGES")
    for name in {*install.FILE.findall(text), "SHA256SUMS"}:
        shutil.copy(release / name, directory)


class Download(unittest.TestCase):
    def test_is_found_to_be_whole_or_not(self):
        for name in ("sums", "sum"):
            directory = e2e.work_directory(self.addCleanup)
            block = only("download", name)
            copy_files(block.text(), directory)
            command = ["sh", "-c", *block.commands()]
            self.assertEqual(packages.output_of(*command, cwd=directory), block.output() + "\n")
            with open(next(directory.glob("mackerel*")), "ab") as file:
                file.write(b" ")
            done = subprocess.run(command, cwd=directory, capture_output=True, check=False)
            self.assertNotEqual(done.returncode, 0)


class Form:
    """A subclass has the kind of the file, the release of Debian, and what is needed first."""

    kind = None
    suite = "bookworm"
    directory = packages.PROGRAMS
    needs = ()
    of_others = "$^"  # what is not ours of what is there afterwards
    forgets = False

    @classmethod
    def setUpClass(cls):
        cls.host = System(cls.suite, cls.addClassCleanup)
        if cls.needs:
            cls.host.apt("update")
            cls.host.apt("install", *cls.needs)

    def prepare(self):
        copy_files(only("install", self.kind).text(), self.host.root / "root")

    def type(self, kind):
        self.host.type(["set -e", *only(kind, self.kind).commands()])

    def test_installs_runs_and_leaves_nothing(self):
        self.prepare()
        before = self.host.files()
        # The second time is what an upgrade does, where that is not another command.
        for _ in range(2):
            self.type("install")
        sample = e2e.source_file("packaging/mackerel-agent.conf").read_text(encoding="utf-8")
        if self.directory != packages.PROGRAMS:
            sample = re.sub("/([a-z]+)-checker", r"/check-\1", sample)
            sample = sample.replace(f'"/{packages.PROGRAMS}/', f'"/{self.directory}/')
        self.host.run_every_tool(self, sample, self.directory)
        self.type("remove")
        if not self.forgets:
            self.assertTrue(list(self.host.root.glob("var/tmp/mackerel-native-plugins-*")))
            self.host.type(only("remove", "memory").commands())
        left = {path for path, found in self.host.files().items() if before.get(path) != found}
        self.assertEqual([path for path in left if not re.match(self.of_others, path)], [])


class Deb(Form, unittest.TestCase):
    kind = "deb"
    forgets = True


class Tar(Form, unittest.TestCase):
    kind = "tar.gz"
    suite = "bullseye"

    def test_its_manual_pages_are_where_the_document_says(self):
        self.prepare()
        self.type("install")
        text = e2e.source_file(DOCUMENT).read_text(encoding="utf-8")
        pages = re.search(r"`man -M /(\S+) (\S+)`", text)
        self.assertTrue((self.host.root / pages[1] / f"man1/{pages[2]}.1.gz").exists())
        self.type("remove")


class Rpm(Form, unittest.TestCase):
    kind = "rpm"
    needs = ("dnf",)
    of_others = r"(var/lib/(dnf|rpm)|root/\.rpmdb|usr/lib/sysimage|usr/share/licenses)(/|$)"

    def prepare(self):
        super().prepare()
        (self.host.root / "etc/dnf/dnf.conf").write_text("[main]\nassumeyes=True\n",
                                                        encoding="ascii")


class Zip(Form, unittest.TestCase):
    kind = "zip"
    suite = "trixie"
    directory = f"{mkr.PREFIX}/bin"
    needs = ("unzip",)
    of_others = f"(opt/mackerel-agent|{mkr.PREFIX}(/bin|/meta.*|/work)?)$"

    def prepare(self):
        super().prepare()
        if mkr.find_mkr():
            shutil.copy(mkr.find_mkr(), self.host.root / "usr/bin/mkr")

    def type(self, kind):
        if kind == "install" and not mkr.find_mkr():
            mkr.install_by_its_rules(self.host.root / "root" / install.files()["zip"],
                                     self.host.root)
            return
        super().type(kind)


class Image(unittest.TestCase):
    def test_the_programs_are_where_they_are_copied_from(self):
        directory = e2e.work_directory(self.addCleanup)
        block = only("install", "oci")
        copy_files(block.text(), directory)
        command = "\n".join(block.commands())
        self.assertEqual(command.count(REGISTRY), 1)
        image = re.search(rf"{REGISTRY}(\S+)", command)[1]
        command = command.replace(REGISTRY, "oci:").replace("skopeo ", "skopeo --insecure-policy ")
        packages.output_of("sh", "-c", command, cwd=directory)
        lines = only("image", "oci").text().replace("\\\n", "")
        source, there, here = re.search(r"^COPY --from=(\S+) +(\S+) +(\S+)$", lines, re.M).groups()
        self.assertEqual(f"docker://{source}", REGISTRY + image)
        self.assertEqual((there, here), (e2e.INSTALLED, e2e.INSTALLED))
        copied = e2e.work_directory(self.addCleanup)
        packages.output_of("skopeo", "--insecure-policy", "copy", f"oci:{directory}/{image}",
                           f"dir:{copied}")
        layer = next(path for path in copied.iterdir() if path.read_bytes()[:2] == b"\x1f\x8b")
        packages.output_of("tar", "-xzf", layer, "-C", copied)
        program = copied / there.lstrip("/") / "check-dns-rr"
        self.assertRegex(packages.output_of(program, "--version"),
                         packages.version_line("check-dns-rr"))


if __name__ == "__main__":
    system.main([Download, Deb, Tar, Rpm, Zip, Image])
