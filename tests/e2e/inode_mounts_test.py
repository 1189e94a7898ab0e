"""check-inode on real mounts: which file systems it judges, and by which numbers."""

import os
import pathlib
import re
import select
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from inode_support import CRITICAL, NOTHING, OK, UNKNOWN, WARNING, InodeTest, df
from mounts import BIND, mount


class Limits(InodeTest):
    def test_used_inodes_alert_at_the_limit(self):
        path = self.tmpfs("t", inodes=1000, used=800)
        self.assertEqual(df(path), "80%")
        for options, code in ((("-c", 80), CRITICAL), (("-w", 80), WARNING),
                              (("-w", 79.5), WARNING), (("-w", 1, "-c", 80), CRITICAL)):
            with self.subTest(options=options):
                message = f"used inode more than {options[-1]}% on volume {path} (80%) | {path}:80%"
                self.assert_line(self.check(*options), code, message)
        for options in (("-c", 81), ("-w", 80.5), ("-w", 81, "-c", 90)):
            with self.subTest(options=options):
                self.assert_line(self.check(*options), OK, f"{path}:80%")

    def test_the_percentage_is_rounded_up_as_df_does(self):
        path = self.tmpfs("t", inodes=1000, used=799)
        self.assertEqual(df(path), "80%")
        self.assert_line(self.check("-c", 80), CRITICAL,
                         f"used inode more than 80% on volume {path} (80%) | {path}:80%")
        for number in range(1, 10):
            (path / f"file{number}").unlink()
        self.assertEqual(df(path), "79%")
        self.assert_line(self.check("-c", 79.5), OK, f"{path}:79%")

    def test_free_inodes_alert_below_the_limit(self):
        path = self.tmpfs("t", inodes=1000, used=800)
        for name, code in (("--free-critical", CRITICAL), ("--free-warning", WARNING)):
            with self.subTest(name=name):
                self.assert_line(self.check(name, 200), OK, f"{path}:80%")
                self.assert_line(self.check(name, 201), code,
                                 f"free inodes less than 201 on volume {path} (200) | {path}:80%")

    def test_every_offender_is_named_the_fullest_first(self):
        a, b = self.tmpfs("a", 100, used=91), self.tmpfs("b", 100, used=97)
        c = self.tmpfs("c", 100, used=50)
        self.assert_line(self.check("-w", 50, "-c", 90), CRITICAL,
                         f"used inode more than 90% on volume {b} (97%), {a} (91%)"
                         f" | {a}:91%, {b}:97%, {c}:50%")


