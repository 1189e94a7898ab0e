"""examples/ is read as the engines read it, and each command in it is a right one."""

import pathlib
import re
import shlex
import sys
import tomllib
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "e2e")]
import document
import e2e

try:
    import yaml
except ImportError:
    yaml = None

PROGRAM = re.compile(rf"{document.INSTALLED}[-\w]+")


def read(name):
    return e2e.source_file(f"examples/{name}").read_text(encoding="utf-8")


def read_yaml(text):
    e2e.require(yaml, "PyYAML (python3-yaml)")
    return list(yaml.safe_load_all(text))


class Examples(unittest.TestCase):
    def check(self, command, limit=None, environment=None):
        """Without a mistake, and done before the engine's own time is over."""
        words = shlex.split(command) if isinstance(command, str) else command
        document.check_command(self, words, environment or {})
        if limit:
            self.assertLess(int(words[words.index("-t") + 1]), limit)

    def test_every_program_in_them_is_there(self):
        files = sorted(e2e.source_file("examples").iterdir())
        self.assertGreater(len(files), 5)
        for file in files:
            programs = PROGRAM.findall(file.read_text(encoding="utf-8"))
            for program in programs:
                e2e.tool(program.removeprefix(document.INSTALLED))

    def test_telegraf(self):
        inputs = tomllib.loads(read("telegraf.conf"))["inputs"]["exec"]
        for each in inputs:
            for command in each["commands"]:
                self.check(command, int(each["timeout"].removesuffix("s")))
                self.assertIn(f"--format {each['data_format']}", command)

    def test_zabbix(self):
        for command in re.findall(r"^UserParameter=[-.\w]+,(.*)$",
                                  read("zabbix-userparameters.conf"), re.M):
            self.check(command, 3)

    def test_sensu(self):
        for check in read_yaml(read("sensu-checks.yml")):
            self.assertEqual(check["spec"]["output_metric_format"], "prometheus_text")
            self.check(check["spec"]["command"], check["spec"]["timeout"])

    def test_ansible(self):
        (variables,) = read_yaml(read("ansible-variables.yml"))
        commands = [*variables["mackerel_agent_plugins"].values(),
                    *(check["command"] for check in variables["mackerel_check_plugins"].values())]
        for command in commands:
            # As the role's template writes it.
            self.assertEqual(tomllib.loads(f'command = "{command}"')["command"], command)
            self.check(re.sub(r"--splay \d+", "--splay 0", command))


class Kubernetes(unittest.TestCase):
    """Its commands are run by e2e.container."""

    def setUp(self):
        self.settings, self.daemons = read_yaml(read("kubernetes-daemonset.yaml"))
        pod = self.daemons["spec"]["template"]["spec"]
        (self.container,) = pod["containers"]
        self.volumes = {volume["name"]: volume for volume in pod["volumes"]}

    def test_all_that_it_mounts_is_there(self):
        self.assertEqual((self.settings["kind"], self.daemons["kind"]), ("ConfigMap", "DaemonSet"))
        mounted = {mount["name"] for mount in self.container["volumeMounts"]}
        self.assertEqual(mounted, set(self.volumes))
        template = self.daemons["spec"]["template"]["metadata"]["labels"]
        self.assertEqual(self.daemons["spec"]["selector"]["matchLabels"], template)
        self.assertEqual(self.volumes["configuration"]["configMap"]["name"],
                         self.settings["metadata"]["name"])


if __name__ == "__main__":
    e2e.main()
