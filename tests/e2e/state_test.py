"""What the tools remember between two runs, when the disk, the clock or another user is in the way.

check-conntrack-free --max-drops shows best whether a memory was believed: it prints `dropped:N`
only when it was.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
import state_support

FREE = "free:90 max:100 count:10"


class StateTest(state_support.StateTest):
    def setUp(self):
        super().setUp()
        self.write_proc("sys/net/netfilter/nf_conntrack_max", "100\n")
        self.write_proc("sys/net/netfilter/nf_conntrack_count", "10\n")
        self.write_proc("uptime", "7300.00 1.00\n")

    def drops(self, count, **options):
        """The line of a run that finds so many drops since boot."""
        self.write_proc("net/stat/nf_conntrack",
                        f"entries drop early_drop insert_failed\n1 {count:x} 0 0\n")
        result = self.run_tool("check-conntrack-free", "--max-drops", "100", **options)
        self.assertIn(result.returncode, (0, 3), result)
        return result.stdout.rstrip("\n")


class Disk(StateTest):
    def test_a_full_disk_costs_neither_the_verdict_nor_the_memory(self):
        self.mount_work("size=64k")
        self.assertEqual(self.drops(5), f"OK: {FREE}")
        filler = self.fill_work()
        line = self.drops(7)
        self.assertTrue(line.startswith(f"OK: {FREE} dropped:2 (state not saved: "), line)
        self.assertTrue(line.endswith(": No space left on device)"), line)
        filler.unlink()
        self.assertEqual(self.drops(9), f"OK: {FREE} dropped:4")

    def test_a_read_only_disk_costs_neither_the_verdict_nor_the_memory(self):
        self.mount_work("size=64k")
        self.assertEqual(self.drops(5), f"OK: {FREE}")
        self.make_work_read_only()
        line = self.drops(7)
        self.assertTrue(line.startswith(f"OK: {FREE}"), line)
        self.assertTrue(line.endswith("Read-only file system)"), line)

    def test_a_disk_without_inodes_is_one_more_obstacle(self):
        self.mount_work("size=64k,nr_inodes=1")
        line = self.drops(7)
        self.assertTrue(line.endswith(": No space left on device)"), line)

    def test_a_kill_before_the_rename_leaves_the_last_memory(self):
        e2e.require(shutil.which("strace"), "strace")
        self.assertEqual(self.drops(5), f"OK: {FREE}")
        before = self.file().read_bytes()
        strace = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=renameat,rename,renameat2",
                  "-e", "inject=renameat,rename,renameat2:signal=SIGKILL:when=1"]
        self.write_proc("net/stat/nf_conntrack",
                        "entries drop early_drop insert_failed\n1 8 0 0\n")
        killed = self.run_tool("check-conntrack-free", "--max-drops", "0", before=strace)
        self.assertEqual((killed.returncode, killed.stdout), (-9, ""))
        self.assertEqual(self.file().read_bytes(), before)
        self.assertEqual(self.drops(9), f"OK: {FREE} dropped:4")
        self.assertEqual([p for p in self.state.iterdir() if p.suffix == ".new"], [])


class Clock(state_support.FakedClocks, StateTest):
    def test_a_memory_from_the_future_is_none(self):
        self.assertEqual(self.drops(5, **self.faked("+1h")), f"OK: {FREE}")
        self.assertEqual(self.drops(7), f"OK: {FREE}")
        self.assertEqual(self.drops(9), f"OK: {FREE} dropped:2")

    def test_a_clock_that_went_forward_does_no_harm(self):
        self.assertEqual(self.drops(5), f"OK: {FREE}")
        self.assertEqual(self.drops(7, **self.faked("+40d")), f"OK: {FREE} dropped:2")

    def test_a_clock_that_is_wrong_after_booting_does_not_hide_the_reboot(self):
        arguments = ["--on-reboot", "critical"]
        before = self.run_tool("check-uptime", *arguments)
        self.assertEqual(before.stdout, "OK: up 0 days,  2:01\n")
        self.boot("second")
        self.write_proc("uptime", "60.00 1.00\n")
        after = self.run_tool("check-uptime", *arguments, TZ="UTC", **self.faked("-10y"))
        self.assertRegex(after.stdout, r"^CRITICAL: rebooted at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d "
                                       r"\+0000 \(was up 2 hours\) \| up 0 days,  0:01\n$")
        self.assertEqual(after.returncode, 2)


class Others(StateTest):
    def as_nobody(self, *command):
        return subprocess.run([*e2e.AS_NOBODY, *command], check=False,
                              capture_output=True).returncode

    def use_the_agents_directory(self):
        """One like the agent's, which everybody may write and which is not sticky; and a /var/tmp
        of the test's own."""
        e2e.require(os.geteuid() == 0 and shutil.which("setpriv"), "root and setpriv")
        self.base.chmod(0o755)
        self.work.chmod(0o777)
        mounts.mount("var-tmp", "/var/tmp", "tmpfs", "mode=1777")
        self.addCleanup(mounts.unmount, "/var/tmp")
        return pathlib.Path("/var/tmp", self.state.name)

    def test_nobody_can_move_roots_memory_away(self):
        kept = self.use_the_agents_directory()
        arguments = ["delay-checker", "-c", "3", "--", "sh", "-c", "echo bad; exit 2"]
        for expected in [("DelayWarn(1/3): bad", 0), ("DelayWarn(2/3): bad", 0),
                         ("DelayNG(3/3): bad", 2)]:
            self.assert_run(expected, *arguments)
            for place in (self.state, kept):
                self.assertNotEqual(self.as_nobody("mv", place, f"{place}-away"), 0, place)
        self.assertTrue(kept.is_dir())
        self.assertFalse(self.state.exists())

    def test_nothing_is_saved_where_no_directory_is_safe(self):
        self.use_the_agents_directory()
        mounts.mount("var-tmp", "/var/tmp", "tmpfs", "mode=777")
        self.addCleanup(mounts.unmount, "/var/tmp")
        note = f"(state not saved: other users may rename what is in {self.work}, /var/tmp)"
        self.assert_run((f"UNKNOWN: up 0 days,  2:01 {note}", 3),
                        "check-uptime", "--on-reboot", "critical")
        self.assert_run((f"OK: up 0 days,  2:01 {note}", 0),
                        "check-uptime", "--on-reboot", "critical", "-w", "10m")
        command = ["--", "sh", "-c", "echo bad; exit 2"]
        self.assert_run((f"DelayWarn(1/3): bad {note}", 2), "delay-checker", "-c", "3", *command)
        self.assert_run((f"nothing remembered\nnot kept: {note[18:-1]}", 0),
                        "delay-checker", "--show", *command)
        self.assertEqual(list(self.work.iterdir()) + list(pathlib.Path("/var/tmp").iterdir()), [])

    def test_a_directory_of_another_user_is_refused(self):
        e2e.require(os.geteuid() == 0, "root")
        self.state.mkdir(mode=0o700)
        os.chown(self.state, 65534, 65534)
        self.assertEqual(self.drops(1), f"UNKNOWN: will not keep state in {self.state}: "
                                        "another user owns it; remove it")

    def test_a_link_in_place_of_the_directory_is_refused(self):
        elsewhere = self.base / "elsewhere"
        elsewhere.mkdir()
        self.state.symlink_to(elsewhere)
        self.assertEqual(self.drops(1), f"UNKNOWN: will not keep state in {self.state}: "
                                        "it is not a directory; remove it")
        self.assertEqual(list(elsewhere.iterdir()), [])

    def test_a_pipe_in_place_of_the_file_does_not_hang_and_is_replaced(self):
        self.drops(1)
        path = self.file()
        path.unlink()
        os.mkfifo(path)
        self.assertEqual(self.drops(2), f"OK: {FREE}")
        self.assertEqual(self.drops(3), f"OK: {FREE} dropped:1")

    def test_two_at_once_a_hundred_times_never_spoil_it(self):
        self.write_proc("stat", "cpu  1 0 0 1\ncpu0 1 0 0 1\n")
        results = []

        def run_many():
            for _ in range(100):
                results.append(self.run_tool("mackerel-plugin-linux-lite"))

        threads = [threading.Thread(target=run_many) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(100):
            text = f"cpu  {number} 0 0 {number}\ncpu0 1 0 0 1\n"
            new = self.base / "new"
            new.write_text(text, encoding="utf-8")
            new.rename(self.base / "proc/stat")
        for thread in threads:
            thread.join()
        self.assertEqual(len(results), 200)
        for result in results:
            self.assertNotIn("ignoring", result.stderr)
            self.assertNotIn("state not saved", result.stderr)
            self.assertNotIn("e+", result.stdout)
            values = [float(line.split("\t")[1]) for line in result.stdout.splitlines()
                      if ".cpu-usage." in line]
            self.assertIn(len(values), (0, 4))
            self.assertTrue(not values or abs(sum(values) - 100) < 0.001, values)
        self.file()


if __name__ == "__main__":
    e2e.main()
