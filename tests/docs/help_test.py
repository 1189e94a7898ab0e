"""The examples of every tool's --help: what they show can be typed as it stands there."""

import pathlib
import shlex
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
sys.path.append(str(HERE.parents[1] / "packaging/completions"))
import document
import e2e
from tool_help import ask_tool


def built():
    return sorted(e2e.directory_of("MNP_BIN").iterdir())


class HelpTest(unittest.TestCase):
    def test_the_tools_accept_their_examples(self):
        names = [path.name for path in built()]
        self.assertTrue(names)
        for path in built():
            for example in ask_tool(path).examples:
                with self.subTest(example.command):
                    words = [document.INSTALLED + word if word in names else word
                             for word in shlex.split(example.command)]
                    self.assertEqual(words[0], document.INSTALLED + path.name)
                    document.check_command(self, words, {})

    def test_a_wrapper_has_a_command_that_is_at_hand(self):
        names = [path.name for path in built()]
        for path in built():
            for example in ask_tool(path).examples:
                with self.subTest(example.command):
                    _, dashes, command = example.command.partition(" -- ")
                    self.assertTrue(not dashes or command.split()[0] in names)

    def test_each_example_says_what_it_is_for(self):
        for path in built():
            examples = ask_tool(path).examples
            with self.subTest(path.name):
                self.assertGreaterEqual(len(examples), 3)
                self.assertEqual([each.command for each in examples if not each.note], [])

    def test_the_help_is_for_people_with_a_hundred_columns(self):
        for path in built():
            with self.subTest(path.name):
                text = subprocess.run([path, "--help"], text=True, capture_output=True,
                                      timeout=20, check=True).stdout
                self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])
                self.assertNotRegex(text, "Needs:|Excludes:|REQUIRED|abbreviat")

    def test_the_help_marks_what_is_required(self):
        demands = {"check-myip": ["HOST", "PORT"], "check-dns-rr": ["-H,--host"],
                   "check-resolver": ["-H,--host"]}
        for path in built():
            tool = ask_tool(path)
            required = [",".join(each.names) for each in tool.positionals + tool.options
                        if each.text.endswith("(required)")]
            self.assertEqual(required, demands.get(path.name, []))

    def test_a_mistake_would_be_found(self):
        for words in (["periodic-checker", "--range", "9:00-18:00", "--explain"],
                      ["check-uptime"], ["check-inode", "-w"], ["check-myip", "localhost"]):
            with self.subTest(words), self.assertRaises(AssertionError):
                document.check_command(self, [document.INSTALLED + words[0], *words[1:]], {})


if __name__ == "__main__":
    e2e.main()
