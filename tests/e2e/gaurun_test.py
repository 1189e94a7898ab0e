"""mackerel-plugin-gaurun-usage with the real gaurun, and under the real agent."""

import json
import pathlib
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import agent
import e2e
import services
import state_support

PORT = 1056
ANDROID = 2
FIRST = {"queue_usage.ratio", "queue.usage", "queue.max"}
RATES = {f"push_{platform}.{result}" for platform in ("ios", "android")
         for result in ("success", "error")}
RATIOS = {"push_success_ratio.ios", "push_success_ratio.android"}
CHANGES = RATES | RATIOS


def push(count):
    """Gives gaurun so many notifications for Android."""
    body = json.dumps({"notifications": [
        {"token": [f"token{number}"], "platform": ANDROID, "message": "hello"}
        for number in range(count)]}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/push", body, method="POST")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        answer.read()


class GaurunTest(state_support.StateTest):
    def setUp(self):
        super().setUp()
        self.gaurun = None

    def start_gaurun(self, port=PORT, queues=64):
        configuration = self.base / "gaurun.toml"
        configuration.write_text(
            f"[core]\nport = \"{port}\"\nworkers = 2\nqueues = {queues}\n"
            "notification_max = 100\n"
            "[android]\nenabled = true\napikey = \"none\"\ntimeout = 1\nretry_max = 0\n"
            "[ios]\nenabled = false\n"
            f"[log]\naccess_log = \"{self.base}/access\"\nerror_log = \"{self.base}/error\"\n"
            "level = \"error\"\n", encoding="utf-8")
        self.gaurun = services.start(self.addCleanup, "gaurun", "-c", configuration)

    def start_on_port(self, **options):
        self.start_gaurun(**options)
        services.wait_until(lambda: services.get_json(PORT, "/stat/app"), "gaurun is ready")

    @staticmethod
    def wait_for_errors(count):
        services.wait_until(
            lambda: services.get_json(PORT, "/stat/app")["android"]["push_error"] == count,
            "gaurun has given up its pushes")

    def plugin(self, *arguments):
        return self.run_tool("mackerel-plugin-gaurun-usage", *arguments)

    def metrics(self, *arguments, name=PORT):
        """What it prints, by keys without what all of them begin with."""
        result = self.plugin(*arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        values = {}
        for line in result.stdout.splitlines():
            key, value, moment = line.split("\t")
            self.assertLess(abs(int(moment) - time.time()), 60)
            self.assertTrue(key.startswith(f"gaurun_{name}."), key)
            values[key.removeprefix(f"gaurun_{name}.")] = float(value)
        return values


class Gaurun(GaurunTest):
    def test_idle(self):
        self.start_on_port()
        self.assertEqual(self.metrics(), {
            "queue_usage.ratio": 0, "queue.usage": 0, "queue.max": 64})
        second = self.metrics()
        self.assertEqual(set(second), FIRST | CHANGES)
        self.assertEqual({second[key] for key in RATES}, {0})
        self.assertEqual({second[key] for key in RATIOS}, {100})

    def test_busy(self):
        self.start_on_port()
        self.metrics()
        # Nobody can be reached from here: each push is an error at once.
        push(50)
        self.wait_for_errors(50)
        busy = self.metrics()
        self.assertGreater(busy["push_android.error"], 0)
        self.assertEqual(busy["push_android.success"], 0)
        self.assertEqual(busy["push_ios.error"], 0)
        self.assertEqual(busy["push_success_ratio.android"], 0)
        self.assertEqual(busy["push_success_ratio.ios"], 100)
        idle = self.metrics()
        self.assertEqual(idle["push_android.error"], 0)
        self.assertEqual(idle["push_success_ratio.android"], 100)

    def test_a_full_queue(self):
        # The workers wait for the address of the push service, and the queue for the workers.
        services.silent_name_server(self.base, self.addCleanup)
        self.start_on_port(queues=8)
        push(40)
        services.wait_until(
            lambda: services.get_json(PORT, "/stat/app")["queue_usage"] == 8, "the queue is full")
        values = self.metrics()
        self.assertEqual(values["queue.max"], 8)
        self.assertIn(values["queue.usage"], (6, 7, 8))
        self.assertEqual(values["queue_usage.ratio"], values["queue.usage"] * 12.5)

    def test_a_restart_leaves_out_the_rates_of_its_platform_once(self):
        self.start_on_port()
        push(10)
        self.wait_for_errors(10)
        self.assertEqual(set(self.metrics()), FIRST)
        self.assertEqual(set(self.metrics()), FIRST | CHANGES)
        services.stop(self.gaurun)
        failed = self.plugin()
        self.assertEqual((failed.stdout, failed.returncode), ("", 1))
        self.assertEqual(failed.stderr, "mackerel-plugin-gaurun-usage: cannot ask "
                         f"http://127.0.0.1:{PORT}/stat/app: Connection refused\n")
        self.start_on_port()
        # Nothing was pushed to iOS before or after: nothing went down.
        self.assertEqual(set(self.metrics()), FIRST | {key for key in CHANGES if "ios" in key})
        self.assertEqual(set(self.metrics()), FIRST | CHANGES)

    def test_a_unix_socket(self):
        path = self.base / "push.sock"
        self.start_gaurun(port=f"unix:{path}")
        services.wait_until(path.exists, "gaurun is ready")
        name = str(path)[1:].replace("/", "_").replace(".", "_")
        services.wait_until(
            lambda: self.plugin("--port", f"unix:{path}").returncode == 0, "gaurun answers")
        values = self.metrics("--port", f"unix:{path}", "--with", "pusher", name=name)
        self.assertEqual(values["queue.max"], 64)
        self.assertEqual((values["pusher.count"], values["pusher.max"]), (0, 0))

    def test_a_path_that_gaurun_does_not_have(self):
        self.start_on_port()
        result = self.plugin("--path", "/stat")
        self.assertEqual((result.stdout, result.returncode), ("", 1))
        self.assertTrue(result.stderr.endswith("it answered with the HTTP status 404\n"), result)

    def test_the_agent_takes_all_of_it(self):
        self.start_on_port()
        command = [e2e.tool("mackerel-plugin-gaurun-usage"), "--with", "pusher"]
        configuration = agent.write_configuration(
            self.base, [agent.section("metrics", "gaurun", command)])
        for _ in range(2):
            done = agent.run_agent("once", configuration)
            self.assertEqual(done.returncode, 0, done.stderr)
        values = {name for group in json.loads(done.stdout)["metrics"]["Values"]
                  for name in group["Values"] if name.startswith("custom.")}
        graphs = agent.graphs_for_api(
            self.run_tool("mackerel-plugin-gaurun-usage", "--with", "pusher",
                          MACKEREL_AGENT_PLUGIN_META="1").stdout)
        self.assertEqual(values, {metric["name"] for graph in graphs.values()
                                  for metric in graph["metrics"]})


if __name__ == "__main__":
    e2e.main()
