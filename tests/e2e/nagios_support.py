"""The real Nagios, which asks the real NRPE of the same host."""

import pathlib
import re
import shutil
import subprocess

import e2e
import monitors_support
from monitors_support import USER

NAGIOS = "/usr/sbin/nagios4"
CHECK_NRPE = "/usr/lib/nagios/plugins/check_nrpe"
NRPE = "/etc/nagios/nrpe.cfg"
COMMANDS = "/etc/nagios/nrpe.d/mackerel-native-plugins.cfg"
# The names that Debian's Nagios gives to what it writes.
FILES = {"log_file": "nagios.log", "object_cache_file": "objects.cache",
         "precached_object_file": "objects.precache", "status_file": "status.dat",
         "state_retention_file": "retention.dat", "command_file": "nagios.cmd",
         "lock_file": "nagios.pid", "temp_file": "nagios.tmp", "query_socket": "nagios.qh",
         "temp_path": "", "check_result_path": "results", "cfg_file": "objects.cfg"}
SETTINGS = f"""nagios_user={USER}
nagios_group={USER}
status_update_interval=1
interval_length=1
use_syslog=0
check_external_commands=0
service_inter_check_delay_method=n
max_service_check_spread=1
illegal_macro_output_chars=`~$&|'"<>
"""
OBJECTS = f"""define timeperiod {{
 timeperiod_name always
 alias always
 monday 00:00-24:00
 tuesday 00:00-24:00
 wednesday 00:00-24:00
 thursday 00:00-24:00
 friday 00:00-24:00
 saturday 00:00-24:00
 sunday 00:00-24:00
}}
define command {{
 command_name nrpe
 command_line {CHECK_NRPE} -H 127.0.0.1 $ARG2$ -c $ARG1$
}}
define command {{
 command_name note
 command_line /usr/bin/printf '%s\\n' '$SERVICEDESC$=$SERVICEOUTPUT$' >> DIRECTORY/notes
}}
define contact {{
 contact_name somebody
 host_notifications_enabled 0
 host_notification_period always
 host_notification_options n
 host_notification_commands note
 service_notification_period always
 service_notification_options w,u,c,r
 service_notification_commands note
}}
define host {{
 host_name web
 address 127.0.0.1
 max_check_attempts 1
 check_period always
 contacts somebody
}}
"""
SERVICE = """define service {{
 host_name web
 service_description {0}
 check_command nrpe!{1}!{2}
 check_interval 600
 retry_interval 600
 check_period always
 notification_period always
 notification_interval 0
 max_check_attempts 1
 contacts somebody
}}
"""


def configure(directory, services):
    """Writes a configuration with these services to a directory of Nagios; returns its path."""
    (directory / "results").mkdir()
    shutil.chown(directory / "results", USER, USER)
    names = "".join(f"{key}={directory / name}\n" for key, name in FILES.items())
    (directory / "nagios.cfg").write_text(names + SETTINGS, encoding="utf-8")
    objects = OBJECTS.replace("DIRECTORY", str(directory)) + services
    (directory / "objects.cfg").write_text(objects, encoding="utf-8")
    return directory / "nagios.cfg"


class NagiosTest(monitors_support.MonitorTest):
    """Runs NRPE, and Nagios where it is to keep something in `stored`."""

    commands = {}  # of NRPE, with an option of check_nrpe, by the service's name in Nagios
    configuration = ""  # lines for NRPE beside those of examples/nrpe.cfg

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make("/run/nagios", USER)
        cls.start_nrpe()
        if cls.commands:
            cls.start_nagios()

    @staticmethod
    def example():
        return e2e.source_file("examples/nrpe.cfg").read_text(encoding="utf-8")

    @classmethod
    def example_commands(cls):
        return dict(re.findall(r"^command\[(.*?)\]=(.*)$", cls.example(), re.M))

    @classmethod
    def start_nrpe(cls):
        cls.make(pathlib.Path(COMMANDS).parent)
        pathlib.Path(COMMANDS).write_text(cls.example() + cls.configuration, encoding="utf-8")
        nrpe = cls.start("/usr/sbin/nrpe", "-c", NRPE, "-f")
        cls.wait(nrpe, lambda: cls.check_nrpe().returncode == 0)

    @staticmethod
    def check_nrpe(*arguments):
        return subprocess.run([CHECK_NRPE, "-H", "127.0.0.1", *arguments], text=True, timeout=30,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)

    @classmethod
    def start_nagios(cls):
        cls.directory = cls.make(cls.base / "nagios", USER)
        services = "".join(SERVICE.format(name, *command.split(" ", 1), "")
                           for name, command in cls.commands.items())
        nagios = cls.start(NAGIOS, configure(cls.directory, services))
        cls.stored = cls.wait(nagios, cls.all_checked)

    @classmethod
    def services(cls):
        """What Nagios has stored of each service: its attributes by their names."""
        try:
            text = (cls.directory / "status.dat").read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        blocks = re.findall(r"^servicestatus \{\n(.*?)^\s*\}", text, re.M | re.S)
        found = [dict(line.strip().split("=", 1) for line in block.splitlines())
                 for block in blocks]
        return {service["service_description"]: service for service in found}

    @classmethod
    def all_checked(cls):
        services = cls.services()
        is_complete = len(services) == len(cls.commands) and all(
            service["has_been_checked"] == "1" for service in services.values())
        return services if is_complete else None
