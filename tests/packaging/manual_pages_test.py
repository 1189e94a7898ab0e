#!/usr/bin/env python3
"""Each tool has a manual page that says what it should and that man and mandoc show well."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests/support"), str(SOURCE / "packaging/man")]
import e2e  # noqa: E402
from manual_texts import Folding, Texts, page_of, pages, plain, sections, tools  # noqa: E402, F401

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "OUTPUT", "EXIT STATUS", "ENVIRONMENT",
            "FILES", "EXAMPLES", "DIFFERENCES FROM THE ORIGINAL SCRIPT", "SEE ALSO"]
CONFIGURATION = ".SS In the configuration of mackerel-agent"


def shown(command, **environment):
    """What it prints, without the overprinting of terminals that know nothing else."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                            encoding="utf-8", timeout=60, env={**os.environ, **environment})
    return result, re.sub(".\b", "", result.stdout)


def show_with_man(page):
    return shown(["man", "--warnings", "-E", "UTF-8", "-l", str(page)], LC_ALL="C.UTF-8",
                 MANWIDTH="80", MANROFFSEQ="", MANROFFOPT="-c", MANPAGER="cat", GROFF_NO_SGR="1")


class Contents(unittest.TestCase):
    def test_each_tool_has_a_page_with_all_sections_in_order(self):
        for tool in tools():
            with self.subTest(tool.name):
                found = sections(page_of(tool))
                self.assertEqual(list(found), SECTIONS)
                for title, text in found.items():
                    self.assertRegex(text, r"(?m)^[^.\s]", f"nothing in {title}")

    def test_there_are_no_other_pages(self):
        expected = [f"{tool.name}.1" for tool in tools()] + ["mackerel-native-plugins.7"]
        self.assertEqual(sorted(page.name for page in pages()), sorted(expected))

    def test_the_options_are_those_of_the_help(self):
        for tool in tools():
            with self.subTest(tool.name):
                heads = re.findall(r"^\.TP\n(.*)", sections(page_of(tool))["OPTIONS"], re.M)
                named = set(re.findall(r"(?<!\S)-[-\w]+", plain("\n".join(heads))))
                expected = {name for option in tool.options for name in option.names}
                self.assertEqual(named, expected)
                for argument in tool.positionals:
                    self.assertIn(argument.names[0], plain("\n".join(heads)))

    def test_the_examples_are_three_at_least_and_in_a_configuration(self):
        for tool in tools():
            with self.subTest(tool.name):
                commands, found, stanzas = sections(page_of(tool))["EXAMPLES"].partition(
                    CONFIGURATION)
                self.assertTrue(found)
                self.assertGreaterEqual(commands.count("\n.EX\n"), 3)
                self.assertEqual(plain(commands).count(f"\n{tool.name}"), len(tool.examples))
                found = re.findall(r"\n# .*\n\[plugin\.(?:checks|metrics)\.[-\w]+\]\n"
                                   rf'command = \["/usr/bin/{tool.name}"', plain(stanzas))
                self.assertGreaterEqual(len(found), 3)
                self.assertEqual(len(found), stanzas.count("\n[plugin."))

    def test_the_exit_codes_are_those_of_the_kind(self):
        for tool in tools():
            with self.subTest(tool.name):
                text = sections(page_of(tool))["EXIT STATUS"]
                if tool.kind == "metric plugins":
                    self.assertIn("Exit code 0 when at least one metric was printed", text)
                else:
                    for code, status in enumerate(["OK", "WARNING", "CRITICAL", "UNKNOWN"]):
                        self.assertRegex(text, rf"\.TP\n{code}\n{status}\b")

    def test_the_overview_names_every_tool(self):
        overview = plain((e2e.build_file("man") / "man7/mackerel-native-plugins.7").read_text())
        for tool in tools():
            self.assertRegex(overview, rf"(?m)^\.TP\n{tool.name}\(1\)$")

    def test_a_wrapper_is_also_found_by_its_name_for_mkr(self):
        wrappers = [tool for tool in tools() if tool.kind == "wrappers"]
        self.assertTrue(wrappers)
        for tool in wrappers:
            alias = "check-" + tool.name.removesuffix("-checker")
            self.assertTrue(plain(sections(page_of(tool))["NAME"]).startswith(
                f"{tool.name}, {alias} - "))


