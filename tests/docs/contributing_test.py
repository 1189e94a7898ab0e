"""What CONTRIBUTING.md tells somebody to type and to write: it exists, and its example works."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import document
import e2e
import install
import markdown
import mounts

EXAMPLE = "check-load"


def blocks():
    return markdown.blocks(e2e.source_file("CONTRIBUTING.md").read_text(encoding="utf-8"))


def block_with(text):
    return next(block.text() for block in blocks() if text in block.text()) + "\n"


def build_commands(target, part):
    """How the build makes the target: the commands in which that part stands."""
    done = subprocess.run(["ninja", "-C", e2e.build_file("."), "-t", "commands", target],
                          text=True, capture_output=True, timeout=60, check=True)
    return [line for line in done.stdout.splitlines() if part in line]


class ContributingTest(unittest.TestCase):
    def run_in_build(self, command):
        done = subprocess.run(["sh", "-c", command], cwd=e2e.build_file("."), text=True,
                              capture_output=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_the_commands_exist(self):
        block = next(block for block in blocks() if block.text().startswith("./dev"))
        install.check_dev(self, block)
        for word in re.findall(r"^\S+", block.text(), re.M):
            self.assertTrue(os.access(e2e.source_file(word), os.X_OK), word)

    def test_the_directories_exist(self):
        layout = block_with("src/common/")
        for path in re.findall(r"^\S+/", layout, re.M):
            self.assertTrue(e2e.source_file(path).is_dir(), path)

    def test_the_configuration_is_one(self):
        block = next(block for block in blocks() if block.language == "toml")
        # With a tool that takes the same options.
        block.lines = [line.replace(EXAMPLE, "check-conntrack-free") for line in block.lines]
        document.check_agent(self, block)

    def compile(self, model, source, output):
        """Compiles the source as the build compiles the model, into the output."""
        command = build_commands(*model)[0]
        command = re.sub(r" -M(D|[TF] \S+)", "", command)
        self.run_in_build(re.sub(r" -o \S+ -c \S+", f" -o {output} -c {source}", command))

    def link(self, target, objects, model, output):
        """Links as the build links the target, with one object in place of those of the model."""
        command = build_commands(target, f"-o {model} ")[0]
        command = re.sub(rf"( {objects}/\S+\.o)+", f" {output}.o", command)
        self.run_in_build(command.replace(f"-o {model} ", f"-o {output} ").split(" && cd ")[0])

    def test_the_example_passes_its_test(self):
        work = e2e.work_directory(self.addCleanup)
        tool, test = work / EXAMPLE, work / "load_test"
        source, test_source = work / "load.cpp", work / "load_test.cpp"
        source.write_text(block_with("int main"), encoding="utf-8")
        test_source.write_text(block_with("TEST_F"), encoding="utf-8")
        self.compile(("check-uptime", "/uptime.cpp"), source, f"{tool}.o")
        self.link("check-uptime", "src/checks", "bin/check-uptime", tool)
        self.compile(("checks_test", "/uptime_test.cpp"), test_source, f"{test}.o")
        self.link("checks_test", "tests/CMakeFiles/checks_test.dir", "tests/checks_test", test)
        # Here, in mounts of our own, it is the only tool that was built.
        mounts.mount(work, e2e.directory_of("MNP_BIN"), flags=mounts.BIND)
        self.addCleanup(mounts.unmount, e2e.directory_of("MNP_BIN"))
        self.assertIn("[  PASSED  ] 2 tests", self.run_in_build(str(test)))


if __name__ == "__main__":
    e2e.main()
