"""The checks that read /proc: check-uptime and check-conntrack-free."""

from scene import scene

UPTIME, BOOT_ID = "/proc/uptime", "/proc/sys/kernel/random/boot_id"
TABLE = "/proc/sys/net/netfilter/nf_conntrack_"
STATISTICS = "/proc/net/stat/nf_conntrack"
ON_REBOOT = "check-uptime --on-reboot critical --hold 1h"
DAY, HOUR, MINUTE = 86400, 3600, 60


def up(host, seconds):
    host.write(UPTIME, f"{seconds}.00 1.00\n")


def reboot(host, name="another"):
    host.write(BOOT_ID, name + "\n")


def tracked(host, count, maximum=65536):
    host.write(TABLE + "count", f"{count}\n")
    host.write(TABLE + "max", f"{maximum}\n")


def dropped(host, number):
    """As the kernel writes it: for each CPU, in hexadecimal."""
    host.write(STATISTICS, "entries  insert_failed drop early_drop\n"
                           f"0000ffff 00000000 {number:08x} 00000000\n")


@scene
def tour(host):
    up(host, 3 * DAY + 4 * HOUR + 5 * MINUTE)
    yield


@scene
def uptime(host):
    up(host, 3 * DAY + 4 * HOUR + 5 * MINUTE)
    host.run(ON_REBOOT)
    yield
    host.clock("2026-11-23 17:58:06")
    up(host, 7 * MINUTE)
    reboot(host)
    yield


@scene
def uptime_limits(host):
    up(host, 3 * DAY + 4 * HOUR + 5 * MINUTE)
    yield "check-uptime -w 10m"
    up(host, 7 * MINUTE)
    yield "check-uptime -w 10m"
    yield "check-uptime -W 1m"


@scene
def uptime_reboot(host):
    up(host, 3 * DAY)
    host.run(ON_REBOOT)
    host.clock("2026-11-23 17:58:06")
    up(host, 7 * MINUTE)
    reboot(host)
    yield ON_REBOOT


@scene
def uptime_silent(host):
    host.hang(UPTIME)
    yield "check-uptime -w 10m"


@scene
def uptime_unwritable(host):
    host.write(UPTIME, "420.00 1.00\n")
    yield "check-uptime -w 10m --output /var/lib/textfile/uptime.prom"


@scene
def uptime_stopped(host):
    host.hang(UPTIME)
    yield "timeout --foreground 3 delay-checker -c 1 -- check-uptime -w 10m"


@scene
def conntrack(host):
    tracked(host, 21845)
    yield
    tracked(host, 64000)
    yield


@scene
def conntrack_limits(host):
    tracked(host, 21845)
    yield "check-conntrack-free -w 20%"
    tracked(host, 52429)
    yield "check-conntrack-free -w 20%"
    tracked(host, 65537, 0)
    yield "check-conntrack-free -w 20%"
    host.remove(TABLE + "count")
    yield "check-conntrack-free -w 20%"


@scene
def conntrack_drops(host):
    command = "check-conntrack-free --max-drops 10"
    tracked(host, 60000)
    dropped(host, 0)
    host.run(command)
    dropped(host, 28)
    yield command
    yield command


@scene
def moving(host):
    up(host, 3 * DAY + 4 * HOUR + 5 * MINUTE)
    yield