class Kinds(InodeTest):
    """What is listed, next to a tmpfs that always is."""

    def setUp(self):
        super().setUp()
        self.healthy = self.tmpfs("healthy", inodes=100)

    def assert_listed(self, *paths, options=()):
        expected = [f"{path}:{df(path)}" for path in (self.healthy, *paths)]
        self.assert_line(self.check("-c", 100, *options), OK, ", ".join(expected))

    def test_ext4(self):
        path = self.image("ext4", 16 << 20, "e2fsprogs", "mkfs.ext4", "-q", "-N", 256)
        for number in range(100):
            (path / f"file{number}").touch()
        self.assertGreater(int(df(path)[:-1]), 40)
        self.assert_listed(path)

    def test_xfs(self):
        self.assert_listed(self.image("xfs", 320 << 20, "xfsprogs", "mkfs.xfs", "-q"))

    def test_overlay(self):
        full = self.tmpfs("full", inodes=100, used=60)
        layers = [full / name for name in ("lower", "upper", "work")]
        for layer in layers:
            layer.mkdir()
        path = self.directory("overlay")
        mount("test", path, "overlay", "lowerdir={},upperdir={},workdir={}".format(*layers))
        self.assertGreaterEqual(int(df(path)[:-1]), 63)
        self.assert_listed(full, path)

    def test_btrfs_counts_no_inodes(self):
        path = self.image("btrfs", 120 << 20, "btrfs-progs", "mkfs.btrfs", "-q")
        self.assertEqual(df(path), "-")
        self.assert_listed()
        self.assert_listed(options=["--type", "btrfs,tmpfs"])
        self.assert_line(self.check("-c", 1, "-p", path), UNKNOWN, NOTHING)

    def test_tmpfs_without_a_limit_counts_no_inodes(self):
        path = self.tmpfs("unlimited", inodes=0)
        self.assertEqual(df(path), "-")
        self.assert_listed()
        self.assert_line(self.check("-c", 1, "-p", path), UNKNOWN, NOTHING)

    def test_squashfs_is_judged_only_when_asked_for(self):
        source = self.directory("source")
        path = self.image("squashfs", 0, "squashfs-tools", "mksquashfs", "-quiet", "-no-progress",
                          source=[source])
        self.assertEqual(df(path), "100%")
        self.assert_listed()
        message = f"used inode more than 90% on volume {path} (100%) | {path}:100%"
        self.assert_line(self.check("-c", 90, "-p", path), CRITICAL, message)
        self.assert_line(self.check("-c", 90, "--type", "squashfs"), CRITICAL, message)

    def test_autofs_and_pseudo_file_systems_are_not_touched(self):
        self.require_root()
        for name in ("proc", "sysfs"):
            mount(name, self.directory(name), name)
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        self.addCleanup(os.close, writer)
        path = self.directory("autofs")
        mount("test", path, "autofs",
              f"fd={writer},minproto=5,maxproto=5,direct")
        self.assert_listed()
        self.assertFalse(select.select([reader], [], [], 0)[0], "something was to be mounted")
        # Were it touched, we would see it.
        self.assertEqual(self.check("-c", 90, "-p", path, "-t", 0.2).code, CRITICAL)
        self.assertTrue(select.select([reader], [], [], 0)[0])

    def test_a_device_is_listed_once(self):
        bind = self.directory("bind")
        mount(self.healthy, bind, flags=BIND)
        self.assert_listed()
        # Where the first mount is out of sight, the other one gives it its name.
        mount("test", self.healthy, "tmpfs", "nr_inodes=0")
        self.assert_line(self.check("-c", 90), OK, f"{bind}:1%")


class Many(InodeTest):
    COUNT = 2000

    def assert_clause(self, clause, form, of_all):
        """That it names the first of the mounts, as many as fit, and counts the others."""
        *names, rest = clause.split(", ")
        self.assertEqual(names, [form.format(f"{self.base}/{n}") for n in range(len(names))])
        self.assertGreater(len(names), 1)
        self.assertEqual(rest, f"and {of_all - len(names)} more")

    def assert_long_line(self, outcome, code):
        """That a message without end was cut, but no earlier than it had to be."""
        self.assertEqual((outcome.stderr, outcome.code), ("", code))
        self.assertLessEqual(len(outcome.stdout), 1024)
        self.assertGreater(len(outcome.stdout), 950)
        self.assertLess(outcome.seconds, 5)

    def test_as_many_as_fit_are_named_and_the_others_counted(self):
        for number in range(self.COUNT - 1):
            self.tmpfs(str(number), inodes=2)
        last = self.tmpfs(str(self.COUNT - 1), inodes=3, used=2)
        outcome = self.check("-c", 90)
        self.assert_long_line(outcome, OK)
        self.assert_clause(outcome.stdout.removeprefix("OK: ").removesuffix("\n"), "{}:50%",
                           self.COUNT)

        # All of them are over this limit, and the last of them is the fullest.
        outcome = self.check("-c", 50)
        self.assert_long_line(outcome, CRITICAL)
        found = re.fullmatch(r"CRITICAL: used inode more than 50% on volume (.*) \| (.*)\n",
                             outcome.stdout)
        self.assertTrue(found, outcome.stdout)
        fullest, others = found[1].split(", ", 1)
        self.assertEqual(fullest, f"{last} (67%)")
        self.assert_clause(others, "{} (50%)", self.COUNT - 1)
        self.assert_clause(found[2], "{}:50%", self.COUNT)

    def test_a_long_clause_leaves_room_for_the_names_of_the_next(self):
        for number in range(60):
            self.tmpfs(str(number), inodes=100, used=91)
        scarce = self.tmpfs("scarce", inodes=20, used=16)
        outcome = self.check("-c", 90, "--free-critical", 5)
        self.assert_long_line(outcome, CRITICAL)
        self.assertIn(f"; free inodes less than 5 on volume {scarce} (4) | ", outcome.stdout)


if __name__ == "__main__":
    e2e.main()
