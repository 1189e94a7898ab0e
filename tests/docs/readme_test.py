"""Both READMEs: the same examples, every tool, links that lead somewhere, a sum that is right."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import e2e
import markdown

READMES = ("README.md", "README.ja.md")
COMMENT_IN_COMMAND = re.compile(r" +# .*")
TOOL = re.compile(r"(check|mackerel-plugin)-[a-z-]+|[a-z]+-checker")
# A row of the table of costs: the command, and its microseconds of CPU.
COST = re.compile(r"^\| `([^` ]+)[^`]*` \| ([0-9]+) \|", re.M)
# The sum of it in the comparison with the scripts.
SUM = re.compile(r"\b([0-9]+) ms \(\[|\b([0-9]+) ms, each")


def read(name):
    return e2e.source_file(name).read_text(encoding="utf-8")


def without_comments(block):
    """What is run and printed, with the language and the name of the block."""
    lines = [COMMENT_IN_COMMAND.sub("", line) if line.startswith(markdown.PROMPT)
             or line.startswith("./dev") else line for line in block.lines]
    return block.kind, block.name, block.language, lines


def anchors(text):
    """Of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


class ReadmeTest(unittest.TestCase):
    maxDiff = None

    def test_both_show_the_same(self):
        english, japanese = ([without_comments(block) for block in markdown.blocks(read(name))]
                             for name in READMES)
        self.assertEqual(english, japanese)

    def test_both_explain_the_same_messages(self):
        english, japanese = (
            [re.findall(r"`[^`]+`", row[0]) for rows in markdown.message_tables(read(name)).values()
             for row in rows] for name in READMES)
        self.assertGreater(len(english), 10)
        self.assertEqual(english, japanese)

    def test_every_tool_is_presented(self):
        built = sorted(os.listdir(e2e.directory_of("MNP_BIN")))
        for name in READMES:
            paragraphs = re.findall(r"^\*\*([a-z-]+)\*\*", read(name), re.M)
            self.assertEqual(sorted(each for each in paragraphs if TOOL.fullmatch(each)), built)
            self.assertEqual({tool for tool, _ in COST.findall(read(name))} & set(built),
                             set(built))

    def test_every_option_exists(self):
        # Abbreviations, right and wrong. The last one is mkr's.
        known = {"--ho", "--id", "--w", "--warn", "--overwrite"}
        for tool in os.listdir(e2e.directory_of("MNP_BIN")):
            done = subprocess.run([e2e.tool(tool), "--help"], text=True, capture_output=True,
                                  timeout=20, check=True)
            known |= set(re.findall(r"--[a-z][a-z-]*", done.stdout))
        for name in (*READMES, "docs/manual.md"):
            # `--free-…` stands for several.
            named = set(re.findall(r"(?<![-\w])(--[a-z][a-z-]*)(?![a-z…-])", read(name)))
            self.assertEqual(named - known, set())

    def test_the_sum_of_the_costs_is_right(self):
        built = os.listdir(e2e.directory_of("MNP_BIN"))
        for name in READMES:
            microseconds = sum(int(cost) for tool, cost in COST.findall(read(name))
                               if tool in built)
            stated = next(filter(None, SUM.search(read(name)).groups()))
            self.assertEqual(int(stated), round(microseconds / 1000))

    def test_links_lead_somewhere(self):
        for name in READMES:
            for link in re.findall(r"\]\(([^)]+)\)", read(name)):
                if link.startswith("https://"):
                    continue
                path, _, anchor = link.partition("#")
                with self.subTest(name=name, link=link):
                    self.assertTrue(e2e.source_file(path or name).is_file())
                    if anchor:
                        self.assertIn(anchor, anchors(read(path or name)))


if __name__ == "__main__":
    e2e.main()
