"""The READMEs, and what else is in two languages: the same in both, and every tool."""

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
import markdown

READMES = ("README.md", "README.ja.md")
PAIRS = (READMES, *((f"docs/{name}.md", f"docs/{name}.ja.md")
                    for name in ("installing", "moving", "troubleshooting")))
COSTS = "docs/cost.md"
COMMENT_IN_COMMAND = re.compile(r" +# .*")
ROW_OF_A_TOOL = re.compile(r"^\| \[`([a-z-]+)`\]\(([^)]*)\) \| .", re.M)
# A row of the table of costs: the command, and its microseconds of CPU.
COST = re.compile(r"^\| `([^` ]+)[^`]*` \| ([0-9]+) \|", re.M)


def read(name):
    return e2e.source_file(name).read_text(encoding="utf-8")


def without_comments(block):
    """What is run and printed, with the language and the name of the block."""
    lines = [COMMENT_IN_COMMAND.sub("", line) if line.startswith(markdown.PROMPT)
             or line.startswith("./dev") else line for line in block.lines]
    return block.kind, block.name, block.language, lines


def codes_of_the_tables(text):
    """What is code in the first column, row by row of all tables."""
    rows = re.findall(r"^\| (.*?) \|", text, re.M)
    return [re.findall(r"`[^`]+`", cell) for cell in rows]


class ReadmeTest(unittest.TestCase):
    maxDiff = None

    def test_both_languages_show_the_same(self):
        """So what the tests do with the English one they need not do again."""
        for names in PAIRS:
            with self.subTest(names):
                english, japanese = ([without_comments(block) for block in
                                      markdown.blocks(read(name))] for name in names)
                self.assertEqual(english, japanese)

    def test_both_languages_explain_the_same(self):
        for names in PAIRS:
            with self.subTest(names):
                texts = [read(name) for name in names]
                for found in (codes_of_the_tables, document.SAID.findall,
                              lambda text: list(markdown.message_tables(text))):
                    english, japanese = map(found, texts)
                    self.assertEqual(english, japanese)

    def test_every_document_in_japanese_has_its_original(self):
        source = e2e.source_file(".")
        found = {str(path.relative_to(source)) for path in
                 [*source.glob("*.ja.md"), *source.glob("docs/*.ja.md")]}
        self.assertEqual(found, {japanese for _, japanese in PAIRS})

    def test_every_tool_is_presented(self):
        built = sorted(os.listdir(e2e.directory_of("MNP_BIN")))
        for name in READMES:
            rows = ROW_OF_A_TOOL.findall(read(name))
            self.assertEqual(sorted(tool for tool, _ in rows), built)
            self.assertEqual([page for _, page in rows], [f"docs/{tool}.md" for tool, _ in rows])
        self.assertEqual({tool for tool, _ in COST.findall(read(COSTS))} & set(built), set(built))

    def test_the_readmes_are_short(self):
        for name in READMES:
            self.assertLessEqual(len(read(name).splitlines()), 230, name)

    def test_every_option_exists(self):
        # Abbreviations, right and wrong; what comes last is of mkr, sha256sum, tar and Dockerfiles.
        documents = sorted(f"docs/{path.name}" for path in e2e.source_file("docs").glob("*.md"))
        known = {"--ho", "--id", "--w", "--warn", "--overwrite", "--ignore-missing",
                 "--strip-components", "--from"}
        for tool in os.listdir(e2e.directory_of("MNP_BIN")):
            done = subprocess.run([e2e.tool(tool), "--help"], text=True, capture_output=True,
                                  timeout=20, check=True)
            known |= set(re.findall(r"--[a-z][a-z-]*", done.stdout))
        for name in (*READMES, *documents):
            # `--free-…` stands for several.
            named = set(re.findall(r"(?<![-\w])(--[a-z][a-z-]*)(?![a-z…-])", read(name)))
            self.assertEqual(named - known, set())


if __name__ == "__main__":
    e2e.main()
