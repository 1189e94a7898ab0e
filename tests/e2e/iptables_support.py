"""check-iptables in network namespaces of a test's own, one for each state of a firewall."""

import ctypes
import pathlib
import shutil
import unittest

import e2e
import mounts
from watching import start, watch

OK, WARNING, CRITICAL, UNKNOWN = range(4)
CLONE_NEWNET = 0x40000000
AS_NET_ADMIN = [*e2e.AS_NOBODY, "--inh-caps", "+net_admin", "--ambient-caps", "+net_admin"]
NOT_PERMITTED = "cannot read nf_tables: Operation not permitted (needs root or CAP_NET_ADMIN)"
LEGACY_NOT_PERMITTED = ("cannot open /proc/net/ip_tables_names: Permission denied (it tells about "
                        "iptables-legacy; needs root, or CAP_DAC_READ_SEARCH and CAP_NET_RAW)")
NO_RULES = "no rules on input"
IPV4, IPV6 = "203.0.113.7", "2600::1"
GLOBAL = ("--treat-as-global", "203.0.113.0/24")

_libc = ctypes.CDLL(None, use_errno=True)


def enter_new_network():
    """From now on this process and its children are in an empty network namespace."""
    if _libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    e2e.raise_loopback()


def table_names():
    """The tables that exist: nothing that is tested may make one."""
    lists = [pathlib.Path(f"/proc/net/{name}_tables_names") for name in ("ip", "ip6")]
    return (mounts.run_command("nft", "list", "tables"),
            *(path.read_text(encoding="ascii") for path in lists if path.exists()))


def message(is_global, is_on, family=4):
    """The headline for a family."""
    address, command = ("ip", "iptables") if family == 4 else ("ipv6", "ip6tables")
    return (f"{'have' if is_global else 'does not have'} global-{address}"
            f"{' and' if is_global == is_on else ', but'} "
            f"{command}(filter) is {'enabled' if is_on else 'disabled'}")


class FirewallTest(unittest.TestCase):
    def setUp(self):
        owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
        e2e.require(owner == "0", "root (a user namespace is not enough)")
        for program, package in (("nft", "nftables"), ("iptables-legacy", "iptables"),
                                 ("ip", "iproute2"), ("setpriv", "util-linux")):
            e2e.require(shutil.which(program, path=mounts.SYSTEM_PATH), f"{program} ({package})")
        self.base = e2e.work_directory(self.addCleanup)
        self.base.chmod(0o755)
        # Whoever the tool runs as can get at this copy.
        self.tool = self.base / "check-iptables"
        self.tool.write_bytes(pathlib.Path(e2e.tool("check-iptables")).read_bytes())
        self.tool.chmod(0o755)
        self.locks = self.base / "xtables.lock"
        self.enter_network()

    def enter_network(self):
        """An empty network with an interface that is up and has no address."""
        enter_new_network()
        self.run_all("ip link add v0 type veth peer name v1", "ip link set v0 up")

    def run_all(self, *commands):
        """Runs commands: the words of a line, or a list of them."""
        for command in commands:
            words = command.split() if isinstance(command, str) else command
            mounts.run_command("env", f"XTABLES_LOCKFILE={self.locks}", *words)

    def nft(self, text):
        """Runs nft on the text of a file."""
        path = self.base / "rules.nft"
        path.write_text(text, encoding="ascii")
        self.run_all(["nft", "-f", path])

    def add_addresses(self):
        self.run_all(f"ip address add {IPV4}/24 dev v0",
                     f"ip address add {IPV6}/64 dev v0 nodad")

    def check(self, *options, before=()):
        """Runs the tool, which must leave the tables as they are."""
        tables = table_names()
        outcome = watch(start(*before, str(self.tool), *options))
        self.assertEqual(table_names(), tables)
        return outcome

    def assert_line(self, code, text, *options, before=()):
        """That it prints this line and nothing else, with the status word of this exit code."""
        outcome = self.check(*options, before=before)
        word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
        self.assertEqual((outcome.stdout, outcome.stderr, outcome.code),
                         (f"{word}: {text}\n", "", code))

    def assert_filter(self, is_on, details, *options, before=()):
        """What it says about IPv4, whatever the addresses."""
        state = "enabled" if is_on else "disabled"
        self.assert_line(OK if is_on else CRITICAL,
                         f"iptables(filter) is {state} | {details}", "--expect", "on", *options,
                         before=before)
