"""The metric plugins that ask chronyd, PHP and Postfix."""

import e2e
import mounts
from scene import scene

PHP = "mackerel-plugin-php-version"
# Name, state, address, stratum, poll, reach, age, adjusted and measured offset, error, in seconds.
SOURCES = """^,*,192.0.2.123,2,6,377,32,-0.000101,0.000142,0.000913
^,+,192.0.2.124,2,6,377,30,0.000333,0.000421,0.001204
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
def php_faults(host):
    host.environment["PATH"] = f"/usr/local/bin:{e2e.INSTALLED}"
    yield PHP
    mounts.mount("sbin", host.path("/usr/sbin"), "tmpfs", "size=1m")
    host.add_cleanup(mounts.unmount, host.path("/usr/sbin"))
    host.write("/usr/sbin/php-fpm8.1", "")
    yield f"{PHP} --fpm old=/usr/sbin/php-fpm8.1"
    host.environment["PATH"] += ":/usr/bin"
    path = f"{PHP} --php /usr/local/bin/php"
    host.script("php", "sleep 30")
    yield path
    host.script("php", "echo out of memory; exit 255")
    yield path
    host.script("php", "kill -SEGV $$")
    yield path
    host.write("/opt/php/bin/php", "#!/bin/sh\nprintf PHP_VERSION_ID\n", 0o755)
    yield f"{PHP} --php /opt/php/bin/php"


@scene
def postfix(host):
    at(host, "18:02:00")
    mail(host)
    yield
