"""What docs/troubleshooting.md is about, first of all that of every tool."""

import os

import mounts
from host import require_root
from scene import scene
from scenes_proc import STATISTICS, TABLE, UPTIME, tracked, up

NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups"
STATE = f"/var/tmp/mackerel-native-plugins-{os.geteuid()}"
UP = "check-uptime -w 10m"
LITE = "mackerel-plugin-linux-lite"


@scene
def troubles_options(host):
    up(host, 3600)
    yield "check-uptime"
    yield "check-uptime --warn 600"
    yield "check-uptime -w 600x"
    yield "delay-checker -c 3 --"
    yield f"delay-checker -c 3 stray -- {UP}"
    yield f"periodic-checker --range 9:00-10:00 -- {UP}"
    yield f"periodic-checker --tz Mars/Base -- {UP}"
    host.write("/etc/holidays", "2026/01/01\n")
    yield f"periodic-checker --holidays /etc/holidays -- {UP}"
    yield f"TZ=JST-25 periodic-checker -- {UP}"
    host.write("/etc/localtime", "")
    yield f"env -u TZ periodic-checker -- {UP}"


@scene
def troubles_time(host):
    host.hang(UPTIME)
    yield UP
    yield f"timeout --foreground 3 {UP}"
    yield "delay-checker --timeout 1s -- sleep 20"
    slow = "-- sleep 12"
    yield f"interval-checker --interval 1h {slow} & sleep 4;" \
          f" interval-checker --interval 1h --timeout 1s {slow}; wait"


@scene
def troubles_wrapped(host):
    host.script("check-x", "kill -KILL $$")
    yield "interval-checker --interval 1h -- check-x"
    yield "delay-checker -- sh -c 'kill -KILL $$'"
    yield "delay-checker -- sh -c 'exit 5'"
    yield "delay-checker -- /usr/lib/mackerel-native-plugins/bin/check-y"
    yield "MACKEREL_PLUGIN_WORKDIR=/nowhere delay-checker -c 3 -- sh -c 'echo WARNING: x; exit 1'"


@scene
def troubles_proc(host):
    require_root()
    host.remove(UPTIME)
    yield UP
    host.write(UPTIME, "1.0 1.0\n", 0)
    yield f"{NOBODY} {UP}"
    host.write(UPTIME, "soon\n")
    yield UP
    tracked(host, 1)
    host.remove(STATISTICS)
    yield "check-conntrack-free --max-drops 1"
    host.remove(TABLE + "count")
    yield "check-conntrack-free -w 1"
    host.write("/proc/meminfo", "MemTotal: 1 kB\n")
    yield LITE
    for option in (1, 2):
        mounts.mount("proc", host.path("/proc"), "proc", f"hidepid={option}")
        yield f"TMPDIR=/tmp {NOBODY} {LITE}"
        mounts.unmount(host.path("/proc"))


@scene
def troubles_state(host):
    up(host, 3600)
    command = "check-uptime --on-reboot critical"
    yield f"{command} >/dev/full"
    yield f"MACKEREL_PLUGIN_WORKDIR=/nowhere {command}"
    host.run("chmod 777 /var/tmp")
    yield command
    host.run("chmod 1777 /var/tmp")
    host.run(f"{command}; for file in {STATE}/*; do echo >$file; done")
    yield command
    host.run(f"rm -r {STATE}; ln -s /tmp {STATE}")
    yield command


@scene
def troubles_output(host):
    require_root()
    up(host, 3600)
    yield f"{UP} --output /var/lib/textfile/uptime.prom"
    yield f"{NOBODY} {UP} --output /etc/uptime.prom"
    for file in ("/dev/null", "/var/tmp/", "-"):
        yield f"{UP} --output {file}"
    yield f"{UP} --splay 20s -t 11"


@scene
def troubles_libraries(host):
    library = "host/usr/lib/x86_64-linux-gnu/libcares.so.2"
    mounts.mount("/dev/null", host.path(library), flags=mounts.BIND)
    host.add_cleanup(mounts.unmount, host.path(library))
    yield "check-resolver --host www.example.com"
