"""check-hydra-pos with the real fluent-agent-hydra."""

import json
import pathlib
import re
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import services
import state_support

PORT = 24200
RATE = r"\d+(\.\d{1,3})? position-updated/sec"
LINE = "a line of the log\n"


class HydraTest(state_support.StateTest):
    def setUp(self):
        super().setUp()
        self.log = self.base / "app.log"
        self.log.write_text(LINE * 3, encoding="utf-8")
        self.hydra = None

    def start_hydra(self, *logs, port=PORT):
        sink = services.Sink(self.addCleanup)
        lines = [f"[[Logs]]\nFile = {json.dumps(str(log))}\nTag = \"log{number}\"\n"
                 for number, log in enumerate(logs or [self.log])]
        lines += [f"[[Servers]]\nHost = \"127.0.0.1\"\nPort = {sink.port}\n",
                  f"[Monitor]\nHost = \"127.0.0.1\"\nPort = {port}\n"]
        configuration = self.base / "hydra.toml"
        configuration.write_text("".join(lines), encoding="utf-8")
        self.hydra = services.start(self.addCleanup, "fluent-agent-hydra", "-c", configuration)
        services.wait_until(lambda: len((services.get_json(port) or {}).get("files", {}))
                            == max(len(logs), 1), "hydra is ready")

    def position(self, log):
        return services.get_json(PORT)["files"][str(log)]["position"]

    def append(self, log, count):
        """Writes so many lines, and waits until hydra has read them."""
        with open(log, "a", encoding="utf-8") as file:
            file.write(LINE * count)
        services.wait_until(lambda: self.position(log) == log.stat().st_size, "hydra reads on")

    def check(self, *arguments, **options):
        result = self.run_tool("check-hydra-pos", *arguments, **options)
        self.assertEqual(result.stderr, "")
        self.assertEqual(result.stdout.count("\n"), 1)
        return result.stdout.rstrip("\n"), result.returncode

    def assert_check(self, pattern, code, *arguments):
        line, status = self.check(*arguments)
        self.assertTrue(re.fullmatch(pattern, line), f"{line!r} is not {pattern!r}")
        self.assertEqual(status, code)

    def wait_a_second(self):
        """Within a second of the last run a check repeats itself."""
        time.sleep(1.05)


class Progress(HydraTest):
    def test_a_log_that_grows_and_rests(self):
        self.start_hydra()
        log = ["--file", str(self.log)]
        name = re.escape(str(self.log))
        self.assertEqual(self.check(*log), ("OK: first time check", 0))
        self.wait_a_second()
        self.append(self.log, 10_000)
        started_at = time.monotonic()
        first, second = self.check(*log), self.check(*log)
        self.assertRegex(first[0], rf"^OK: {RATE} \({name}\)$")
        if time.monotonic() - started_at < 1:
            self.assertEqual(second, first)
        self.wait_a_second()
        slow = rf"CRITICAL: 0 position-updated/sec less than 1 \({name}\)"
        self.assert_check(slow, 2, *log)
        self.assert_check(slow, 2, *log)
        self.assert_check(rf"OK: 0 position-updated/sec \({name}\)", 0, *log, "--idle-ok")
        self.assert_check(rf"OK: 0 position-updated/sec \({name}\), 0 bytes behind", 0, *log,
                          "--idle-ok", "--lag-critical", "10")

    def test_a_log_that_is_rotated_by_renaming(self):
        self.append_before_start(1000)
        self.start_hydra()
        self.assertEqual(self.check("--file", str(self.log))[1], 0)
        self.wait_a_second()
        self.log.rename(self.base / "app.log.1")
        self.log.write_text(LINE * 500, encoding="utf-8")
        services.wait_until(lambda: self.position(self.log) == 500 * len(LINE), "hydra follows")
        self.assert_check(rf"OK: {RATE} \(.*\)", 0, "--file", str(self.log), "-c", "10")

    def test_a_log_that_is_rotated_by_truncation(self):
        self.append_before_start(1000)
        self.start_hydra()
        log = ["--file", str(self.log), "--idle-ok"]
        self.assertEqual(self.check(*log)[1], 0)
        self.wait_a_second()
        with open(self.log, "w", encoding="utf-8"):
            pass
        # Until there is a line to read hydra tells the old position.
        self.assert_check(r"OK: 0 position-updated/sec \(.*\)", 0, *log)
        self.wait_a_second()
        self.append(self.log, 500)
        self.assert_check(rf"OK: {RATE} \(.*\)", 0, *log, "-c", "10")

    def append_before_start(self, count):
        self.log.write_text(LINE * count, encoding="utf-8")

    def test_a_hydra_that_is_started_again(self):
        self.start_hydra()
        log = ["--file", str(self.log)]
        self.assertEqual(self.check(*log), ("OK: first time check", 0))
        services.stop(self.hydra)
        down = (f"CRITICAL: cannot ask hydra at 127.0.0.1:{PORT}: Connection refused "
                "(hydra's own default port is 24223)", 2)
        self.assertEqual(self.check(*log), down)
        self.wait_a_second()
        self.start_hydra()
        self.append(self.log, 10_000)
        self.assert_check(rf"OK: {RATE} \(.*\)", 0, *log)