class Shown(unittest.TestCase):
    def test_mandoc_has_nothing_to_say_against_them(self):
        e2e.require(shutil.which("mandoc"), "mandoc")
        result, _ = shown(["mandoc", "-T", "lint", "-W", "warning", *map(str, pages())])
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_man_warns_of_nothing(self):
        e2e.require(shutil.which("man") and shutil.which("groff"), "man-db and groff-base")
        for page in pages():
            with self.subTest(page.name):
                result, _ = show_with_man(page)
                self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_man_and_mandoc_show_them_at_80_columns(self):
        e2e.require(shutil.which("man") and shutil.which("groff"), "man-db and groff-base")
        e2e.require(shutil.which("mandoc"), "mandoc")
        for page in pages():
            with self.subTest(page.name):
                _, by_man = show_with_man(page)
                _, by_mandoc = shown(["mandoc", "-T", "utf8", "-O", "width=78", str(page)])
                for text in (by_man, by_mandoc):
                    self.assertIn("\nDESCRIPTION\n", text)
                    self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])
                    self.assertNotRegex(text, r"\\[a-zA-Z(&]\w*[BIR]|`|(?<!\*)\*\*(?!\*)|\]\(")


class Faults(unittest.TestCase):
    """A page that would be wrong is not written."""

    def write_page(self, change, tool="check-uptime"):
        directory = e2e.work_directory(self.addCleanup)
        manual = e2e.source_file("docs/manual.md").read_text(encoding="utf-8")
        changed = change(manual)
        self.assertNotEqual(manual, changed)
        (directory / "manual.md").write_text(changed, encoding="utf-8")
        result = subprocess.run(
            [sys.executable, "-B", e2e.source_file("packaging/man/manual_page.py"),
             directory / "manual.md", "2026-01-02", "1.2.3", directory, e2e.tool(tool)],
            capture_output=True, encoding="utf-8", timeout=60, check=False)
        return result, directory / f"{tool}.1"

    def assert_refused(self, reason, change):
        result, page = self.write_page(change)
        self.assertEqual((result.returncode, result.stderr), (1, f"manual_page.py: {reason}\n"))
        self.assertFalse(page.exists())

    def test_an_option_that_the_tool_does_not_have(self):
        self.assert_refused(
            "check-uptime has no option --holdd, which the manual describes",
            lambda manual: manual.replace("| `--hold DURATION` |", "| `--holdd DURATION` |"))

    def test_markdown_that_is_not_known(self):
        for line in ("> quoted", "1. first", "<b>bold</b>", "![picture](x.png)"):
            with self.subTest(line):
                self.assert_refused(f"this Markdown is not known here: {line}",
                                    lambda manual: f"{manual}\n{line}\n")

    def test_a_row_with_too_many_columns(self):
        self.assert_refused(
            "3 columns, but 4 in: `--hold DURATION` | a | b | c",
            lambda manual: re.sub(r"\| `--hold DURATION` \|.*", "| `--hold DURATION` | a | b | c |",
                                  manual))

    def test_a_character_that_is_not_known(self):
        self.assert_refused("the character '☃' is not known here: Snow ☃.",
                            lambda manual: manual.replace("# check-uptime\n", "# check-uptime\n\n"
                                                          "Snow ☃.\n", 1))

    def test_words_that_roff_would_take_for_requests_are_shown(self):
        e2e.require(shutil.which("mandoc"), "mandoc")
        words = r".so /etc/passwd 'x \fB \n(.x \\ ."
        result, page = self.write_page(lambda manual: manual.replace(
            "# check-uptime\n", f"# check-uptime\n\n{words}\n\n    {words}\n", 1))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(page.read_text(encoding="ascii").startswith(
            r'.TH CHECK\-UPTIME 1 2026-01-02 "mackerel-native-plugins 1.2.3" '))
        _, text = shown(["mandoc", "-T", "ascii", str(page)])
        self.assertEqual(text.count(words), 2, text)


if __name__ == "__main__":
    RUNNER = unittest.TextTestRunner(resultclass=e2e.CountingResult, verbosity=2)
    PROGRAM = unittest.main(module="__main__", testRunner=RUNNER, exit=False)
    sys.exit(e2e.exit_code(PROGRAM.result))
