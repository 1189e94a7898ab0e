"""The wrappers, around checks of this suite and a check of somebody else's, check-x."""

import scenes_inode
from scene import scene
from scenes_proc import tracked, up

FEW, ENOUGH = 43691, 21845


def at(host, second):
    """So many seconds past noon, by every clock."""
    host.clock(f"2026-11-23 12:{second // 60:02}:{second % 60:02}", every_clock=True)


@scene
def delay(host):
    tracked(host, FEW)
    for _ in range(3):
        yield
    tracked(host, ENOUGH)
    yield


@scene
def delay_memory(host):
    check = "/usr/lib/mackerel-native-plugins/bin/check-conntrack-free -w 50%"
    state = "MACKEREL_PLUGIN_WORKDIR=/var/tmp/mackerel-agent"
    host.path("/var/tmp/mackerel-agent").mkdir()
    host.path("/var/tmp/mackerel-agent").chmod(0o777)
    host.script("sudo", 'exec "$@"')
    for second, count in ((0, FEW), (60, FEW), (90, ENOUGH), (120, FEW), (182, ENOUGH)):
        at(host, second)
        tracked(host, count)
        host.run(f"{state} delay-checker -c 3 --window 5 --recover 2 -- {check}")
    yield


@scene
def interval(host):
    scenes_inode.usual(host)
    at(host, 0)
    yield
    at(host, 1260)
    yield


@scene
def periodic(host):
    up(host, 3 * 86400)
    host.clock("2026-11-20 06:12:00")
    yield


@scene
def periodic_outside(host):
    host.clock("2026-11-20 06:12:00")
    yield "periodic-checker --range 00:00-06:00,06:30-24:00 -- check-uptime -w 10m"


@scene
def periodic_explained(host):
    host.clock("2026-11-20 17:26:00")
    yield


@scene
def periodic_mistakes(_host):
    yield "periodic-checker --range 25:00-26:00,9:00-10:00 -- check-uptime -w 10m"


@scene
def periodic_holidays(host):
    host.write("/etc/holidays", "2026-01-01\n2026/01/02\n")
    yield "periodic-checker --holidays /etc/holidays -- check-uptime -w 10m"
