"""promtool and Zabbix' agent, with what the tools write for them."""

import shutil

import e2e
import unpacked
from scene import scene

TEXTFILES = "/var/lib/prometheus/node-exporter"
ZABBIX = """Server=127.0.0.1
Hostname=web
LogType=console
Include=/etc/zabbix/zabbix_agentd.conf.d/*.conf
"""


@scene
def textfile(host):
    program = unpacked.directory("prometheus") / "usr/bin/promtool"
    shutil.copy(program, host.path("/usr/local/bin"))
    host.path(TEXTFILES).mkdir(parents=True)
    host.write("/proc/uptime", "420.00 1.00\n")
    yield


@scene
def zabbix(host):
    root = unpacked.directory("zabbix")
    host.path("/opt/zabbix").mkdir(parents=True)
    # Where the machine has that library, it is not among what was unpacked.
    for file in (root / "usr/sbin/zabbix_agentd", *root.glob("usr/lib/*/libmodbus.so.5")):
        shutil.copy(file, host.path("/opt/zabbix"))
    host.script("zabbix_agentd", 'LD_LIBRARY_PATH=/opt/zabbix exec /opt/zabbix/zabbix_agentd "$@"')
    host.write("/etc/zabbix/zabbix_agentd.conf", ZABBIX)
    host.write("/etc/zabbix/zabbix_agentd.conf.d/mackerel-native-plugins.conf",
               e2e.source_file("examples/zabbix-userparameters.conf").read_text(encoding="utf-8"))
    host.write("/proc/uptime", "420.00 1.00\n")
    yield
