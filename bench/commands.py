"""What is compared: the surroundings, the commands in them, and their limits."""

from harness import Command, GrowthLimit, Scenario
from minute import MINUTE, SCENARIO as A_MINUTE
from rivals import PEERS, SCRIPTS

# {bin} is the folder of the tools, {bench} that of the programs beside this file, {source} that of
# this file, {peers} that of other people's plugins, {scratch} an empty temporary folder. The crowds
# count less than their names say: the crowd's parent, the measuring program and the command make up
# for three, and the servers are one more.
CROWD = "unshare --pid --fork --mount-proc --kill-child {bench}/bench_crowd"
UPTIME = "{bin}/check-uptime -w 600"
CONNTRACK = "{bin}/check-conntrack-free -w 1000 --missing ok"
INODE = "{bin}/check-inode -w 90 -c 95"
LINUX_LITE = "{bin}/mackerel-plugin-linux-lite"
DELAY = "{bin}/delay-checker -c 3 -- true"
INTERVAL = "{bin}/interval-checker --interval 0 -- true"
REPLAY = "{bin}/interval-checker --interval 1d -- true"
PERIODIC = "{bin}/periodic-checker --range 00:00-24:00 -- true"
SERVERS = "unshare --net python3 {source}/servers.py {scratch}"
CERTIFICATE = "{bin}/check-crt-expiration -f {scratch}/"
DNS_RR = "{bin}/check-dns-rr --host bench.test -w 3 -s 127.0.0.1"
RESOLVER = "{bin}/check-resolver --host bench.test -s 127.0.0.1"
MYIP = "{bin}/check-myip 127.0.0.1 1056"
HYDRA = "{bin}/check-hydra-pos --file /var/log/app.log"
GAURUN = "{bin}/mackerel-plugin-gaurun-usage --port 1056"
IPTABLES = "{bin}/check-iptables"
NTPQ = "{bin}/mackerel-plugin-ntpq --source "
PHP = "{bin}/mackerel-plugin-php-version"
POSTFIX = "{bin}/mackerel-plugin-postfix --queue-directory {scratch}"
QUEUE = "{bench}/bench_mail_queue"
FIREWALL = "unshare --net {source}/firewall.sh"
CLOCK = "unshare --net --mount {source}/clock.py {scratch}"
HOST = f"{CROWD} 84 {CLOCK} {{source}}/firewall.sh 10 python3 {{source}}/host.py {{scratch}}"
EMPTY = "{bench}/bench_empty"
CERTIFICATE_RSS_KIB = 3072
# Of the largest process in it: the tool runs another one, which is larger.
NO_RSS_LIMIT = None

# Name, surroundings to run in, part of the rounds asked for, whether only root can make them.
SCENARIOS = [
    Scenario("host", "", 1, False),
    Scenario("90 processes", CROWD + " 87", 1, True),
    Scenario("20000 processes", CROWD + " 19997", 0.25, True),
    Scenario("2000 mounts", "{bench}/bench_mounts 2000 {scratch}", 1, True),
    Scenario("servers", SERVERS, 1, True),
    Scenario("one certificate", SERVERS, 1, True),
    Scenario("1152 certificates", SERVERS, 0.5, True),
    Scenario("10 rules", FIREWALL + " 10", 1, True),
    Scenario("10000 rules", FIREWALL + " 10000", 0.5, True),
    Scenario("chronyd", CLOCK, 0.5, True),
    Scenario("empty queue", QUEUE + " 0 {scratch}", 1, True),
    Scenario("1000000 messages", QUEUE + " 1000000 {scratch}", 0.05, True),
    Scenario(A_MINUTE, HOST, 0.5, True),
    Scenario("scripts", CROWD + " 86 " + SERVERS, 0.25, True),
    Scenario("peers", SERVERS, 0.5, True),
]

