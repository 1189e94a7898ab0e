"""The tools that ask the firewall, chronyd, PHP and Postfix."""

import os

import e2e
import mounts
from scene import scene

# Name, state, address, stratum, poll, reach, age, adjusted and measured offset, error, in seconds.
SOURCES = """^,*,192.0.2.123,2,6,377,32,-0.000101,0.000142,0.000913
^,+,192.0.2.124,2,6,377,30,0.000333,0.000421,0.001204
"""
RULES = """
table inet filter {
    chain input {
        type filter hook input priority 0; policy drop;
        iif lo accept
        ct state established accept
        tcp dport 22 accept
    }
}
"""


def at(host, time):
    host.clock(f"2026-11-23 {time}")
    host.write("/proc/uptime", "864000.00 1.00\n")


def answer(host, program, text):
    """A program that prints that, whatever it is asked."""
    host.script(program, f"cat <<'END'\n{text.rstrip()}\nEND")


def message(host, queue, name):
    host.write(f"/var/spool/postfix/{queue}/{name}", "x")


def mail(host):
    """Three messages: one in each of these queues, the last one in a hash directory."""
    for queue in ("maildrop", "incoming", "hold"):
        host.path(f"/var/spool/postfix/{queue}").mkdir(parents=True)
    message(host, "active", "4a")
    message(host, "deferred", "4/4b")
    message(host, "deferred", "5/4c")


def set_rules(text):
    mounts.run_command("sh", "-c", f"printf '%s' '{text}' | nft -f -")


def connect(host, address):
    """An interface with that address."""
    e2e.require(os.geteuid() == 0, "root")
    mounts.run_command("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1")
    host.add_cleanup(mounts.run_command, "ip", "link", "delete", "eth0")
    host.add_cleanup(set_rules, "flush ruleset")
    mounts.run_command("ip", "link", "set", "eth0", "up")
    mounts.run_command("ip", "address", "add", f"{address}/24", "dev", "eth0")


@scene
def iptables(host):
    connect(host, "203.0.113.7")
    yield
    set_rules(RULES)
    yield


@scene
def ntpq(host):
    at(host, "18:00:00")
    answer(host, "chronyc", SOURCES)
    yield
    host.script("chronyc", "echo '506 Cannot talk to daemon'; exit 1")
    yield


@scene
def php(host):
    at(host, "18:01:00")
    host.script("php", "echo 80236")
    host.script("php8.4", "echo 80410")
    yield


@scene
def postfix(host):
    at(host, "18:02:00")
    mail(host)
    yield
