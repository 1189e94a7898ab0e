"""Why mackerel-plugin-ntpq and mackerel-plugin-postfix know nothing, as their pages show it."""

import os

import e2e
from host import require_root
from scene import scene
from scenes_services import answer, mail
from scenes_troubles import NOBODY

NTPQ = "mackerel-plugin-ntpq"
QUIETLY = "2>&1 >/dev/null"
CHRONYD = f"{NTPQ} --source chronyd {QUIETLY}"
ONLY_OURS = f"/usr/local/bin:{e2e.INSTALLED}"
NOT_TALKING = "echo '506 Cannot talk to daemon'; exit 1"
SERVER = "NTPMessage={ Leap=0, Version=4, Mode=4, Stratum=2, Precision=-20, RootDelay=3.906ms," \
         " RootDispersion=7.812ms, Reference=7F7F0101, Ignored=no, PacketCount=1, Jitter=0 }"
# Runs a program in the belief that nobody sets the kernel's clock: TIME_ERROR, and in the struct
# timex that it gets just the status STA_UNSYNC.
UNSET_CLOCK = "strace -qq -o /dev/null -e inject=clock_adjtime:retval=5:poke_exit=@arg2=" \
              + "00" * 40 + "40000000"
POSTFIX = "mackerel-plugin-postfix"
SPOOL = "/var/spool/postfix"
DOWN = "echo postqueue: fatal: Queue report unavailable - mail system is down >&2; exit 69"
LIST = '{"queue_name": "active", "queue_id": "4A", "arrival_time": 1795424400, "recipients": []}'


@scene
def ntpq_faults(host):
    host.environment["PATH"] = ONLY_OURS
    yield f"{NTPQ} {QUIETLY}"
    yield CHRONYD
    host.environment["PATH"] += ":/usr/bin"
    host.script("chronyc", NOT_TALKING)
    yield CHRONYD
    host.script("chronyc", "sleep 30")
    yield CHRONYD
    host.script("ntpq", "echo '***Socket error; probably ntpd is not running' >&2")
    yield f"{NTPQ} --source ntpd {QUIETLY}"
    answer(host, "timedatectl", SERVER)
    host.write("/run/systemd/timesync/synchronized", "")
    e2e.require(os.path.exists("/usr/bin/strace"), "strace")
    yield f"{UNSET_CLOCK} {NTPQ} --source timesyncd {QUIETLY}"


@scene
def postfix_faults(host):
    require_root()
    yield POSTFIX
    host.path(SPOOL).mkdir(parents=True)
    yield POSTFIX
    host.write(f"{SPOOL}/deferred", "")
    yield POSTFIX
    host.remove(f"{SPOOL}/deferred")
    mail(host)
    host.path(SPOOL).chmod(0o700)
    host.script("postqueue", DOWN)
    yield f"{NOBODY} {POSTFIX}"
    host.script("postqueue", "sleep 30")
    yield f"{NOBODY} {POSTFIX}"
    host.script("postqueue", f"for one in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16;"
                             f" do echo '{LIST}'; done; echo nonsense")
    yield f"{NOBODY} {POSTFIX}"
    host.run(f"mkdir /srv && cp -R {SPOOL} /srv/spool-out && chmod 700 /srv/spool-out")
    host.script("postconf", f"echo {SPOOL}")
    yield f"{NOBODY} {POSTFIX} --queue-directory /srv/spool-out"
    host.script("postconf", "echo postconf: fatal: open /etc/postfix-out/main.cf:"
                            " No such file or directory >&2; exit 1")
    yield f"{POSTFIX} --config-dir /etc/postfix-out"
