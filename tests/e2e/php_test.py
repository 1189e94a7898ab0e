"""mackerel-plugin-php-version with the real php and php-fpm, healthy and broken."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import unpacked

PHP_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
# On a busy machine it may be a little less than what can be reckoned.
SHARE = re.compile(r"\b[0-9.]+ s\b")
QUESTION = ["-r", "echo PHP_VERSION_ID;"]


def find(*names):
    """The first of these programs that is there."""
    found = [path for name in names if (path := shutil.which(name, path=PHP_PATH))]
    e2e.require(found, f"{names[0]} (Debian: php-cli php-fpm)")
    return found[0]


def find_fpm():
    """Debian's php-fpm has its version in its name."""
    installed = sorted(path.name for path in pathlib.Path("/usr/sbin").glob("php-fpm*"))
    return find("php-fpm", *installed)


def version_of(php):
    """What PHP itself calls its version, and as the number that it makes of it."""
    script = "echo PHP_VERSION, ' ', PHP_VERSION_ID;"
    version, number = subprocess.run([php, "-n", "-r", script], capture_output=True, text=True,
                                     timeout=60, check=True).stdout.split()
    return version, int(number)


class PhpTest(unittest.TestCase):
    def setUp(self):
        unpacked.lay_over()
        self.php = find("php")
        self.version, self.number = version_of(self.php)
        self.base = e2e.work_directory(self.addCleanup)
        self.base.chmod(0o755)
        self.work = self.base / "work"
        self.work.mkdir()
        self.work.chmod(0o1777)
        self.environment = {"PATH": PHP_PATH, "LC_ALL": "C",
                            "MACKEREL_PLUGIN_WORKDIR": str(self.work)}

    def run_plugin(self, *arguments, before=(), **environment):
        return subprocess.run(
            [*before, e2e.tool("mackerel-plugin-php-version"), *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
            env={**self.environment, **environment})

    def assert_metrics(self, expected, *arguments, errors="", **options):
        """That these are the values, by the last part of the key, and what is said beside them."""
        done = self.run_plugin(*arguments, **options)
        values = {}
        for line in done.stdout.splitlines():
            key, value, moment = line.split("\t")
            self.assertLess(abs(int(moment) - time.time()), 60)
            self.assertTrue(key.startswith("php.version."), key)
            values[key.removeprefix("php.version.")] = int(value)
        line = f"mackerel-plugin-php-version: {errors}\n" if errors else ""
        self.assertEqual((values, SHARE.sub("its share", done.stderr)), (expected, line))
        self.assertEqual(done.returncode, 0 if expected else 1)

    def stand_in(self, name, script):
        path = self.base / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path


class Healthy(PhpTest):
    def test_the_default(self):
        self.assert_metrics({"version": self.number})
        self.assert_metrics({"version": self.number}, "--php", self.php)

    def test_php_fpm_has_the_version_of_its_php(self):
        fpm = find_fpm()
        banner = subprocess.run([fpm, "-n", "-v"], capture_output=True, text=True, timeout=60,
                                check=True).stdout
        self.assertTrue(banner.startswith(f"PHP {self.version} (fpm-fcgi)"), banner)
        self.assert_metrics({"fpm": self.number}, "--fpm", f"fpm={fpm}")
        self.assert_metrics({"fpm": self.number}, "--fpm", f"fpm={pathlib.Path(fpm).name}")

    def test_versions_side_by_side(self):
        fpm = find_fpm()
        old = self.stand_in("php5", "echo 50640")
        self.assert_metrics({"old": 50640, "new": self.number, "fpm": self.number},
                            "--php", f"old={old}", "--php", f"new={self.php}",
                            "--fpm", f"fpm={fpm}")

    def test_as_nobody(self):
        e2e.require(os.geteuid() == 0, "root")
        fpm = find_fpm()
        self.assert_metrics({"version": self.number, "fpm": self.number},
                            "--php", "php", "--fpm", f"fpm={fpm}", before=e2e.AS_NOBODY)

    def test_the_graph_lists_what_is_printed(self):
        arguments = ["--php", f"cli={self.php}", "--fpm", f"fpm={find_fpm()}"]
        done = self.run_plugin(*arguments, MACKEREL_AGENT_PLUGIN_META="1")
        head, body = done.stdout.splitlines()
        self.assertEqual(head, "# mackerel-agent-plugin")
        graphs = json.loads(body)["graphs"]
        self.assertEqual([metric["name"] for metric in graphs["php.version"]["metrics"]],
                         ["cli", "fpm"])
        self.assert_metrics({"cli": self.number, "fpm": self.number}, *arguments)


class Remembered(PhpTest):
    def memories(self):
        """The files that hold an answer; each is replaced where it is given anew."""
        return {path.name: path.stat().st_ino for path in self.work.glob("*/*")
                if path.suffix != ".lock"}

    def test_each_program_by_itself(self):
        arguments = ["--php", "php", "--fpm", f"fpm={find_fpm()}"]
        expected = {"version": self.number, "fpm": self.number}
        self.assert_metrics(expected, *arguments)
        memories = self.memories()
        self.assertEqual(len(memories), 2)
        self.assert_metrics(expected, *arguments)
        self.assertEqual(self.memories(), memories)

    def test_for_an_hour(self):
        e2e.require(os.geteuid() == 0, "root")
        self.assert_metrics({"version": self.number})
        memories = self.memories()
        later = ["unshare", "--time", "--fork", "--boottime"]
        self.assert_metrics({"version": self.number}, before=[*later, "3400"])
        self.assertEqual(self.memories(), memories)
        self.assert_metrics({"version": self.number}, before=[*later, "3700"])
        self.assertNotEqual(self.memories(), memories)

    def test_until_php_is_upgraded(self):
        php = self.base / "php"
        shutil.copy2(self.php, php)
        self.assert_metrics({"version": self.number}, "--php", php)
        # As dpkg does it.
        new = self.base / "php.dpkg-new"
        new.write_text("#!/bin/sh\necho 80499\n", encoding="utf-8")
        new.chmod(0o755)
        new.rename(php)
        self.assert_metrics({"version": 80499}, "--php", php)


class Broken(PhpTest):
    def break_ini(self):
        """An ini file of which PHP complains on stdout, in front of whatever it prints."""
        (self.base / "php.ini").write_text(
            "display_errors = 1\ndisplay_startup_errors = 1\nhtml_errors = 0\n"
            "extension = no-such-extension\n", encoding="utf-8")
        return {"PHPRC": str(self.base)}

    def test_an_ini_file_with_mistakes(self):
        ini = self.break_ini()
        plain = subprocess.run([self.php, *QUESTION], capture_output=True, text=True, timeout=60,
                               check=True, env={**self.environment, **ini}).stdout
        self.assertIn("no-such-extension", plain)
        self.assertNotEqual(plain, str(self.number))
        self.assert_metrics({"version": self.number, "fpm": self.number},
                            "--php", "php", "--fpm", f"fpm={find_fpm()}", **ini)

    def test_what_is_printed_in_front_is_no_version(self):
        # With one -n only: a php that reads its ini file all the same.
        script = self.stand_in("php", f'shift; exec {self.php} "$@"')
        done = self.run_plugin("--php", script, **self.break_ini())
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        start = f"mackerel-plugin-php-version: {script} does not tell its version: '"
        self.assertTrue(done.stderr.startswith(start), done.stderr)
        self.assertIn("no-such-extension", done.stderr)

    def test_one_that_is_missing(self):
        self.assert_metrics({"here": self.number}, "--php", "gone=/usr/bin/php4",
                            "--php", f"here={self.php}",
                            errors="cannot run /usr/bin/php4: No such file or directory")
        self.assert_metrics({}, errors="cannot run php: No such file or directory",
                            PATH=str(self.base))

    def test_one_that_fails(self):
        script = self.stand_in("php", f"exec {self.php} -n -r 'echo \"80000\"; exit(3);'")
        self.assert_metrics({}, "--php", script,
                            errors=f"{script} ended with exit code 3: '80000'")
        cli = self.stand_in("strict", f"exec {self.php} --no-such-option")
        done = self.run_plugin("--php", cli)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertIn(f"{cli} ended with exit code 1: '", done.stderr)

    def test_one_that_hangs(self):
        for code in ("sleep(600);", "while (true);", "exec('kill -STOP ' . getmypid());"):
            script = self.stand_in("hanging", f'exec {self.php} -n -r "{code}"')
            self.assert_metrics({"fine": self.number, "fpm": self.number},
                                "--php", f"stuck={script}", "--php", f"fine={self.php}",
                                "--fpm", f"fpm={find_fpm()}", "--timeout", "10",
                                errors=f"{script}: no answer within its share")

    def test_one_that_is_no_php_fpm(self):
        self.assert_metrics({}, "--fpm", "fpm=/bin/true",
                            errors="/bin/true does not tell its version")

    def test_nothing_is_left_running(self):
        script = self.stand_in("hanging", f"exec {self.php} -n -r 'sleep(600);' left-behind")
        self.assert_metrics({}, "--php", script, "--timeout", "2",
                            errors=f"{script}: no answer within its share")
        commands = [path.read_bytes() for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")]
        self.assertFalse([line for line in commands if b"left-behind" in line])


if __name__ == "__main__":
    e2e.main()
