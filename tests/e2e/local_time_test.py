"""The local time without a TZ: that of /etc/localtime, and UTC only where there is none."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts

TOKYO = pathlib.Path("/usr/share/zoneinfo/Asia/Tokyo")
NOT_KNOWN = "UNKNOWN: the local time zone is not known: "


class LocalTime(unittest.TestCase):
    def setUp(self):
        """An /etc of the test's own, with what every program needs of it."""
        e2e.require(TOKYO.exists(), "tzdata")
        etc = e2e.work_directory(self.addCleanup)
        libraries = pathlib.Path("/etc/ld.so.cache")
        if libraries.exists():
            shutil.copy(libraries, etc)
        mounts.mount(etc, "/etc", flags=mounts.BIND)
        self.addCleanup(mounts.unmount, "/etc")
        self.zone = pathlib.Path("/etc/localtime")

    def run_checker(self, *options, **environment):
        return subprocess.run(
            [e2e.tool("periodic-checker"), *options, "--", "echo", "ran"], text=True, timeout=20,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            env={"PATH": os.environ["PATH"], **environment})

    def assert_zone(self, name, **environment):
        done = self.run_checker("--explain", **environment)
        self.assertRegex(done.stdout, rf"\Ainside now, \d+-\d\d-\d\d \d\d:\d\d {name}\n")
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    def assert_not_known(self, reason):
        """In a range and outside of it; and not where another zone is named."""
        for options in ((), ("--explain",), ("--except", "00:00-24:00")):
            done = self.run_checker(*options)
            self.assertEqual((done.stdout, done.stderr, done.returncode),
                             (f"{NOT_KNOWN}{reason}\n", "", 3))
        self.assertEqual(self.run_checker("--tz", "Asia/Tokyo").stdout, "ran\n")
        self.assert_zone("JST", TZ="JST-9")
        self.assert_zone("UTC", TZ="")

    def test_is_that_of_the_file_or_of_where_it_leads(self):
        self.zone.symlink_to(TOKYO)
        self.assert_zone("JST")
        self.zone.unlink()
        shutil.copy(TOKYO, self.zone)
        self.assert_zone("JST")

    def test_is_utc_without_a_file(self):
        self.assert_zone("UTC")
        self.assertEqual(self.run_checker().stdout, "ran\n")

    def test_is_not_known_where_the_file_leads_nowhere(self):
        self.zone.symlink_to("/usr/share/zoneinfo/Asia/Nowhere")
        self.assert_not_known("/etc/localtime leads to no file (is tzdata installed?)")
        self.zone.unlink()
        self.zone.symlink_to("localtime")
        self.assert_not_known("cannot open /etc/localtime: Too many levels of symbolic links")

    def test_is_not_known_where_the_file_is_no_whole_zone(self):
        whole = TOKYO.read_bytes()
        for content in (b"", b"garbage\n", whole[:60], whole[:-1], b"TZif2garbage", whole + b"\n"):
            self.zone.write_bytes(content)
            with self.subTest(content=content):
                self.assert_not_known("/etc/localtime is not a whole time zone file")

    def test_is_not_known_where_the_file_is_no_file(self):
        os.mkfifo(self.zone)
        self.assert_not_known("/etc/localtime is not a whole time zone file")
        self.zone.unlink()
        self.zone.mkdir()
        self.assert_not_known("/etc/localtime leads to no file (is tzdata installed?)")


if __name__ == "__main__":
    e2e.main()