class Files(HydraTest):
    def test_a_missing_file_and_its_return(self):
        missing = self.base / "missing.log"
        self.start_hydra(self.log, missing)
        name = re.escape(str(missing))
        error = rf"CRITICAL: \[.*\] open {name}: no such file or directory \({name}\)"
        self.assert_check(error, 2, "--file", str(missing))
        self.assert_check(rf"{error}, first time check \({re.escape(str(self.log))}\)", 2, "--all")
        self.wait_a_second()
        missing.write_text(LINE * 1000, encoding="utf-8")
        services.wait_until(lambda: self.position(missing) > 0, "hydra opens it")
        self.assert_check(rf"OK: {RATE} \({name}\)", 0, "--file", str(missing))

    def test_a_file_that_hydra_does_not_know(self):
        other = self.base / "other.log"
        other.touch()
        self.start_hydra(self.log, other)
        self.assertEqual(self.check("--file", "/unknown.log"),
                         (f"CRITICAL: hydra does not know /unknown.log; it knows {self.log}, "
                          f"{other}", 2))

    def test_several_files_the_worst_in_front(self):
        other = self.base / "other.log"
        other.touch()
        self.start_hydra(self.log, other)
        files = ["--file", str(self.log), "--file", str(other)]
        self.assertEqual(self.check(*files),
                         (f"OK: first time check ({self.log}), first time check ({other})", 0))
        self.wait_a_second()
        expected = (rf"CRITICAL: 0 position-updated/sec less than 1 \({re.escape(str(other))}\), "
                    rf"{RATE} \({re.escape(str(self.log))}\)")
        for arguments in (files, ["--all"]):
            self.append(self.log, 10_000)
            self.assert_check(expected, 2, *arguments)
        self.append(self.log, 10_000)
        self.assert_check(rf"OK: {RATE} \(.*\), 0 position-updated/sec \(.*\)", 0, "--all",
                          "--idle-ok")


class Monitor(HydraTest):
    def test_servers_are_null_at_the_start(self):
        self.start_hydra()
        self.assertEqual(services.get_json(PORT)["servers"], [None])
        self.assertIsNone(services.get_json(PORT)["receiver"])
        self.assertEqual(self.check("--file", str(self.log)), ("OK: first time check", 0))

    def test_hydras_own_port(self):
        self.start_hydra(port=24223)
        self.assertEqual(self.check("--file", str(self.log), "--port", "24223"),
                         ("OK: first time check", 0))
        line, code = self.check("--file", str(self.log))
        self.assertTrue(line.endswith(" (hydra's own default port is 24223)"), line)
        self.assertEqual(code, 2)

    def test_a_hydra_that_is_stopped(self):
        self.start_hydra()
        self.hydra.send_signal(signal.SIGSTOP)
        self.assertEqual(self.check("--file", str(self.log), "-t", "2"),
                         (f"CRITICAL: cannot ask hydra at 127.0.0.1:{PORT}: "
                          "no answer within 1.8 s", 2))

    def test_a_name_server_that_is_silent(self):
        services.silent_name_server(self.base, self.addCleanup)
        started_at = time.monotonic()
        line, code = self.check("--all", "--host", "hydra.example", "-t", "2")
        self.assertEqual((line, code), (f"CRITICAL: cannot ask hydra at hydra.example:{PORT}: "
                                        "no answer within 1.8 s", 2))
        self.assertLess(time.monotonic() - started_at, 10)


if __name__ == "__main__":
    e2e.main()
