"""The seventeen tools as they are published: which of the measurements stands for each."""

from typing import NamedTuple

from rivals import script_of


class Tool(NamedTuple):
    name: str
    scenario: str
    shown: str = ""  # the command, where the name alone does not tell what it does

    def command(self):
        return self.shown or self.name

    def script(self, measured):
        """The figures of the least that its script takes, or None."""
        scenario = "chronyd" if self.name == "mackerel-plugin-ntpq" else "scripts"
        return measured.find_rival(scenario, script_of(self.name))

    def peer(self, measured):
        """The figures of Mackerel's own plugin for the same thing, or None."""
        return measured.find_rival("peers", PEERS.get(self.name, ""))


TOOLS = [
    Tool("check-uptime", "host"),
    Tool("check-conntrack-free", "host"),
    Tool("check-inode", "host"),
    Tool("check-iptables", "10 rules"),
    Tool("check-resolver", "servers"),
    Tool("check-dns-rr", "servers"),
    Tool("check-crt-expiration", "one certificate"),
    Tool("check-myip", "servers"),
    Tool("check-hydra-pos", "servers"),
    Tool("mackerel-plugin-linux-lite", "90 processes"),
    Tool("mackerel-plugin-gaurun-usage", "servers"),
    Tool("mackerel-plugin-ntpq", "chronyd"),
    Tool("mackerel-plugin-php-version", "host"),
    Tool("mackerel-plugin-postfix", "empty queue"),
    Tool("delay-checker", "host", "delay-checker -- true"),
    Tool("interval-checker", "host", "interval-checker -- true"),
    Tool("periodic-checker", "host", "periodic-checker -- true"),
]

PEERS = {
    "check-uptime": "check-uptime, Go",
    "check-inode": "check-disk, Go",
    "check-dns-rr": "check-dns, Go",
    "check-crt-expiration": "check-cert-file, Go",
}


def tools_us(measured):
    """The processor time of all tools, each run once; raises Incomplete."""
    return sum(measured.row(tool.scenario, tool.name)["cpu_us"] for tool in TOOLS)


def scripts_us(measured):
    """The least that all scripts take, or None where one was not measured."""
    scripts = [tool.script(measured) for tool in TOOLS]
    return None if None in scripts else sum(script["cpu_us"] for script in scripts)
