"""The parts of a document that install something: what they name exists in this build.

The commands themselves are run by the tests of the packages, in systems of their own.
"""

import re
import subprocess

import e2e

PACKAGES = {"deb": "mackerel-native-plugins_{version}_amd64.deb",
            "rpm": "mackerel-native-plugins-{version}-1.x86_64.rpm",
            "zip": "mackerel-native-plugins_linux_amd64.zip"}


def version():
    text = e2e.source_file("CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^ *VERSION ([0-9.]+)$", text, re.M)[1]


def check_packages(test, block):
    """Every package in it is the one of this version."""
    package = PACKAGES[block.name].format(version=version())
    found = re.findall(r"mackerel-native-plugins[-_.\w]*\." + block.name, block.text())
    test.assertTrue(found)
    test.assertEqual(set(found), {package})
    test.assertTrue(block.commands())


def check_dev(test, block):
    """Every `./dev COMMAND` in it is one that `./dev help` tells of."""
    done = subprocess.run([e2e.source_file("dev"), "help"], text=True, capture_output=True,
                          timeout=20, check=True)
    commands = re.findall(r"^  ([a-z]+) ", done.stdout, re.M)
    found = re.findall(r"^(?:\$ )?\./dev ([a-z]+)", block.text(), re.M)
    test.assertTrue(found)
    test.assertLessEqual(set(found), set(commands))
