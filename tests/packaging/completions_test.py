#!/usr/bin/env python3
"""What the real bash, zsh and fish offer for the tools, from the files that are installed."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests/support"), str(SOURCE / "packaging/completions")]
import e2e  # noqa: E402
from completion_shells import Bash, Fish, Zsh  # noqa: E402
from made_up_tool import make_up_tool  # noqa: E402
from tool_help import ask_tool  # noqa: E402

STATUSES = {"ok", "warning", "critical", "unknown"}


def tools():
    found = sorted(e2e.directory_of("MNP_BIN").iterdir())
    assert found, "there are no tools"
    return [ask_tool(path) for path in found]


class Completion:
    """What holds in each shell; a subclass names its SHELL."""

    @classmethod
    def setUpClass(cls):
        packages = "bash-completion" if cls.SHELL is Bash else cls.SHELL.name
        e2e.require(shutil.which(cls.SHELL.name) and (cls.SHELL is not Bash or os.path.exists(
            "/usr/share/bash-completion/bash_completion")), packages)
        cls.home = e2e.work_directory(cls.addClassCleanup)
        installed = e2e.work_directory(cls.addClassCleanup)
        subprocess.run(["cmake", "--install", e2e.directory_of("MNP_BUILD"), "--prefix", installed],
                       stdout=subprocess.DEVNULL, check=True)
        make_up_tool(installed)
        here = cls.home / "here"
        (here / "folder").mkdir(parents=True)
        for name in ("first.pem", "second.pem"):
            (here / name).touch()
        (cls.home / ".ssh").mkdir()
        (cls.home / ".ssh/known_hosts").write_text("mail.example.com ssh-ed25519 AAAA\n",
                                                   encoding="ascii")
        share = installed / "share"
        programs = installed / e2e.INSTALLED.removeprefix("/usr/")
        environment = {
            "HOME": str(cls.home), "PATH": f"{programs}:{os.environ['PATH']}",
            "TERM": "xterm", "LC_ALL": "C.UTF-8", "SHARE": str(share),
            "XDG_DATA_DIRS": f"{share}:/usr/local/share:/usr/share",
        }
        cls.shell = cls.SHELL(environment, here)
        cls.addClassCleanup(cls.shell.close)

    def offered(self, line):
        """The candidates; of lists and assignments the part that is added."""
        return {word.rpartition(",")[2].rpartition("=")[2] or word
                for word in self.shell.candidates(line)}

    def assert_completed(self, line, expected):
        # zsh leaves a "=" behind an option, which goes away when a blank is typed.
        self.assertEqual(self.shell.completed(line).rstrip(" ="), expected)

    def test_every_option_of_every_tool_is_offered(self):
        for tool in tools():
            for name in tool.names:
                with self.subTest(name):
                    names = {each for option in tool.options for each in option.names}
                    long_names = {each for each in names if each.startswith("--")}
                    self.assertEqual({word.rstrip("=") for word in
                                      self.shell.candidates(f"{name} --")} - {"--"}, long_names)
                    self.assertLessEqual(names, {word.rstrip("=") for word in
                                                 self.shell.candidates(f"{name} -")})

    def test_a_long_option_is_completed(self):
        self.assert_completed("check-uptime --on-r", "check-uptime --on-reboot")

    def test_the_words_of_a_status(self):
        self.assertEqual(self.offered("check-uptime --on-reboot "), STATUSES)
        self.assertEqual(self.offered("check-uptime --on-reboot="), STATUSES)
        self.assert_completed("check-uptime --on-reboot cri", "check-uptime --on-reboot critical")

    def test_the_words_of_alternatives(self):
        types = {"A", "AAAA", "SRV", "NS", "MX", "TXT", "PTR"}
        self.assertEqual(self.offered("check-dns-rr -q "), types)
        self.assertEqual(self.offered("check-dns-rr --query "), types)
        self.assertEqual(self.offered("delay-checker --pending "), {"ok", "warning"})
        self.assert_completed("check-crt-expiration --starttls pos",
                              "check-crt-expiration --starttls postgres")

    def test_the_items_of_a_list(self):
        tool = "mackerel-plugin-linux-lite"
        self.assertEqual(self.offered(f"{tool} --with "),
                         {"listen", "load", "memavailable", "psi", "states"})
        self.assertLessEqual({"listen", "load"}, self.offered(f"{tool} --with psi,"))
        self.assertLessEqual({"critical", "unknown"}, self.offered("delay-checker --only warning,"))
        self.assertNotIn("ok", self.offered("delay-checker --only warning,"))

    def test_a_status_for_another(self):
        self.assertEqual(self.offered("check-inode --status-as critical="),
                         STATUSES - {"critical"})
        self.assertEqual(self.offered("check-inode --status-as critical=warning,unknown="),
                         STATUSES - {"unknown"})
        self.assertEqual(self.offered("check-inode --status-as=critical="),
                         STATUSES - {"critical"})
        self.assertTrue(self.shell.completed("check-inode --status-as critical=wa")
                        .startswith("check-inode --status-as critical=warning"))

    def test_files(self):
        names = {"first.pem", "second.pem", "folder/"}
        self.assertEqual(self.shell.candidates("check-crt-expiration --file "), names)
        self.assertEqual(self.shell.candidates("check-crt-expiration -f "), names)
        self.assert_completed("periodic-checker --holidays fi",
                              "periodic-checker --holidays first.pem")

    def test_nothing_where_only_the_user_knows(self):
        for line in ("check-uptime -w ", "check-uptime --warning ", "check-uptime ",
                     "mackerel-plugin-gaurun-usage --path ", "delay-checker --for ",
                     "check-hydra-pos --port "):
            with self.subTest(line):
                self.assertEqual({word for word in self.shell.candidates(line)
                                  if not word.startswith("-")}, set())

    def test_what_the_system_knows(self):
        self.assert_completed("periodic-checker --tz Asia/Toky", "periodic-checker --tz Asia/Tokyo")
        self.assertIn("tmpfs", self.offered("check-inode --type tmp"))
        self.assertIn("mail.example.com", self.shell.candidates("check-myip mail.ex"))
        self.assertIn("mail.example.com", self.shell.candidates("check-hydra-pos -H mail.ex"))

    def test_the_command_behind_two_dashes(self):
        self.assert_completed("delay-checker -c 3 -- check-upt",
                              "delay-checker -c 3 -- check-uptime")
        self.assertEqual({word.rstrip("=") for word in
                          self.shell.candidates("delay-checker -c 3 -- check-inode --free-")},
                         {"--free-warning", "--free-critical"})
        self.assertEqual(self.offered("check-delay --only=warning -- check-uptime --on-reboot "),
                         STATUSES)
        self.assertEqual(self.shell.candidates("delay-checker -- check-uptime --cou"), set())

    def test_wrappers_behind_wrappers(self):
        line = "interval-checker --interval 5m -- delay-checker -- check-uptime --on-reboot "
        self.assertEqual(self.offered(line), STATUSES)

    def test_in_front_of_two_dashes_there_is_no_command(self):
        for line in ("delay-checker ", "periodic-checker --explain "):
            self.assertEqual({word for word in self.shell.candidates(line)
                              if word == "--" or not word.startswith("-")}, {"--"})

    def test_texts_with_special_characters_and_other_kinds_of_values(self):
        self.assertEqual({word.rstrip("=") for word in self.shell.candidates("check-made-up --")},
                         {"--all", "--where", "--program", "--mode", "--help"})
        self.assertEqual(self.shell.candidates("check-made-up --where "), {"folder/"})
        self.assertEqual(self.shell.candidates("check-made-up --mode "), {"on", "off"})
        self.assert_completed("check-made-up --program name=fi",
                              "check-made-up --program name=first.pem")


class InBash(Completion, unittest.TestCase):
    SHELL = Bash


class InZsh(Completion, unittest.TestCase):
    SHELL = Zsh


class InFish(Completion, unittest.TestCase):
    SHELL = Fish

    def test_the_text_stands_beside_an_option(self):
        self.assertEqual(self.shell.lines("check-made-up --al"), [
            r"""--all	It's "all": $(id) `id` ${HOME} [a] \\ \' \n {b}; c & d | e # f %"""])


class Files(unittest.TestCase):
    def test_shellcheck_is_content_with_those_of_bash(self):
        e2e.require(shutil.which("shellcheck"), "shellcheck")
        files = sorted(e2e.build_file("completions/bash").iterdir())
        self.assertGreaterEqual(len(files), len(tools()))
        result = subprocess.run(["shellcheck", "-s", "bash", *files], check=False,
                                capture_output=True, encoding="utf-8")
        self.assertEqual((result.returncode, result.stdout), (0, ""))


if __name__ == "__main__":
    RUNNER = unittest.TextTestRunner(resultclass=e2e.CountingResult, verbosity=2)
    PROGRAM = unittest.main(module="__main__", testRunner=RUNNER, exit=False)
    sys.exit(e2e.exit_code(PROGRAM.result))
