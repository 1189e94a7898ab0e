"""The commands of examples/kubernetes-daemonset.yaml under the real mackerel-agent, which has no
more than they have: an empty root with a few volumes, no shell, no privileges.

(Go's module proxy does not deliver mackerel-container-agent, which starts commands alike.)
"""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import agent
import e2e
import recorder
from container_support import Node

PROGRAM = "/usr/bin/mackerel-agent"


class Agent(Node):
    def setUp(self):
        super().setUp()
        self.data = self.tmpfs("data", inodes=100, used=95)
        place = self.directory("agent")
        self.api = recorder.Recorder(agent.HOST_ID)
        self.addCleanup(self.api.close)
        sections = [agent.section(kind, name, plugin["command"], **plugin["env"])
                    for kind, plugins in self.settings["plugin"].items()
                    for name, plugin in plugins.items()]
        self.configuration = agent.write_configuration(place, sections, self.api.url)
        for path in (place, *place.iterdir()):
            os.chown(path, 65534, 65534)
        self.container = self.pod({"path": str(place), "source": str(place)},
                                  files={agent.agent_binary(): PROGRAM})
        self.environment = {"MACKEREL_PLUGIN_WORKDIR": "/var/tmp"}

    def report_of(self, check):
        """The first one, as (status, message)."""
        def find(requests):
            return [(report["status"], report["message"]) for request in requests
                    if request.path == "/api/v0/monitoring/checks/report"
                    for report in request.body["reports"] if report["name"] == check]
        reports = self.api.wait_for(find, 30)
        self.assertTrue(reports, f"no report of {check}")
        return reports[0]

    def test_the_metrics_are_the_node_s(self):
        done = self.container.run(PROGRAM, "once", "-conf", self.configuration,
                                  **self.environment)
        values = {name: value["Value"]
                  for each in json.loads(done.stdout)["metrics"]["Values"]
                  for name, value in each["Values"].items() if name.startswith("custom.")}
        # With those who start the agent, and the agent, which starts the tool.
        processes = sum(name.isdecimal() for name in os.listdir("/proc")) + 2
        self.assertEqual(values["custom.linux-lite.process.all"], processes)
        self.assertGreater(values["custom.linux-lite.memory.avail"], 1 << 20)

    def test_a_report_is_of_the_node(self):
        process = self.container.start(PROGRAM, "-conf", self.configuration, **self.environment)
        for pipe in (process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        # Not killed: then nobody would wait for the agent, and the container could not end.
        self.addCleanup(lambda: (self.container.stop(), process.wait(10)))
        status, message = self.report_of("inode")
        self.assertEqual(status, "CRITICAL")
        self.assertRegex(message, "^CRITICAL: used inode more than 90% on volume "
                         rf"(.*, )?{self.data} \(95%\)")


if __name__ == "__main__":
    e2e.main()
