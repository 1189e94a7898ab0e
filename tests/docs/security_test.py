"""What is linked in is what its pins say: SECURITY.md's way to raise one, and what else is refused.

Nothing is fetched or built: cargo is a script, and all is refused before anything is looked for.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
import e2e
import markdown

FOLDER = "packaging/third-party"
CRATE = re.compile(r'^(c-ares-sys = .*"=)[0-9.]+"', re.M)
CARGO = r"""#!/bin/sh
echo "$*" >>"$CALLS"
sed -i '/^name = "c-ares-sys"$/{n;s/".*"/"99.1.2+c-ares-99.1"/}' Cargo.lock
"""


class Pins(unittest.TestCase):
    def setUp(self):
        work = e2e.work_directory(self.addCleanup)
        shutil.copytree(e2e.source_file(FOLDER), work / FOLDER)
        self.root, self.pins = work, work / FOLDER
        self.lock = self.pins / "Cargo.lock"
        (work / "bin").mkdir()
        (work / "bin/cargo").write_text(CARGO, encoding="ascii")
        (work / "bin/cargo").chmod(0o755)
        self.environment = os.environ | {
            "XDG_CACHE_HOME": str(work / "cache"), "CALLS": str(work / "calls"),
            "PATH": f"{work}/bin:{os.environ['PATH']}"}

    def run_here(self, *command):
        done = subprocess.run([str(word) for word in command], cwd=self.root, text=True,
                              env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def ask_for(self, version):
        path = self.pins / "Cargo.toml"
        text = path.read_text(encoding="utf-8")
        self.pinned = re.search(CRATE, text)[0].split("=")[-1].rstrip('"')
        path.write_text(CRATE.sub(rf'\g<1>{version}"', text), encoding="utf-8")

    def test_what_is_pinned_is_what_is_asked_for(self):
        self.assertEqual(self.run_here(f"{FOLDER}/pin.sh"), (0, "", ""))
        self.assertFalse((self.root / "calls").exists())

    def test_nothing_is_built_of_other_versions_than_asked_for(self):
        self.ask_for("99.1.2")
        code, out, error = self.run_here(f"{FOLDER}/build.sh", "x86_64")
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(error, "third-party: Cargo.toml asks for c-ares-sys 99.1.2, Cargo.lock "
                         f"pins {self.pinned}: ./dev static brings them together, then commit "
                         "both\n")
        self.assertFalse((self.root / "cache").exists())

    def test_another_version_is_pinned_and_the_others_stay(self):
        before = self.lock.read_text(encoding="utf-8")
        self.ask_for("99.1.2")
        self.assertEqual(self.run_here(f"{FOLDER}/pin.sh"), (
            0, f"third-party: Cargo.lock pins c-ares-sys 99.1.2 instead of {self.pinned}; commit "
            "it with Cargo.toml\n", ""))
        self.assertEqual((self.root / "calls").read_text(encoding="utf-8"),
                         "update --quiet --workspace\n")
        self.assertNotEqual(self.lock.read_text(encoding="utf-8"), before)
        self.assertEqual(self.run_here(f"{FOLDER}/pin.sh", "--check"), (0, "", ""))

    def test_a_version_that_cargo_does_not_pin_is_an_error(self):
        self.ask_for("99.1.3")
        self.assertEqual(self.run_here(f"{FOLDER}/pin.sh"), (
            1, "", "third-party: cargo update has not made Cargo.lock pin c-ares-sys 99.1.3 "
            "99.1.2+c-ares-99.1\n"))

    def test_the_command_pins_before_it_builds(self):
        text = e2e.source_file("dev").read_text(encoding="utf-8")
        steps = re.search(r"^static\)\n(.*?);;", text, re.M | re.S)[1]
        self.assertLess(steps.index("third-party/pin.sh"), steps.index("packaging/static.sh"))

    def test_the_document_names_what_is_there(self):
        text = e2e.source_file("SECURITY.md").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r"^\|[^|]*\| `([^`]+\.[a-z0-9]+)`", text, re.M)),
                         {"Cargo.toml", "requirements.txt", "headers.sha256"})
        programs = re.findall(r"`((?:check|mackerel-plugin)-[a-z-]+)`", text)
        self.assertEqual(len(programs), 9)
        self.assertEqual([name for name in programs if not os.access(e2e.tool(name), os.X_OK)], [])

    def test_the_commands_for_the_headers_write_what_is_installed(self):
        sums = self.pins / "headers.sha256"
        names = re.findall(r"  (\S+)$", sums.read_text(encoding="utf-8"), re.M)
        expected = [hashlib.sha256((pathlib.Path("/usr/include") / name).read_bytes()).hexdigest()
                    + f"  {name}\n" for name in names]
        sums.write_text("".join(f"{'0' * 64}  {name}\n" for name in names), encoding="utf-8")
        text = e2e.source_file("SECURITY.md").read_text(encoding="utf-8")
        block = next(block for block in markdown.blocks(text) if "headers.sha256" in block.text())
        self.assertEqual(self.run_here("sh", "-euc", "\n".join(block.commands())), (0, "", ""))
        self.assertEqual(sums.read_text(encoding="utf-8"), "".join(expected))
        self.assertFalse((self.pins / "new").exists())


if __name__ == "__main__":
    e2e.main()
