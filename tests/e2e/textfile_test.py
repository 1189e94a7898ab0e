"""node_exporter reads what the tools write for its textfile collector, all files at once."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from prometheus_support import LOG, NodeExporter, PrometheusTest, samples


class Textfile(PrometheusTest):
    def setUp(self):
        super().setUp()
        self.directory = self.base / "textfile"
        self.directory.mkdir()
        self.exporter = NodeExporter(self.directory, self.base / "log", self.addCleanup)

    def write(self, name, tool, *arguments, code=0, **environment):
        """The samples that a tool writes into a file of the directory."""
        path = self.directory / f"{name}.prom"
        done = self.run_tool(tool, "--format", "prometheus", "--output", path, *arguments,
                             **environment)
        self.assertEqual((done.stdout, done.returncode), ("", code), done.stderr)
        return samples(path.read_text(encoding="utf-8"))

    def assert_exposed(self, written):
        """Exactly these samples are there, with those of the collector itself."""
        text = self.exporter.scrape()
        self.assertEqual(self.exporter.complaints(), [])
        exposed = samples(text)
        self.assertEqual(exposed["node_textfile_scrape_error", frozenset()], 0)
        own = ("node_", "go_", "process_", "promhttp_")
        found = {key: value for key, value in exposed.items() if not key[0].startswith(own)}
        self.assertEqual(found, written)
        return exposed

    def of_checks(self):
        names = self.serve_names()
        logs = [LOG.format(number) for number in range(2)]
        port = self.serve(logs)
        conntrack = ("conntrack", "check-conntrack-free", "-w", "1e9")
        return [
            ("uptime", "check-uptime", "-w", "1"), (*conntrack, "-c", "1"),
            ("uptime-wanted", "check-uptime", "-c", "9w", "--name", 'a "b" \\ é'),
            ("inode", "check-inode", "-w", "100"), ("iptables", "check-iptables"),
            ("myip", "check-myip", "127.0.0.1", "9", "--udp"),
            ("resolver", "check-resolver", "--host", "www.test", "--server", names, "-w", "30"),
            ("rr", "check-dns-rr", "--host", "www.test", "--server", names, "-w", "1", "-c", "1"),
            ("crt", "check-crt-expiration", "-f", self.certificate("a.pem", 30), "-w", "1"),
            ("hydra", "check-hydra-pos", "--port", port, "--file", logs[0], "--file", logs[1]),
        ]

    def of_metrics(self):
        return [
            ("lite", "mackerel-plugin-linux-lite", "--with", "memavailable,load,states,psi,listen"),
            ("gaurun", "mackerel-plugin-gaurun-usage", "--port", self.serve()),
            ("gaurun-2", "mackerel-plugin-gaurun-usage", "--port", self.serve()),
            ("ntpq", "mackerel-plugin-ntpq", "--with", "quality", "--source", "chronyd"),
            ("php", "mackerel-plugin-php-version", "--php", "8_2=php", "--php", "8_3=php"),
            ("postfix", "mackerel-plugin-postfix", "--with", "queues,age", "--queue-directory",
             str(self.base / "spool")),
        ]

    def of_wrappers(self):
        check = [e2e.tool("check-uptime"), "--format", "prometheus", "-w", "1"]
        return [
            ("delayed", "delay-checker", "--name", "delayed", "--", *check),
            ("kept", "interval-checker", "--name", "kept", "--", *check),
            ("office", "periodic-checker", "--", *check, "--name", "office"),
            ("foreign", "periodic-checker", "--", "echo", "TYPE: well"),
        ]

    def test_all_tools_at_once(self):
        codes = {"conntrack": 1, "uptime-wanted": 2}
        commands = [*self.of_checks(), *self.of_metrics(), *self.of_wrappers()]
        self.assertEqual(len({tool for _, tool, *_ in commands}), 17)
        written = {}
        # Of hydra a second run would judge how long the first one is ago.
        for name, tool, *arguments in commands + [one for one in commands if one[0] != "hydra"]:
            environment = {"HOST_PROC": "/proc"} if tool == "check-inode" else {}
            found = self.write(name, tool, *arguments, code=codes.get(name, 0), **environment)
            if name in written:
                continue
            written[name] = found
        self.wait_a_second()
        # What is measured between two runs is there now, and replaces what was there.
        self.monitor.position = 5000
        for name, tool, *arguments in commands:
            environment = {"HOST_PROC": "/proc"} if tool == "check-inode" else {}
            code = 2 if name == "hydra" else codes.get(name, 0)
            written[name] = self.write(name, tool, *arguments, code=code, **environment)
        together = {}
        for name, found in written.items():
            self.assertTrue(found, name)
            self.assertEqual(together.keys() & found.keys(), set(), name)
            together |= found
        exposed = self.assert_exposed(together)
        times = [labels for name, labels in exposed if name == "node_textfile_mtime_seconds"]
        self.assertEqual(len(times), len(commands))

    def test_of_two_files_with_one_name_it_takes_one_and_complains(self):
        written = self.write("a", "check-uptime", "-w", "1")
        self.assert_exposed(written)
        self.write("b", "check-uptime", "-w", "1")
        exposed = samples(self.exporter.scrape())
        self.assertEqual(written.items() - exposed.items(), set())
        self.assertIn("was collected before", self.exporter.log.read_text(encoding="utf-8"))

    def test_what_could_not_be_measured_is_gone(self):
        port = self.serve()
        self.assert_exposed(self.write("g", "mackerel-plugin-gaurun-usage", "--port", port))
        self.assertEqual(self.write("g", "mackerel-plugin-gaurun-usage", "--port", "9", code=1), {})
        self.assert_exposed({})

    def test_a_deadline_is_a_status(self):
        late = self.write("late", "periodic-checker", "--timeout", "0.2", "--name", "late", "--",
                          "sleep", "60", code=3)
        self.assertEqual(late, {("check_status", frozenset([("check", "late")])): 3})
        self.assert_exposed(late)

    def test_help_goes_to_whom_asked(self):
        kept = self.write("u", "check-uptime", "-w", "1")
        path = str(self.directory / "u.prom")
        for tool, *arguments in (["check-uptime", "--help"], ["check-uptime", "--version"],
                                 ["delay-checker", "--show", "--", "true"],
                                 ["delay-checker", "--reset", "--", "true"]):
            done = self.run_tool(tool, "--output", path, *arguments)
            self.assertNotEqual((done.stdout, done.returncode), ("", 0), arguments)
        self.assert_exposed(kept)


if __name__ == "__main__":
    e2e.main()
