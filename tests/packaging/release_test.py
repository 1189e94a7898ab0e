"""packaging/release.sh: what it makes of a tag, and which tags it refuses, with the remedy.

In a repository of its own. The packages are small files, and what is linked in are versions alone:
the packages are tested where they are made.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

NAME = "mackerel-native-plugins"
PACKAGES = [f"{NAME}-1.2.3-1.x86_64.rpm", f"{NAME}_1.2.3_amd64.deb", f"{NAME}_linux_amd64.zip"]
OF_COMMIT = f"""#!/bin/sh
set -eu
mkdir -p "$2"
commit=$(git rev-parse "$1^{{commit}}")
for name in {" ".join(PACKAGES)}; do echo "$name of $commit" >"$2/$name"; done
touch "$2/SHA256SUMS" "$2/commit"
"""
THIRD_PARTY = """#!/bin/sh
echo "${0%/*}/prefix"
"""
# Where the versions of what is linked in stand, below the directory of third-party code.
VERSIONS = {
    "include/openssl/opensslv.h": '# define OPENSSL_VERSION_STR "3.5.6"',
    "include/ares_version.h": '#define ARES_VERSION_STR   "1.2.4"',
    "include/curl/curlver.h": '#define LIBCURL_VERSION "8.1.2-DEV"',
    "include/fmt/core.h": "#define FMT_VERSION 100203",
    "include/CLI/Version.hpp": '#define CLI11_VERSION "2.9.1"',
    "include/nlohmann/detail/abi_macros.hpp":
        "#define N_MAJOR 3   // x\n#define N_MINOR 4\n#define N_PATCH 5\n",
    "compiler/lib/libc/musl/src/internal/version.h": '#define VERSION "1.9.7"',
    "compiler/lib/libcxx/include/__config": "#  define _LIBCPP_VERSION 210108",
    "compiler/lib/libc/include/any-linux-any/linux/version.h":
        "#define X_MAJOR 6\n#define X_PATCHLEVEL 7\n#define X_SUBLEVEL 8",
}
CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.3] - 2026-01-02

### Added

- `check-x`: alerts when something is
  not as it was.
- More.

A paragraph that is
wrapped.

## [1.2.2] - 2025-12-31

- Older.
"""


