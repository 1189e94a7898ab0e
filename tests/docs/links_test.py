"""What documents name exists: the files and headings of relative links. All scenes are named."""

import pathlib
import re
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import e2e
import markdown

SOURCE = e2e.source_file(".")
LINK = re.compile(r"\[[^][]*\]\(([^() ]+)\)")


def documents():
    """All that may be read by itself; packaging/mkr.md is for an archive without the others."""
    return sorted([*SOURCE.glob("*.md"), *SOURCE.glob("docs/**/*.md"), SOURCE / "bench/README.md"])


def prose(path):
    """The text without its code blocks, and without what is code in a line."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for block in markdown.blocks(text):
        for number in range(block.number - 1, block.number + len(block.lines)):
            lines[number] = ""
    return re.sub(r"`[^`]*`", lambda code: code[0].replace("](", ""), "\n".join(lines))


def anchors(path):
    """Of the headings, as GitHub makes them: the second of two that are alike ends in -1."""
    found = []
    for heading in re.findall(r"^#+ (.+)$", prose(path), re.M):
        found.append(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-"))
    return {name if not found[:at].count(name) else f"{name}-{found[:at].count(name)}"
            for at, name in enumerate(found)}


def broken(path, link):
    """What is wrong with a relative link, if anything."""
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists():
        return "there is no such file"
    if anchor and anchor not in anchors(target):
        return f"{target.name} has no such heading"
    return None


class LinksTest(unittest.TestCase):
    def test_relative_links_lead_somewhere(self):
        count = 0
        for path in documents():
            for link in LINK.findall(prose(path)):
                if re.match(r"[a-z]+:", link):
                    continue
                count += 1
                with self.subTest(document=str(path.relative_to(SOURCE)), link=link):
                    self.assertIsNone(broken(path, link))
        self.assertGreater(count, 20)

    def test_no_link_is_overlooked(self):
        """Every `](` in a text is part of one that was understood."""
        for path in documents():
            text = prose(path)
            with self.subTest(document=str(path.relative_to(SOURCE))):
                self.assertEqual(len(LINK.findall(text)), text.count("]("))


class ScenesTest(unittest.TestCase):
    def test_every_scene_is_named_in_a_document(self):
        """One that no document shows any more goes."""
        comments = [names for path in documents() for names in re.findall(
            r"<!-- (?:test|messages): (.+) -->", path.read_text(encoding="utf-8"))]
        scenes = [name for path in HERE.glob("scenes_*.py") for name in re.findall(
            r"^@scene\ndef (\w+)", path.read_text(encoding="utf-8"), re.M)]
        self.assertGreater(len(scenes), 50)
        self.assertEqual({name.replace("_", "-") for name in scenes}
                         - set(" ".join(comments).split()), set())


if __name__ == "__main__":
    e2e.main()
