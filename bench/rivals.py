"""What others cost: the least that the original scripts can take, and plugins in Go.

The scripts are not here. What each of them cannot do without is: its interpreter, the modules that
it loads, the programs that it runs and the request that it makes. It does nothing beyond that, so
the script itself takes longer.
"""

from harness import Command

PERL = "perl -Mstrict -Mwarnings "
GETOPT = PERL + "-MGetopt::Long "
# Runs what follows and reads what it prints.
READ = "-e 'open my $p, q(-|), @ARGV or exit 3; 1 while <$p>; close $p' "
GET = ("-MLWP::UserAgent -MJSON -MFile::Spec -MStorable "
       "-e 'JSON::decode_json(LWP::UserAgent->new->get(shift)->content)' http://127.0.0.1:")
CERTIFICATE = "openssl x509 -noout -dates -in {scratch}/one.pem"
CONNECT = (PERL + "-MIO::Socket::INET "
           "-e 'IO::Socket::INET->new(PeerAddr => shift, PeerPort => 1056)'")
FIREWALL = """sh -c 'ip addr | grep -q "inet "; lsmod | grep -q table_filter || true'"""

LINES = {
    "check-uptime": GETOPT + "-e 1",
    "check-conntrack-free": GETOPT + "-e 1",
    "check-inode": GETOPT + READ + "df -i",
    "check-iptables": FIREWALL,
    "check-resolver": GETOPT + "-MTime::HiRes -MNet::DNS::Lite -e 1",
    "check-dns-rr": GETOPT + "-e 1",
    "check-crt-expiration": GETOPT + "-MTime::Local " + READ + CERTIFICATE,
    "check-myip": CONNECT + " 127.0.0.1",
    "check-hydra-pos": GETOPT + GET + "24200/",
    "mackerel-plugin-linux-lite": PERL + "-MStorable -MJSON -MFile::Spec " + READ
                                  + "ps axwwo pid,state",
    "mackerel-plugin-gaurun-usage": GETOPT + GET + "1056/stat/app",
    "mackerel-plugin-php-version": "php -r 'echo PHP_VERSION_ID;'",
    # Without the mailq that it runs.
    "mackerel-plugin-postfix": PERL + "-e 1",
    "delay-checker": GETOPT + "-MDigest::MD5 -MFile::Spec " + READ + "true",
    "interval-checker": GETOPT + "-MDigest::MD5 -MFile::Spec " + READ + "true",
    "periodic-checker": GETOPT + "-e 'exec @ARGV' true",
}
NTPQ = PERL + "-MJSON " + READ + "chronyc -n sources"


def script_of(tool):
    """The name of its command."""
    return f"{tool}, script"


SCRIPTS = [
    Command("scripts", "empty", "{bench}/bench_empty", None, None),
    Command("scripts", "php -n", "php -n -r 'echo PHP_VERSION_ID;'", "empty", None),
    *(Command("scripts", script_of(tool), line, "empty", None) for tool, line in LINES.items()),
    Command("chronyd", script_of("mackerel-plugin-ntpq"), NTPQ, "empty", None),
]

# Those of Mackerel that do what a tool does, and what no program in Go takes less than.
PEERS = [
    Command("peers", "empty", "{bench}/bench_empty", None, None),
    Command("peers", "empty, Go", "{bench}/bench_go_empty", "empty", None),
    Command("peers", "check-uptime, Go", "{peers}/check-uptime -w 600", "empty", None),
    Command("peers", "check-disk, Go", "{peers}/check-disk -W 10% -K 5%", "empty", None),
    Command("peers", "check-dns, Go", "{peers}/check-dns -H bench.test -s 127.0.0.1", "empty",
            None),
    Command("peers", "check-cert-file, Go", "{peers}/check-cert-file -f {scratch}/one.pem", "empty",
            None),
]
