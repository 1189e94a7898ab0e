"""mackerel-plugin-postfix beside the real Postfix."""

import os
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from postfix_support import (CONFIGURATION, QUEUES, SPOOL, PostfixTest, counted, listed, run,
                             signal_all)

NOBODY = e2e.AS_NOBODY
CLOSED = f"cannot open {SPOOL}/maildrop: Permission denied; postqueue"


class Queues(PostfixTest):
    def assert_counts(self, messages, **options):
        """That it counts just these messages, in all and by their queues, and tells their age."""
        now = time.time()
        found = self.metrics("--with", "queues,age", **options)
        expected = counted(messages)
        self.assertEqual(found["mailq.queue"], len(messages))
        self.assertEqual({name: found[f"queue.{name}"] for name in QUEUES},
                         {name: expected[name] for name in QUEUES})
        age = now - min((message["arrival_time"] for message in messages), default=now)
        self.assertGreaterEqual(found["age.oldest"], int(age))
        self.assertLess(found["age.oldest"], age + 30)
        return found

    def test_messages_in_every_queue(self):
        self.start()
        self.assertEqual(self.metrics(), {"mailq.queue": 0})
        self.assertEqual(self.metrics(before=NOBODY), {"mailq.queue": 0})
        self.fill()
        # Deferred messages have a log each, and a chroot has files.
        self.assertEqual(len([path for path in (SPOOL / "defer").rglob("*") if path.is_file()]), 12)
        for name in ("etc/services", "lib/libnss_dns.so.2", "usr/lib/zoneinfo/UTC"):
            (SPOOL / name).parent.mkdir(parents=True, exist_ok=True)
            (SPOOL / name).touch()
        messages = listed()
        self.assertEqual(counted(messages), {"maildrop": 5, "incoming": 4, "active": 2,
                                             "deferred": 9, "hold": 3})
        self.assertEqual(self.assert_counts(messages)["queue.corrupt"], 0)
        self.assert_counts(messages, before=NOBODY,
                           complaint="postfix.queue.corrupt is left out: cannot open ")
        signal_all(signal.SIGCONT)
        # The arguments are taken for what they are: nothing in there is a shell's or an option's.
        self.assert_nothing("--config-dir", "--config-dir", before=NOBODY)
        self.assert_nothing("postconf: fatal: open -h/main.cf:", "--config-dir", "-h")

    def test_hash_directories(self):
        self.start()
        # These are hashed by another character.
        run("postconf", "-e", "enable_long_queue_ids = yes")
        run("postfix", "reload")
        self.send(20)
        self.wait_for("deferred", 20)
        run("postconf", "-e", "enable_long_queue_ids = no")
        run("postfix", "reload")
        self.send(10)
        self.wait_for("deferred", 30)
        ids = [message["queue_id"] for message in listed()]
        run("postsuper", "-h", "-", text="\n".join(ids[:9]) + "\n")
        self.kill()
        shutil.copy(next((SPOOL / "hold").iterdir()), SPOOL / "corrupt/9746DAA012C")
        for names in ("defer", "deferred defer", "deferred defer hold active incoming"):
            for depth in (1, 2, 3):
                with self.subTest(names=names, depth=depth):
                    run("postconf", "-e", f"hash_queue_names = {names}",
                        f"hash_queue_depth = {depth}")
                    run("postsuper", "-s")
                    for queue in ("deferred", "hold"):
                        levels = {len(path.relative_to(SPOOL / queue).parts) - 1
                                  for path in (SPOOL / queue).rglob("*") if path.is_file()}
                        self.assertEqual(levels, {depth if queue in names.split() else 0})
                    found = self.assert_counts(listed(), complaint="accessing queue directly")
                    self.assertEqual(found["mailq.queue"], 30)
                    self.assertEqual(found["queue.hold"], 9)
                    self.assertEqual(found["queue.corrupt"], 1)

    def test_a_second_instance(self):
        out, spool = self.directory("etc-out"), self.directory("spool-out")
        data = self.directory("lib-out")
        shutil.copytree(CONFIGURATION, out, dirs_exist_ok=True)
        shutil.chown(data, "postfix")
        run("postconf", "-c", out, "-e", f"queue_directory = {spool}", f"data_directory = {data}",
            "master_service_disable = inet")
        self.start(out, spool)
        for _ in range(3):
            run("sendmail", "-C", out, "-f", "a@e2e.test", "b@dst.e2e.test", text="\nx\n")
        self.assert_nothing(f"{SPOOL} holds none of")
        self.start()
        self.send(1)
        self.wait_for("deferred", 1)
        self.assertEqual(self.metrics(), {"mailq.queue": 1})
        for arguments in (("--config-dir", out), ("--queue-directory", spool)):
            self.assertEqual(self.metrics(*arguments), {"mailq.queue": 3})
        # Postqueue is set-gid, and takes only configurations that root has named.
        self.assert_nothing("exit code", "--config-dir", out, before=NOBODY)
        run("postconf", "-e", f"alternate_config_directories = {out}")
        self.assertEqual(self.metrics("--config-dir", out, before=NOBODY), {"mailq.queue": 3})
        self.assertEqual(self.metrics("--queue-directory", SPOOL, before=NOBODY),
                         {"mailq.queue": 1})
        self.assert_nothing(f"postqueue lists {SPOOL} and not {spool}, which needs --config-dir",
                            "--queue-directory", spool, before=NOBODY)


