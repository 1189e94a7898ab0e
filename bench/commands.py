"""What is compared: the surroundings, the commands in them, and their limits."""

from harness import Command, GrowthLimit, Scenario

# {bin} is the folder of the tools, {bench} that of the programs beside this file, {source} that of
# this file, {scratch} an empty temporary folder. The crowds count three processes less than their
# names say: the crowd's parent, the measuring program and the command make up for them.
CROWD = "unshare --pid --fork --mount-proc --kill-child {bench}/bench_crowd"
UPTIME = "{bin}/check-uptime -w 600"
CONNTRACK = "{bin}/check-conntrack-free -w 1000 --missing ok"
INODE = "{bin}/check-inode -w 90 -c 95"
LINUX_LITE = "{bin}/mackerel-plugin-linux-lite"
DELAY = "{bin}/delay-checker -c 3 -- true"
INTERVAL = "{bin}/interval-checker --interval 0 -- true"
REPEAT = "{bin}/interval-checker --interval 1d -- true"
PERIODIC = "{bin}/periodic-checker --range 00:00-24:00 -- true"
SERVERS = "unshare --net python3 {source}/servers.py {scratch}"
CERTIFICATE = "{bin}/check-crt-expiration -f {scratch}/"
DNS_RR = "{bin}/check-dns-rr --host bench.test -w 3 -s 127.0.0.1"
RESOLVER = "{bin}/check-resolver --host bench.test -s 127.0.0.1"
HYDRA = "{bin}/check-hydra-pos --file /var/log/app.log"
GAURUN = "{bin}/mackerel-plugin-gaurun-usage --port 1056"
IPTABLES = "{bin}/check-iptables"
NTPQ = "{bin}/mackerel-plugin-ntpq --source chronyd"
PHP = "php -n -r 'echo PHP_VERSION_ID;'"
POSTFIX = "{bin}/mackerel-plugin-postfix --queue-directory {scratch}"
FIREWALL = "unshare --net {source}/firewall.sh"
DNS_RSS_KIB, CERTIFICATE_RSS_KIB, HTTP_RSS_KIB = 6144, 6144, 12288
# PHP's own: the peak of a command is that of the largest process in it.
PHP_RSS_KIB = 65536
MAIL_RSS_KIB = 3072

# Name, surroundings to run in, part of the rounds asked for, whether only root can make them.
SCENARIOS = [
    Scenario("host", "", 1, False),
    Scenario("100 processes", CROWD + " 97", 1, True),
    Scenario("20000 processes", CROWD + " 19997", 0.25, True),
    Scenario("2000 mounts", "{bench}/bench_mounts 2000 {scratch}", 1, True),
    Scenario("servers", SERVERS, 1, True),
    Scenario("one certificate", SERVERS, 1, True),
    Scenario("1152 certificates", SERVERS, 0.5, True),
    Scenario("10 rules", FIREWALL + " 10", 1, True),
    Scenario("10000 rules", FIREWALL + " 10000", 0.5, True),
    Scenario("chronyd", "unshare --net --mount {source}/clock.py {scratch}", 0.5, True),
    Scenario("1000000 messages", "{bench}/bench_mail_queue 1000000 {scratch}", 0.05, True),
]

# One line per command: scenario, name, command line, the command it is compared to, and how many
# times the processor time of that one it may take at most, then its own limit on RSS. Programs
# without a slash are looked for in PATH. What lies in {bin} is a tool of the project, with limits
# on size and RSS.
COMMANDS = [
    Command("host", "empty", "{bench}/bench_empty", None, None),
    Command("host", "true", "true", "empty", None),
    Command("host", "check-uptime", UPTIME, "empty", 1.35),
    Command("host", "check-conntrack-free", CONNTRACK, "empty", 1.35),
    Command("host", "check-inode", INODE, "empty", 1.5),
    Command("host", "df -i", "df -i", "empty", None),
    Command("host", "mackerel-plugin-linux-lite", LINUX_LITE, "empty", None),
    # A wrapper with the command in it, beside the bare command: it may add 1.3 times as much, and
    # periodic-checker, which becomes the command, 1.1 times an empty program, which true is.
    Command("host", "delay-checker", DELAY, "true", 2.3),
    Command("host", "interval-checker", INTERVAL, "true", 2.3),
    Command("host", "interval-checker repeating", REPEAT, "true", None),
    Command("host", "periodic-checker", PERIODIC, "true", 2.1),
    Command("100 processes", "empty", "{bench}/bench_empty", None, None),
    Command("100 processes", "proc loop", "{bench}/bench_proc_loop", "empty", None),
    Command("100 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "empty", 2.7),
    Command("20000 processes", "proc loop", "{bench}/bench_proc_loop", None, None),
    Command("20000 processes", "mackerel-plugin-linux-lite", LINUX_LITE, "proc loop", 1.15),
    Command("2000 mounts", "df -i", "df -i", None, None),
    Command("2000 mounts", "check-inode", INODE, "df -i", 0.55),
    Command("servers", "empty", "{bench}/bench_empty", None, None),
    Command("servers", "check-resolver", RESOLVER, "empty", 1.6, DNS_RSS_KIB),
    Command("servers", "check-dns-rr", DNS_RR, "empty", 1.6, DNS_RSS_KIB),
    Command("servers", "check-myip", "{bin}/check-myip 127.0.0.1 1056", "empty", None),
    Command("servers", "check-hydra-pos", HYDRA, "empty", None, HTTP_RSS_KIB),
    Command("servers", "mackerel-plugin-gaurun-usage", GAURUN, "empty", None, HTTP_RSS_KIB),
    Command("one certificate", "empty", "{bench}/bench_empty", None, None),
    Command("one certificate", "check-crt-expiration", CERTIFICATE + "one.pem", "empty", 2.0,
            CERTIFICATE_RSS_KIB),
    Command("1152 certificates", "decode loop", "{bench}/bench_decode {scratch}/bundle.pem", None,
            None),
    Command("1152 certificates", "check-crt-expiration", CERTIFICATE + "bundle.pem", "decode loop",
            0.1, CERTIFICATE_RSS_KIB),
    Command("10 rules", "empty", "{bench}/bench_empty", None, None),
    Command("10 rules", "check-iptables", IPTABLES, "empty", 1.5),
    Command("10000 rules", "empty", "{bench}/bench_empty", None, None),
    Command("10000 rules", "check-iptables", IPTABLES, "empty", None),
    Command("host", "php", PHP, "empty", None),
    # It remembers what php told the first run, of which the limit on RSS is.
    Command("host", "mackerel-plugin-php-version", "{bin}/mackerel-plugin-php-version", "empty",
            1.9, PHP_RSS_KIB),
    Command("chronyd", "chronyc", "chronyc -c -n sources", None, None),
    Command("chronyd", "mackerel-plugin-ntpq", NTPQ, "chronyc", 1.3),
    Command("1000000 messages", "getdents loop", "{bench}/bench_getdents_loop {scratch}", None,
            None),
    Command("1000000 messages", "mackerel-plugin-postfix", POSTFIX, "getdents loop", 1.15,
            MAIL_RSS_KIB),
]

# Name, scenario, scenario whose median RSS it is compared to, limit of the ratio.
RSS_GROWTH_LIMITS = [
    GrowthLimit("mackerel-plugin-linux-lite", "20000 processes", "100 processes", 1.10),
]