class Release(unittest.TestCase):
    def setUp(self):
        e2e.require(shutil.which("git"), "git")
        self.root = e2e.work_directory(self.addCleanup)
        for name in ("release.sh", "release_notes.py", "bill_of_materials.py"):
            self.write(f"packaging/{name}", e2e.source_file(f"packaging/{name}").read_text("utf-8"))
        for name in ("Cargo.lock", "requirements.txt", "headers.sha256"):
            self.write(f"packaging/third-party/{name}",
                       e2e.source_file(f"packaging/third-party/{name}").read_text("utf-8"))
        self.write("packaging/of_commit.sh", OF_COMMIT)
        self.write("packaging/third-party/build.sh", THIRD_PARTY)
        for name, text in VERSIONS.items():
            self.write(f"packaging/third-party/prefix/{name}", text)
        self.write("CMakeLists.txt", "project(x\n    VERSION 1.2.3\n)\n")
        self.write("CHANGELOG.md", CHANGELOG)
        self.write(".gitignore", "/build\n")
        self.git("init", "--quiet")
        self.commit()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def git(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.root),
                       "GIT_COMMITTER_DATE": "1700000000 +0000"}
        settings = ["-c", "user.name=N", "-c", "user.email=e@example.com"]
        return subprocess.run(["git", *settings, *words], cwd=self.root, env=environment, text=True,
                              capture_output=True, check=True).stdout.strip()

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Release")

    def release(self, *tag):
        return subprocess.run([self.root / "packaging/release.sh", *tag], cwd="/", text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              env=os.environ | {"HOME": str(self.root)}, check=False)

    def expect_refusal(self, text, *tag):
        done = self.release(*tag)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (1, "", f"release: {text}\n"))
        self.assertFalse((self.root / "build").exists())

    def test_makes_what_a_page_of_a_release_carries(self):
        self.git("tag", "--annotate", "v1.2.3", "--message", "1.2.3")
        commit = self.git("rev-parse", "HEAD")
        # The tag is what counts, not what comes behind it.
        self.write("CHANGELOG.md", "")
        self.write("packaging/bill_of_materials.py", "")
        self.commit()
        done = self.release("v1.2.3")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        output = self.root / "build/release-1.2.3"
        bill = f"{NAME}_1.2.3.cdx.json"
        self.assertEqual({path.name for path in output.iterdir()},
                         {*PACKAGES, bill, "SHA256SUMS", "release-notes.md"})
        sums = dict(reversed(line.split("  ")) for line in
                    (output / "SHA256SUMS").read_text(encoding="ascii").splitlines())
        self.assertEqual(sums, {name: hashlib.sha256((output / name).read_bytes()).hexdigest()
                                for name in (*PACKAGES, bill)})
        self.assertEqual((output / PACKAGES[0]).read_text("ascii"), f"{PACKAGES[0]} of {commit}\n")
        self.expect_bill(json.loads((output / bill).read_text(encoding="utf-8")))
        self.expect_notes((output / "release-notes.md").read_text(encoding="utf-8"))
        self.assertIn("gh release create v1.2.3 --verify-tag", done.stdout)

    def expect_bill(self, bill):
        self.assertEqual(bill["metadata"]["timestamp"], "2023-11-14T22:13:20Z")
        self.assertEqual(bill["metadata"]["component"]["version"], "1.2.3")
        found = {part["name"]: part["version"] for part in bill["components"]}
        self.assertLess({"openssl": "3.5.6", "c-ares": "1.2.4", "libcurl": "8.1.2",
                         "fmt": "10.2.3", "CLI11": "2.9.1", "nlohmann-json": "3.4.5",
                         "musl": "1.9.7", "libc++": "21.1.8", "linux-headers": "6.7.8"}.items(),
                        found.items())

    def expect_notes(self, notes):
        text, linked = notes.split("\n\n### Linked in\n\n")
        self.assertEqual(text, "### Added\n\n- `check-x`: alerts when something is not as it was.\n"
                         "- More.\n\nA paragraph that is wrapped.")
        self.assertTrue(linked.startswith("openssl 3.5.6, c-ares 1.2.4, "), linked)
        self.assertRegex(linked, r"linux-headers 6\.7\.8; built with zig [0-9.]+\.\n\Z")

    def test_is_the_same_again_and_of_the_commit_that_is_checked_out(self):
        self.git("tag", "--annotate", "v1.2.3", "--message", "1.2.3")
        sums = self.root / "build/release-1.2.3/SHA256SUMS"
        self.assertEqual(self.release().returncode, 0)
        first = sums.read_bytes()
        (sums.parent / "left-over").touch()
        self.assertEqual(self.release("v1.2.3").returncode, 0)
        self.assertEqual(sums.read_bytes(), first)
        self.assertFalse((sums.parent / "left-over").exists())

    def test_refuses_what_is_no_annotated_tag(self):
        self.expect_refusal("the commit that is checked out has no annotated tag: git tag -a "
                            "vVERSION, or name a tag")
        self.expect_refusal("there is no tag v1.2.3: git tag -a v1.2.3 COMMIT", "v1.2.3")
        self.git("tag", "v1.2.3")
        self.expect_refusal("v1.2.3 is not annotated: git tag -a -f v1.2.3 v1.2.3^{}", "v1.2.3")

    def test_refuses_a_tag_of_another_version(self):
        self.git("tag", "--annotate", "v1.3.0", "--message", "1.3.0")
        self.expect_refusal("v1.3.0 is a tree whose version is 1.2.3: tag it v1.2.3, or change "
                            "VERSION in CMakeLists.txt, commit that, and tag the commit", "v1.3.0")

    def test_refuses_a_version_without_a_section_of_its_own(self):
        for text, message in (
                (CHANGELOG.replace("[1.2.3]", "[1.2.30]"),
                 "CHANGELOG.md has no section of 1.2.3: make '## [Unreleased]' into '## [1.2.3] - "
                 "YYYY-MM-DD', commit that, and tag the commit"),
                (CHANGELOG.replace("[1.2.3] - 2026-01-02", "[1.2.3]"),
                 "CHANGELOG.md has no section of 1.2.3: make '## [Unreleased]' into '## [1.2.3] - "
                 "YYYY-MM-DD', commit that, and tag the commit"),
                (re.sub(r"(?s)### Added.*wrapped\.\n", "", CHANGELOG),
                 "CHANGELOG.md says nothing of 1.2.3: write what users see of it")):
            with self.subTest(text=text):
                self.write("CHANGELOG.md", text)
                self.commit()
                self.git("tag", "--annotate", "--force", "v1.2.3", "--message", "1.2.3")
                self.expect_refusal(message, "v1.2.3")


if __name__ == "__main__":
    e2e.main()
