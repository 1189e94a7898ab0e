"""The real NRPE and check_nrpe, with examples/nrpe.cfg."""

import contextlib
import os
import shutil
import signal

import e2e
import unpacked
from host import require_root
from scene import scene

CONFIGURATION = """pid_file=/run/nrpe.pid
nrpe_user=nagios
nrpe_group=nagios
allowed_hosts=127.0.0.1
include=/etc/nagios/nrpe.d/mackerel-native-plugins.cfg
"""
ASK = "check_nrpe -H 127.0.0.1"
START = f"""LD_LIBRARY_PATH=/opt/nrpe /opt/nrpe/nrpe -c /etc/nagios/nrpe.cfg -d >/dev/null 2>&1
for try in $(seq 100); do {ASK} >/dev/null && exit 0; sleep 0.1; done
echo "NRPE does not answer"
"""


def stop(host):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(host.path("/run/nrpe.pid").read_text(encoding="ascii")), signal.SIGKILL)


@scene
def nrpe(host):
    require_root()
    root = unpacked.directory("monitors")
    shutil.copy(root / "usr/lib/nagios/plugins/check_nrpe", host.path("/usr/local/bin"))
    host.path("/opt/nrpe").mkdir(parents=True)
    # Where the machine has that library, it is not among what was unpacked.
    for file in (root / "usr/sbin/nrpe", *root.glob("usr/lib/*/libwrap.so.0")):
        shutil.copy(file, host.path("/opt/nrpe"))
    host.write("/etc/passwd", "root:x:0:0::/:/bin/sh\nnagios:x:904:904::/:/bin/false\n")
    host.write("/etc/group", "root:x:0:\nnagios:x:904:\n")
    host.write("/etc/nagios/nrpe.cfg", CONFIGURATION)
    host.write("/etc/nagios/nrpe.d/mackerel-native-plugins.cfg",
               e2e.source_file("examples/nrpe.cfg").read_text(encoding="utf-8"))
    host.path("/var/tmp").chmod(0o1777)
    host.write("/proc/uptime", "420.00 1.00\n")
    host.add_cleanup(stop, host)
    print(host.run(START), end="")
    yield
