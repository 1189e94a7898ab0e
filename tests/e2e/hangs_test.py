"""Every tool beside a file system that does not answer, where only SIGKILL would end a process.

check-inode, which has processes of its own for that, is tested by e2e.inode_fuse.
"""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from mounts import MountTest, mount, unmount
from services import wait_until

# What a busy machine may add.
SLACK = 20


class Hangs(MountTest):
    def setUp(self):
        super().setUp()
        _, self.hung = self.fuse("noread", "hung")
        self.work = e2e.work_directory(self.addCleanup)

    def start(self, tool, *arguments, **environment):
        environment = {"PATH": os.environ["PATH"], "MACKEREL_PLUGIN_WORKDIR": str(self.work),
                       **environment}
        return subprocess.Popen([e2e.tool(tool), *map(str, arguments)], env=environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def assert_out_of_time(self, doing, tool, *arguments, **environment):
        process = self.start(tool, *arguments, **environment)
        line = f"no answer within 1 s ({doing})\n"
        is_metrics = tool.startswith("mackerel-plugin-")
        expected = ("", f"{tool}: {line}", 1) if is_metrics else (f"UNKNOWN: {line}", "", 3)
        with self.subTest(tool, arguments=arguments, environment=environment):
            said = process.communicate(timeout=SLACK)
            self.assertEqual((*said, process.returncode), expected)

    def test_files_that_the_user_names(self):
        path = self.hung / "file"
        self.assert_out_of_time(f"looking for {path}", "check-crt-expiration", "-f", path, "-t", 1)
        self.assert_out_of_time(f"reading {path}", "periodic-checker", "--holidays", path,
                                "--timeout", 1, "--", "true")
        self.assert_out_of_time(f"reading {path}/maildrop", "mackerel-plugin-postfix",
                                "--queue-directory", path, "-t", 1)

    def test_a_proc_that_the_user_names(self):
        proc = {"HOST_PROC": str(self.hung)}
        self.assert_out_of_time(f"reading {self.hung}/uptime", "check-uptime", "-w", 9, "-t", 1,
                                **proc)
        self.assert_out_of_time(f"reading {self.hung}/sys/net/netfilter/nf_conntrack_count",
                                "check-conntrack-free", "-w", 9, "-t", 1, **proc)
        self.assert_out_of_time(f"reading {self.hung}/meminfo", "mackerel-plugin-linux-lite",
                                "-t", 1, **proc)

    def test_a_place_for_the_memory(self):
        doing = f"opening {self.hung}/mackerel-native-plugins-{os.geteuid()}"
        work = {"MACKEREL_PLUGIN_WORKDIR": str(self.hung)}
        for tool, *options in (["delay-checker"], ["interval-checker", "--interval", 60]):
            self.assert_out_of_time(doing, tool, *options, "--timeout", 1, "--", "false", **work)
        self.assert_out_of_time(doing, "check-uptime", "--on-reboot", "critical", "-t", 1, **work)
        self.assert_out_of_time(doing, "mackerel-plugin-linux-lite", "-t", 1, **work)

    def test_a_program_that_is_asked(self):
        # It is looked for by a process of its own, which leaves the others their time.
        good = self.work / "php"
        good.write_text("#!/bin/sh\necho 80236\n", encoding="ascii")
        good.chmod(0o755)
        link = self.work / "link"
        link.symlink_to(self.hung / "php")
        for path in (self.hung / "php", link):
            process = self.start("mackerel-plugin-php-version", "--php", f"bad={path}", "--php",
                                 f"good={good}", "-t", 4)
            said, errors = process.communicate(timeout=SLACK)
            self.assertRegex(said, r"\Aphp\.version\.good\t80236\t[0-9]+\n\Z")
            self.assertIn(f"{path}: no answer within ", errors)
            self.assertEqual(process.returncode, 0)

    def test_a_time_zone_that_the_environment_names(self):
        path = self.hung / "Asia/Tokyo"
        for zone in ({"TZ": f":{path}"}, {"TZ": str(path)},
                     {"TZ": "Asia/Tokyo", "TZDIR": str(self.hung)}):
            self.assert_out_of_time(f"reading {path}", "periodic-checker", "--timeout", 1, "--",
                                    "true", **zone)

    def test_the_time_zone_of_the_system(self):
        mount("test", "/etc", "tmpfs")
        self.addCleanup(unmount, "/etc")
        os.symlink(self.hung / "file", "/etc/localtime")
        for arguments in (["--", "true"], ["--explain"]):
            self.assert_out_of_time("reading /etc/localtime", "periodic-checker", "--timeout", 1,
                                    *arguments)

    def test_the_name_servers_of_the_system(self):
        mount("test", "/etc", "tmpfs")
        self.addCleanup(unmount, "/etc")
        os.symlink(self.hung / "file", "/etc/resolv.conf")
        for tool in ("check-dns-rr", "check-resolver"):
            self.assert_out_of_time("reading /etc/resolv.conf", tool, "--host", "www.example.com",
                                    "-w", 1, "-t", 1)

    def test_the_configuration_of_a_library_is_not_read(self):
        environment = {"OPENSSL_CONF": str(self.hung / "file")}
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        server = f"127.0.0.1:{port}"
        for tool, *options in (["check-hydra-pos", "--file", "/var/log/x", "-w", 5, "-t", 20],
                               ["mackerel-plugin-gaurun-usage", "-t", 20],
                               ["check-crt-expiration", "--connect", server, "-t", 20]):
            if "--connect" not in options:
                options += ["--port", port]
            with self.subTest(tool):
                said = "".join(self.start(tool, *options, **environment).communicate(timeout=SLACK))
                self.assertIn("Connection refused", said)

    def test_the_time_of_a_reboot(self):
        proc = e2e.write_proc(self.work / "proc", {"uptime": "60.00 1.00\n"})
        boot_id = "sys/kernel/random/boot_id"
        command = ["check-uptime", "--on-reboot", "critical", "-t", 1]
        e2e.write_proc(proc, {boot_id: "first\n"})
        first = self.start(*command, HOST_PROC=str(proc))
        self.assertEqual((*first.communicate(timeout=SLACK), first.returncode),
                         ("OK: up 0 days,  0:01\n", "", 0))
        e2e.write_proc(proc, {boot_id: "second\n"})
        self.assert_out_of_time(f"reading {self.hung}/zone", *command, HOST_PROC=str(proc),
                                TZ=f":{self.hung}/zone")

    def test_programs_in_the_path(self):
        path = f"{self.hung}:{os.environ['PATH']}"
        for tool, *options in (["delay-checker"], ["interval-checker", "--interval", 60],
                               ["periodic-checker"]):
            with self.subTest(tool):
                process = self.start(tool, *options, "--timeout", 1, "--", "true", PATH=path)
                said, _ = process.communicate(timeout=SLACK)
                line = "UNKNOWN: no answer within 1 s (running true)\n"
                self.assertEqual((said.removeprefix("DelayNG(1/1): "), process.returncode),
                                 (line, 3))

    def test_a_file_to_write(self):
        file = self.hung / "file"
        proc = e2e.write_proc(self.work / "proc", {"uptime": "60.00 1.00\n"})
        slow = self.work / "slow"
        slow.mkdir()
        os.mkfifo(slow / "uptime")
        # When the result is there; at the deadline; and while something else hangs as well.
        for doing, directory in (("", proc), (f" (reading {slow}/uptime)", slow),
                                 (f" (reading {self.hung}/uptime)", self.hung)):
            process = self.start("check-uptime", "-w", 9, "-t", 1, "--output", file,
                                 HOST_PROC=str(directory))
            with self.subTest(doing):
                said = process.communicate(timeout=SLACK)
                line = f"UNKNOWN: cannot write {file}: no answer within 1 s{doing}\n"
                self.assertEqual((*said, process.returncode), (line, "", 3))
        for tool, *words in (["mackerel-plugin-linux-lite", "-t", 1],
                             ["delay-checker", "--timeout", 1, "--", "echo", "OK"],
                             # Its deadline has gone to the command.
                             ["delay-checker", "--timeout", 1, "--status-as", "unknown=ok", "--",
                              "sleep", 600]):
            process = self.start(tool, "--output", file, *words)
            said, errors = process.communicate(timeout=SLACK)
            start, code = ("UNKNOWN", 3) if tool == "delay-checker" else (tool, 1)
            line = f"{start}: cannot write {file}: no answer within 1 s\n"
            self.assertEqual((said + errors, process.returncode), (line, code))

    def test_told_to_stop(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.start("check-crt-expiration", "-f", self.hung, "-t", 600)
            status = pathlib.Path(f"/proc/{process.pid}/wchan")
            wait_until(lambda path=status: path.read_text(encoding="ascii").startswith("fuse"),
                       "it hangs")
            time.sleep(0.1)
            process.send_signal(number)
            said, _ = process.communicate(timeout=SLACK)
            self.assertEqual((said, process.returncode),
                             (f"UNKNOWN: stopped by {number.name} (looking for {self.hung})\n", 3))


if __name__ == "__main__":
    e2e.main()
