#!/usr/bin/env python3
"""Each tool has a manual page that says what it should and that man and mandoc show well."""

import os
import re
import shutil
import subprocess
import sys
import unittest

import manual_texts
from manual_texts import Documents, Texts, e2e, options_of, page_of, pages, plain, sections, tools

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "OUTPUT", "EXIT STATUS", "ENVIRONMENT",
            "FILES", "EXAMPLES", "SEE ALSO"]
__all__ = ["Documents", "Texts"]  # further tests


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

    def test_the_name_is_that_of_the_help(self):
        for tool in tools():
            summary = tool.summary
            if re.match("[A-Z][a-z]", summary):
                summary = summary[0].lower() + summary[1:]
            self.assertEqual(plain(sections(page_of(tool))["NAME"]),
                             f"{', '.join(tool.names)} - {summary}\n")

    def test_the_options_are_those_of_the_help(self):
        for tool in tools():
            with self.subTest(tool.name):
                expected = {name for option in tool.positionals + tool.options
                            for name in option.names}
                self.assertEqual(options_of(page_of(tool)), expected)

    def test_the_examples_are_a_session_and_three_configurations(self):
        for tool in tools():
            with self.subTest(tool.name):
                text = plain(sections(page_of(tool))["EXAMPLES"])
                self.assertRegex(text, rf"\n\.EX\n\$ {tool.name}\b")
                found = re.findall(r"\n# .*\n\[plugin\.(?:checks|metrics)\.[-\w]+\]\n"
                                   rf'command = \[\n? ?"{e2e.INSTALLED}/{tool.name}"', text)
                self.assertGreaterEqual(len(found), 3)
                self.assertEqual(len(found), text.count("\n[plugin."))

    def test_the_exit_codes_are_those_of_the_kind(self):
        codes = {"checks": "0123", "metric plugins": "01", "wrappers": "0123"}
        for tool in tools():
            with self.subTest(tool.name):
                text = sections(page_of(tool))["EXIT STATUS"]
                found = "".join(re.findall(r"^\.TP\n([0-3, ]+)$", text, re.M))
                self.assertEqual("".join(re.findall(r"\d", found)), codes[tool.kind])

    def test_the_overview_names_every_tool(self):
        for tool in tools():
            self.assertRegex(plain(manual_texts.overview()), rf"(?m)^\.TP\n{tool.name}\(1\)$")


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


class Written(unittest.TestCase):
    """What becomes of a document that has something unusual."""

    def write_page(self, text):
        directory = e2e.work_directory(self.addCleanup)
        (directory / "check-x.md").write_text(f"# check-x\n\ncheck-x - try\n\n{text}",
                                              encoding="utf-8")
        return subprocess.run(
            ["pandoc", "--from", "gfm", "--to", "man", "--ascii", "--lua-filter",
             e2e.source_file("packaging/man/manual_page.lua"), "--metadata", "section=1",
             "--metadata", "date=2026-01-02", "--metadata", "version=1.2.3",
             directory / "check-x.md"],
            capture_output=True, encoding="ascii", timeout=60, check=True).stdout

    def test_words_that_roff_would_take_for_requests_are_shown(self):
        e2e.require(shutil.which("mandoc"), "mandoc")
        words = r".so /etc/passwd 'x \fB \n(.x \\ ."
        page = self.write_page(f"## Description\n\n`{words}`\n\n    {words}\n    'x'\n")
        self.assertTrue(page.startswith(
            r'.TH CHECK\-X 1 2026-01-02 "mackerel-native-plugins 1.2.3" '))
        _, text = shown(["mandoc", "-T", "ascii", self.saved(page)])
        self.assertEqual(text.count(words), 2, text)
        self.assertIn(" 'x'\n", text)

    def saved(self, page):
        path = e2e.work_directory(self.addCleanup) / "check-x.1"
        path.write_text(page, encoding="ascii")
        return str(path)

    def test_a_long_command_goes_on_behind_a_backslash_and_its_output_does_not(self):
        words = " ".join(["word"] * 14)
        page = self.write_page(f"## Examples\n\n    $ {words}\n    {words}\n")
        self.assertIn("\n$ " + " ".join(["word"] * 12) + " \\e\n    word word\n", page)
        self.assertIn("\n" + " ".join(["word"] * 13) + "\n    word\n", page)

    def test_a_link_leads_to_the_page_to_which_the_document_becomes(self):
        page = plain(self.write_page("## See also\n\n[check-y](check-y.md#a), [State](state.md), "
                                     "[mackerel-native-plugins](common.md)(7), [m](moving.md)\n"))
        self.assertIn(r"check-y(1), \[lq]State\[rq] in mackerel-native-plugins(7),"
                      " mackerel-native-plugins(7),"
                      " m (/usr/share/doc/mackerel-native-plugins/docs/moving.md)",
                      " ".join(page.split()))


if __name__ == "__main__":
    RUNNER = unittest.TextTestRunner(resultclass=e2e.CountingResult, verbosity=2)
    PROGRAM = unittest.main(module="__main__", testRunner=RUNNER, exit=False)
    sys.exit(e2e.exit_code(PROGRAM.result))
