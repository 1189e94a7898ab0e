"""The manual pages as text, and what has to be true of it."""

import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests/support"), str(SOURCE / "packaging/man")]
import e2e  # noqa: E402
import fold  # noqa: E402
from markdown import Code  # noqa: E402
from tool_help import ask_tool  # noqa: E402

DEADLINE = ".SS Out of time, and told to stop\n"


def tools():
    found = sorted(e2e.directory_of("MNP_BIN").iterdir())
    assert found, "there are no tools"
    return [ask_tool(path) for path in found]


def pages():
    return sorted(e2e.build_file("man").glob("man?/*"))


def page_of(tool):
    return (e2e.build_file("man") / f"man1/{tool.name}.1").read_text(encoding="ascii")


def sections(page):
    """{title: text}"""
    parts = re.split(r"^\.SH (.*)\n", page, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def plain(page):
    """The text without fonts and escapes of what is typed."""
    text = re.sub(r"\\f[BIR]|\\&", "", page).replace(r"\-", "-").replace(r"\(aq", "'")
    return text.replace(r"\(ga", "`").replace(r"\(ti", "~").replace(r"\(ha", "^")


def overview():
    return (e2e.build_file("man") / "man7/mackerel-native-plugins.7").read_text(encoding="ascii")


def without_required(tool):
    """What the tool says when it gets what stands without an option, and nothing else."""
    words = {"checks": ["localhost", "1"] if tool.positionals else [], "wrappers": ["--", "true"]}
    return subprocess.run([e2e.tool(tool.name), *words[tool.kind]], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, encoding="utf-8", timeout=60).stdout


class Texts(unittest.TestCase):
    def test_what_ends_in_a_colon_has_something_behind_it(self):
        for page in pages():
            with self.subTest(page.name):
                text = plain(page.read_text(encoding="ascii"))
                self.assertEqual(re.findall(r"(.*:)\n(?:\.(?:SH|SS|PP).*|\Z)", text), [])

    def test_every_section_that_is_quoted_exists(self):
        titles = [title.lower() for title in re.findall(r"^\.S[HS] (.*)", overview(), re.M)]
        for page in pages():
            text = " ".join(page.read_text(encoding="ascii").split())
            for title in re.findall(r"\\\(lq(.*?)\\\(rq", text):
                with self.subTest(page=page.name, title=title):
                    self.assertIn(title.lower(), titles)

    def test_the_synopsis_has_the_options_that_are_required(self):
        for tool in tools():
            with self.subTest(tool.name):
                synopsis = plain(sections(page_of(tool))["SYNOPSIS"])
                required = synopsis.partition("[OPTION...]")[0].replace(tool.name, "", 1).strip()
                self.assertIn("[OPTION...]", synopsis)
                if tool.kind == "metric plugins":
                    self.assertEqual(required, "")
                else:
                    self.assertEqual(" required" in without_required(tool), required != "")

    def test_the_files_are_a_list_with_those_that_the_packages_bring(self):
        for tool in tools():
            with self.subTest(tool.name):
                text = plain(sections(page_of(tool))["FILES"])
                files = re.findall(r"^\.TP\n(.*)", text, re.M)
                self.assertTrue(text.startswith(".TP\n"))
                for path in ("/etc/mackerel-agent/conf.d/mackerel-native-plugins.conf",
                             "/usr/share/doc/mackerel-native-plugins/examples/mackerel-agent.conf"):
                    self.assertIn(path, files)
                self.assertGreater(len(files), 2)

    def test_the_environment_is_that_of_the_files(self):
        for tool in tools():
            with self.subTest(tool.name):
                found = {name: plain(text) for name, text in sections(page_of(tool)).items()}
                for variable, part in (("MACKEREL_PLUGIN_WORKDIR", "$MACKEREL_PLUGIN_WORKDIR/"),
                                       ("TMPDIR", "$MACKEREL_PLUGIN_WORKDIR/"),
                                       ("HOST_PROC", "/proc/")):
                    self.assertEqual(f".TP\n{variable}\n" in found["ENVIRONMENT"],
                                     part in found["FILES"], variable)

    def test_out_of_time_a_page_shows_what_a_tool_of_its_kind_prints(self):
        examples = {"checks": ["UNKNOWN: no answer within"], "wrappers": [],
                    "metric plugins": ["mackerel-plugin-linux-lite: no answer within"]}
        for tool in tools():
            with self.subTest(tool.name):
                text = plain(sections(page_of(tool))["OUTPUT"]).partition(DEADLINE)[2]
                shown = re.findall(r"\.EX\n(.* within)", text)
                self.assertEqual(shown, examples[tool.kind])

    def test_the_differences_are_those_of_the_tool(self):
        for tool in tools():
            with self.subTest(tool.name):
                text = plain(sections(page_of(tool))["DIFFERENCES FROM THE ORIGINAL SCRIPT"])
                self.assertNotIn("options can be abbreviated", text)
        self.assertIn("options can be abbreviated", overview())


class Folding(unittest.TestCase):
    def test_a_command_that_is_shown_with_its_output_goes_on_behind_a_backslash(self):
        lines = ["$ periodic-checker --range 'Mon-Fri 09:00-18:00' --tz Asia/Tokyo --explain",
                 "inside now"]
        self.assertEqual(list(fold.code(Code(lines))),
                         ["$ periodic-checker --range 'Mon-Fri 09:00-18:00' --tz Asia/Tokyo \\",
                          "    --explain", "inside now"])

    def test_a_comment_is_folded_as_one(self):
        lines = ["# " + "a " * 40 + "b", "# c", "[plugin.checks.x]"]
        self.assertEqual(list(fold.code(Code(lines, "toml"))),
                         ["# " + " ".join(["a"] * 33), "# a a a a a a a b c", "[plugin.checks.x]"])