class States(PostfixTest):
    def test_never_started(self):
        self.assert_nothing(f"{SPOOL} holds none of {', '.join(QUEUES)}", "--with", "age")
        run("postfix", "check", check=False)
        self.assertTrue((SPOOL / "maildrop").is_dir())
        self.assertEqual(self.metrics(), {"mailq.queue": 0})
        self.assert_nothing(f"{CLOSED} ended with exit code 69: postqueue: fatal: ", before=NOBODY)

    def test_stopped_and_vanished(self):
        self.start()
        self.send(6)
        self.wait_for("deferred", 6)
        run("postfix", "stop")
        self.assertEqual(self.metrics(), {"mailq.queue": 6})
        self.assert_nothing("mail system is down", before=NOBODY)
        for name in ("maildrop", "incoming", "active", "hold"):
            (SPOOL / name).rmdir()
            self.assertEqual(self.metrics(), {"mailq.queue": 6})
        shutil.rmtree(SPOOL / "deferred")
        self.assert_nothing(f"{SPOOL} holds none of")
        self.assert_nothing(f"{SPOOL} holds none of", before=NOBODY)

    def test_hung(self):
        self.start()
        self.send(6)
        self.wait_for("deferred", 6)
        self.assertEqual(self.metrics(before=NOBODY), {"mailq.queue": 6})
        signal_all(signal.SIGSTOP)
        reason = "postqueue: no answer within "
        start = time.monotonic()
        self.assert_nothing(reason, "--timeout", "3", before=NOBODY)
        self.assertEqual(self.metrics("--timeout", "3", "--with", "age", complaint=reason),
                         {"mailq.queue": 6})
        self.assertLess(time.monotonic() - start, 20)

    def test_killed(self):
        self.start()
        self.send(6)
        self.wait_for("deferred", 6)
        self.kill()
        self.assertEqual(self.metrics(), {"mailq.queue": 6})
        self.assert_nothing(CLOSED, before=NOBODY)


class FileSystems(mounts.MountTest):
    plugin = staticmethod(PostfixTest.plugin)

    def test_one_that_does_not_tell_the_types_of_its_entries(self):
        spool = self.image("disk", 8 << 20, "e2fsprogs", "mkfs.ext4", "-q", "-O", "^filetype")
        for name in ("deferred/9/9746DAA012C", "deferred/B/0/BD0E2AA2A44", "hold/4jXPrb2sDpz1d3Vr",
                     "deferred/lib/libc.so"):
            (spool / name).parent.mkdir(parents=True, exist_ok=True)
            (spool / name).touch()
        (spool / "hold/link").symlink_to("4jXPrb2sDpz1d3Vr")
        (spool / "hold/8").symlink_to("../deferred/9")
        os.mkfifo(spool / "hold/pipe")
        done = self.plugin("--queue-directory", spool)
        self.assertEqual(done.stdout.split("\t")[:2], ["postfix.mailq.queue", "3"], done.stderr)


if __name__ == "__main__":
    e2e.main()