# One line per command: scenario, name, command line, the command it is compared to, and how many
# times the processor time of that one it may take at most, then its own limit on RSS. Programs
# without a slash are looked for in PATH. What lies in {bin} is a tool of the project, with limits
# on size and RSS.
COMMANDS = [
    Command("host", "empty", EMPTY, None, None),
    Command("host", "true", "true", "empty", None),
    Command("host", "check-uptime", UPTIME, "empty", 0.75),
    # What --splay itself costs: the sleep is short.
    Command("host", "check-uptime, splay", UPTIME + " --splay 1ms", "check-uptime", None),
    Command("host", "check-conntrack-free", CONNTRACK, "empty", 0.75),
    Command("host", "check-inode", INODE, "empty", 1.2),
    Command("host", "df -i", "df -i", "empty", None),
    Command("host", "mackerel-plugin-ntpq, kernel", NTPQ + "kernel", "empty", 0.65),
    # It remembers what php told the first of the rounds for warming up.
    Command("host", "mackerel-plugin-php-version", PHP, "empty", 0.9),
    # The wrappers with the command in them.
    Command("host", "delay-checker", DELAY, "empty", 1.8, NO_RSS_LIMIT),
    Command("host", "interval-checker", INTERVAL, "empty", None, NO_RSS_LIMIT),
    Command("host", "interval-checker, replay", REPLAY, "empty", 0.75),
    Command("host", "periodic-checker", PERIODIC, "empty", 1.35, NO_RSS_LIMIT),
    Command("90 processes", "empty", EMPTY, None, None),
    Command("90 processes", "proc loop", "{bench}/bench_proc_loop", "empty", None),
    Command("90 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "empty", 2.6),
    Command("20000 processes", "proc loop", "{bench}/bench_proc_loop", None, None),
    Command("20000 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "proc loop", 1.15),
    Command("2000 mounts", "df -i", "df -i", None, None),
    Command("2000 mounts", "check-inode", INODE, "df -i", 0.55, NO_RSS_LIMIT),
    Command("servers", "empty", EMPTY, None, None),
    Command("servers", "check-resolver", RESOLVER, "empty", 1.0),
    Command("servers", "check-dns-rr", DNS_RR, "empty", 1.0),
    Command("servers", "check-myip", MYIP, "empty", 0.75),
    Command("servers", "check-hydra-pos", HYDRA, "empty", 1.45),
    Command("servers", "mackerel-plugin-gaurun-usage", GAURUN, "empty", 1.7),
    Command("one certificate", "empty", EMPTY, None, None),
    Command("one certificate", "check-crt-expiration", CERTIFICATE + "one.pem", "empty", 1.2,
            CERTIFICATE_RSS_KIB),
    Command("1152 certificates", "decode loop", "{bench}/bench_decode {scratch}/bundle.pem", None,
            None),
    Command("1152 certificates", "check-crt-expiration", CERTIFICATE + "bundle.pem", "decode loop",
            0.1, NO_RSS_LIMIT),
    Command("10 rules", "empty", EMPTY, None, None),
    Command("10 rules", "check-iptables", IPTABLES, "empty", 0.8),
    Command("10000 rules", "empty", EMPTY, None, None),
    Command("10000 rules", "check-iptables", IPTABLES, "empty", None),
    Command("chronyd", "empty", EMPTY, None, None),
    Command("chronyd", "chronyc", "chronyc -c -n sources", "empty", None),
    Command("chronyd", "mackerel-plugin-ntpq", NTPQ + "chronyd", "chronyc", 1.3, NO_RSS_LIMIT),
    Command("empty queue", "empty", EMPTY, None, None),
    Command("empty queue", "mackerel-plugin-postfix", POSTFIX, "empty", 0.8),
    Command("1000000 messages", "getdents loop", "{bench}/bench_getdents_loop {scratch}", None,
            None),
    Command("1000000 messages", "mackerel-plugin-postfix", POSTFIX, "getdents loop", 1.15,
            NO_RSS_LIMIT),
    *MINUTE,
    *SCRIPTS,
    *PEERS,
]

# Name, scenario, scenario whose median RSS it is compared to, limit of the ratio.
RSS_GROWTH_LIMITS = [
    GrowthLimit("mackerel-plugin-linux-lite", "20000 processes", "90 processes", 1.10),
]
