"""The parts of a document that install something: what they name exists in this build.

The commands themselves are run by the tests of the packages, in systems of their own.
"""

import re
import subprocess

import e2e

# A file of a release; and the version of an image in a registry.
FILE = re.compile(r"mackerel-native-plugins[-_][-.\w]*\.(?:deb|rpm|zip|tar\.gz|tar|cdx\.json)\b")
IMAGE = re.compile(r"mackerel-native-plugins:([.\w]+)")


def version():
    text = e2e.source_file("CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^ *VERSION ([0-9.]+)$", text, re.M)[1]


def files():
    """The files of a release of this version, for amd64."""
    name = "mackerel-native-plugins"
    return {"deb": f"{name}_{version()}_amd64.deb", "rpm": f"{name}-{version()}-1.x86_64.rpm",
            "zip": f"{name}_linux_amd64.zip", "tar.gz": f"{name}_linux_amd64.tar.gz",
            "oci": f"{name}_oci.tar", "bill": f"{name}_{version()}.cdx.json"}


def check_files(test, block):
    """Every file of a release in it, and every image, is one of this version."""
    test.assertLessEqual(set(FILE.findall(block.text())), set(files().values()))
    test.assertLessEqual(set(IMAGE.findall(block.text())), {version()})


def check_packages(test, block):
    """It installs the file of its kind."""
    check_files(test, block)
    test.assertIn(files()[block.name], block.text())
    test.assertTrue(block.commands())


def check_dev(test, block):
    """Every `./dev COMMAND` in it is one that `./dev help` tells of."""
    done = subprocess.run([e2e.source_file("dev"), "help"], text=True, capture_output=True,
                          timeout=20, check=True)
    commands = re.findall(r"^  ([a-z]+) ", done.stdout, re.M)
    found = re.findall(r"^(?:\$ )?\./dev ([a-z]+)", block.text(), re.M)
    test.assertTrue(found)
    test.assertLessEqual(set(found), set(commands))
