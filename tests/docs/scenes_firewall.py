"""check-iptables, each time in a network of its own with the rules that a scene wants."""

import ctypes
import os

import e2e
import mounts
from host import require_root
from iptables_support import AS_NET_ADMIN, enter_new_network
from scene import scene

ADDRESS = "203.0.113.7"
GLOBAL = "check-iptables --treat-as-global 203.0.113.0/24"
CHAIN = "type filter hook input priority 0;"
ACCEPTED = "iif lo accept; ct state established accept; tcp dport 22 accept;"


def new_network(host):
    """Until the scene is over, for what it runs; the network's rules end with it."""
    require_root()
    before = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    host.add_cleanup(os.close, before)
    enter_new_network()
    host.add_cleanup(ctypes.CDLL(None).setns, before, 0)
    for command in ("link add eth0 type veth peer name eth1", "link set eth0 up"):
        mounts.run_command("ip", *command.split())
    # The tools look there for the tables of iptables-legacy.
    mounts.mount("proc", host.path("/proc"), "proc")
    host.add_cleanup(mounts.unmount, host.path("/proc"))


def address(word, text):
    mounts.run_command("ip", "address", word, text, "dev", "eth0", "nodad")


def filter_input(rules, *, policy="accept", family="ip", before=""):
    """Just these rules, separated by semicolons."""
    chain = f"chain input {{\n{CHAIN} policy {policy}; {rules}\n}}\n"
    text = f"flush ruleset\ntable {family} filter {{\n{before}\n{chain}}}\n"
    mounts.run_command("sh", "-c", f"printf '%s' '{text}' | nft -f -")


def set_legacy_policy(host, policy):
    e2e.require(os.path.exists("/usr/sbin/iptables-legacy"), "iptables-legacy (iptables)")
    mounts.run_command("env", f"XTABLES_LOCKFILE={host.path('/run/lock')}", "iptables-legacy",
                       "-P", "INPUT", policy)


def numbered(count):
    return "".join(f"tcp dport {number} drop; " for number in range(1, count + 1))


@scene
def iptables(host):
    new_network(host)
    address("add", f"{ADDRESS}/24")
    yield
    filter_input(ACCEPTED, policy="drop", family="inet")
    yield


@scene
def iptables_verdicts(host):
    new_network(host)
    address("add", f"{ADDRESS}/24")
    filter_input(numbered(12))
    yield GLOBAL
    mounts.run_command("nft", "flush", "ruleset")
    yield GLOBAL
    address("delete", f"{ADDRESS}/24")
    set_legacy_policy(host, "DROP")
    yield "check-iptables"
    set_legacy_policy(host, "ACCEPT")
    new_network(host)
    filter_input("")
    yield "check-iptables"


@scene
def iptables_emptied(host):
    new_network(host)
    filter_input("jump rest; " * 6, before="chain rest { }")
    yield "check-iptables --expect on"


@scene
def iptables_both(host):
    new_network(host)
    address("add", f"{ADDRESS}/24")
    address("add", "2600::1/64")
    filter_input(numbered(12))
    yield f"{GLOBAL} -6"


@scene
def iptables_rights(host):
    new_network(host)
    yield "setpriv --reuid=65534 --clear-groups check-iptables"
    set_legacy_policy(host, "ACCEPT")
    yield " ".join([*AS_NET_ADMIN, "check-iptables"])
