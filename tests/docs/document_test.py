"""Everything that a document shows of the tools is what they do.

MNP_DOCUMENT names it, by its path in the source tree.
"""

import importlib
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import document
import e2e

for scenes in sorted(HERE.glob("scenes_*.py")):
    importlib.import_module(scenes.stem)

DOCUMENT = os.environ["MNP_DOCUMENT"]


class DocumentTest(unittest.TestCase):
    maxDiff = None

    def test_every_block_is_true(self):
        document.Document(DOCUMENT).check(self)


if __name__ == "__main__":
    e2e.main()
