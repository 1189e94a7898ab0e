"""The real mackerel-agent: its configuration, one command of it, a running one, its reports."""

import json
import os
import subprocess

import e2e
import recorder

# The agent delays the first reports by up to 29 s, derived from the host's id. Of this one: by 0.
HOST_ID = "e2eHost0190"


def agent_binary():
    path = e2e.build_file("e2e/mackerel-agent")
    e2e.require(path.exists(), "Go 1.25 or newer, and the test e2e.agent_build run with it")
    return str(path)


def array(words):
    """A JSON array of strings is a TOML one as well."""
    return json.dumps([str(word) for word in words])


def section(kind, name, command, timeout_seconds=None, **environment):
    """One [plugin.KIND.NAME] of the configuration, its command in the array form."""
    lines = [f"[plugin.{kind}.{name}]", f"command = {array(command)}"]
    if timeout_seconds is not None:
        lines.append(f"timeout_seconds = {timeout_seconds}")
    if environment:
        pairs = (f"{key} = {json.dumps(str(value))}" for key, value in environment.items())
        lines.append(f"env = {{ {', '.join(pairs)} }}")
    return "\n".join(lines) + "\n"


def write_configuration(directory, sections, api="http://127.0.0.1:9"):
    """Writes the agent's configuration into the directory, its root, and returns its path."""
    (directory / "id").write_text(HOST_ID, encoding="utf-8")
    settings = {"apikey": "dummy", "apibase": api, "root": str(directory),
                "pidfile": str(directory / "pid"), "cloud_platform": "none", "display_name": "e2e"}
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    path = directory / "mackerel-agent.conf"
    path.write_text("".join(lines + sections), encoding="utf-8")
    return path


def agent_environment(directory):
    """Ours without what changes the tools' or the agent's ways, and with a place for state."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("MACKEREL_") and name != "HOST_PROC"}
    return environment | {"MACKEREL_PLUGIN_WORKDIR": str(directory)}


def graphs_for_api(plugin_output):
    """The API's form, by name, of the graph definitions that a plugin prints."""
    headline, _, definitions = plugin_output.partition("\n")
    if headline != "# mackerel-agent-plugin":
        raise AssertionError(f"not graph definitions: {plugin_output!r}")
    return {f"custom.{name}": {
        "name": f"custom.{name}", "displayName": graph["label"], "unit": graph["unit"],
        "metrics": [{"name": f"custom.{name}.{metric['name']}", "displayName": metric["label"],
                     "isStacked": metric["stacked"]} for metric in graph["metrics"]],
    } for name, graph in json.loads(definitions)["graphs"].items()}


def run_agent(command, configuration):
    """Runs `mackerel-agent once` or `configtest` to its end."""
    return subprocess.run([agent_binary(), command, "-conf", configuration],
                          env=agent_environment(configuration.parent), cwd="/", text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)


class RunningAgent:
    """An agent that reports to the API its configuration names, until kill()."""

    def __init__(self, configuration):
        self._log_path = configuration.parent / "log"
        with open(self._log_path, "wb") as log:
            self._process = subprocess.Popen(
                [agent_binary(), "-conf", configuration],
                env=agent_environment(configuration.parent), cwd="/",
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def log(self):
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    def kill(self):
        """At once: a graceful end may take the agent half a minute. What it had started and left
        ends with the test's process namespace."""
        self._process.kill()
        self._process.wait(10)


class ReportingAgent(RunningAgent):
    """A running agent with an API that is ours, and what reached that."""

    def __init__(self, directory, sections, add_cleanup):
        self._api = recorder.Recorder(HOST_ID)
        add_cleanup(self._api.close)
        super().__init__(write_configuration(directory, sections, self._api.url))
        add_cleanup(self.kill)

    def wait_for(self, what, predicate, seconds=15):
        """What the predicate finds in the requests; it is an error that it finds nothing."""
        found = self._api.wait_for(predicate, seconds)
        if not found:
            paths = [(request.method, request.path) for request in self._api.requests()]
            raise AssertionError(f"no {what} within {seconds} s\nreceived: {paths}\n"
                                 f"the agent's log:\n{self.log()}")
        return found

    def report_of(self, check, seconds=15):
        """The first report on the check, as (status, message)."""
        def find(requests):
            reports = (report for request in requests
                       if request.path == "/api/v0/monitoring/checks/report"
                       for report in request.body["reports"])
            return next((report for report in reports if report["name"] == check), None)
        report = self.wait_for(f"report of {check}", find, seconds)
        return report["status"], report["message"].removesuffix("\n")
