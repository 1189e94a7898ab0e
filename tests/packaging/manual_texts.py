"""The manual pages as text, and what has to be true of it and of their documents."""

import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests/support"), str(SOURCE / "packaging/completions")]
import e2e  # noqa: E402
from tool_help import ask_tool  # noqa: E402


def tools():
    found = sorted(e2e.directory_of("MNP_BIN").iterdir())
    assert found, "there are no tools"
    return [ask_tool(path) for path in found]


def pages():
    return sorted(e2e.build_file("man").glob("man?/*"))


def page_of(tool):
    return (e2e.build_file("man") / f"man1/{tool.name}.1").read_text(encoding="ascii")


def overview():
    return (e2e.build_file("man") / "man7/mackerel-native-plugins.7").read_text(encoding="ascii")


def sections(page):
    """{title: text}"""
    parts = re.split(r"^\.SH (.*)\n", page, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def plain(page):
    """The text without fonts and escapes of what is typed."""
    text = re.sub(r"\\f(?:[BIR]|\[[BIR]\])|\\&", "", page).replace(r"\-", "-")
    for escape, character in (("(aq", "'"), ("[aq]", "'"), ("(ga", "`"), ("(ti", "~"),
                              ("(ha", "^")):
        text = text.replace("\\" + escape, character)
    return text


def options_of(page):
    """The options, and the arguments that are words in capitals, of which its list tells."""
    heads = re.findall(r"^\.TP\n(.*)", sections(page)["OPTIONS"], re.M)
    return {word for head in map(plain, heads) for word in re.split(",? ", head)
            if word.startswith("-") or re.fullmatch("[A-Z]+", head)}


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
        count = 0
        for page in pages():
            text = " ".join(page.read_text(encoding="ascii").split())
            for title in re.findall(r"\\\[lq\]([^[]*)\\\[rq\] in \S*mackerel", text):
                count += 1
                with self.subTest(page=page.name, title=title):
                    self.assertIn(title.lower(), titles)
        self.assertGreater(count, 10)

    def test_the_synopsis_has_the_options_that_are_required(self):
        for tool in tools():
            with self.subTest(tool.name):
                synopsis = plain(" ".join(sections(page_of(tool))["SYNOPSIS"].split()))
                required, found, arguments = synopsis.partition("[OPTION...]")
                required = required.replace(tool.name, "", 1).strip()
                self.assertTrue(found)
                self.assertEqual(arguments, tool.usage.partition("[OPTIONS]")[2])
                if tool.kind == "metric plugins":
                    self.assertEqual(required, "")
                else:
                    self.assertEqual(" required" in without_required(tool), required != "")
                for name in re.findall(r"(?<!\S)-[-\w]+", required):
                    self.assertIn(name, options_of(page_of(tool)))

    def test_the_environment_is_that_of_the_files(self):
        for tool in tools():
            with self.subTest(tool.name):
                found = {name: plain(text) for name, text in sections(page_of(tool)).items()}
                for variable, part in (("MACKEREL_PLUGIN_WORKDIR, TMPDIR", "-UID/"),
                                       ("HOST_PROC", "/proc/")):
                    self.assertEqual(f".TP\n{variable}\n" in found["ENVIRONMENT"],
                                     part in found["FILES"], variable)
                self.assertEqual("\nMACKEREL_AGENT_PLUGIN_META\n" in found["ENVIRONMENT"],
                                 tool.kind == "metric plugins")

    def test_the_files_of_the_packages_are_in_the_overview(self):
        files = re.findall(r"^\.TP\n(.*)", plain(sections(overview())["FILES"]), re.M)
        for path in ("/etc/mackerel-agent/conf.d/mackerel-native-plugins.conf",
                     "/usr/share/doc/mackerel-native-plugins/examples/mackerel-agent.conf"):
            self.assertIn(path, files)


class Documents(unittest.TestCase):
    def test_every_row_has_as_many_cells_as_the_head_of_its_table(self):
        """What is too much would not be shown."""
        for document in sorted(e2e.source_file("docs").glob("*.md")):
            count = 0
            for number, line in enumerate(document.read_text(encoding="utf-8").split("\n"), 1):
                cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
                if cells and count:
                    with self.subTest(f"{document.name}:{number}"):
                        self.assertEqual(cells, count, line)
                count = cells and (count or cells)
