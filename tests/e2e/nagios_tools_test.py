"""Nagios has the values of each check, by a name, with their limits."""

import http.server
import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import dns_server
import e2e
import mounts
from nagios_support import NagiosTest
from prometheus_support import Answer

# The last word is the check. The others tell its services apart.
OPTIONS = {"uptime": "-w 10m -c 5m", "old uptime": "-W 10m", "conntrack-free": "-w 20% -c 5%",
           "inode": "-p /srv -w 80 -c 90", "free inode": "-p /srv --free-warning 100",
           "myip": "127.0.0.1 9 --udp"}


class Checks(NagiosTest):
    @classmethod
    def start_nrpe(cls):
        port = cls.serve_names()
        cls.server = f"127.0.0.1_{port}"
        names = f"--host www.test --server 127.0.0.1:{port}"
        (cls.base / "app.log").write_text("x" * 300, encoding="utf-8")
        log = f"--file {cls.base}/app.log --port {cls.serve_log()}"
        mounts.run_command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                           "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test",
                           "-days", "30", "-keyout", cls.base / "key", "-out", cls.base / "a.pem")
        options = {**OPTIONS, "resolver": f"-w 1 -c 3 {names}", "dns-rr": f"-w 3 -c 2 {names}",
                   "every resolver": f"-w 1 -c 3 --all-servers {names}",
                   "crt-expiration": f"-w 20 -c 7 -f {cls.base}/a.pem",
                   "hydra-pos": log, "late hydra-pos": f"--lag-warning 100 {log}"}
        cls.commands = {name: name.replace(" ", "_") for name in options}
        cls.configuration = "".join(
            f"command[{cls.commands[name]}]={e2e.INSTALLED}/check-{name.split()[-1]} "
            f"--format nagios {words}\n" for name, words in options.items())
        cls.commands["iptables"] = "check_iptables"
        cls.allow_sudo()
        super().start_nrpe()
        # The first time there is nothing to compare with, and within a second neither.
        for name in ("hydra-pos", "late_hydra-pos"):
            cls.check_nrpe("-c", name)
        time.sleep(1.05)

    @classmethod
    def allow_sudo(cls):
        """As examples/nrpe.cfg tells."""
        rule = re.search("^# (nagios ALL=.*\n)", cls.example(), re.M)[1]
        file = cls.make("/etc/sudoers.d") / "nrpe"
        file.write_text(rule, encoding="utf-8")
        file.chmod(0o440)
        # Without a line there, an account is a locked one.
        with open("/etc/shadow", "a", encoding="utf-8") as shadow:
            shadow.write("nagios:!:20000::::::\n")

    @classmethod
    def serve_names(cls):
        server = dns_server.NameServer(dns_server.knowing(www__test=["192.0.2.1"]))
        cls.addClassCleanup(server.close)
        return server.port

    @classmethod
    def serve_log(cls):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.logs, server.position, server.told = [f"{cls.base}/app.log"], 100, 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        return server.server_port

    def test_each_check_has_its_values(self):
        log = f"{self.base}/app.log"
        for name, expected in {
                "uptime": "uptime=420s;600:;300:;0", "old uptime": "uptime=420s;600;;0",
                "conntrack-free": "free=5536;13107:;3276:;0;65536 count=60000;;;0;65536",
                "inode": "/srv=85%;80;90;0;100",
                "free inode": "/srv=85%;;;0;100 /srv_free=15;100:;;0",
                "iptables": "global_addresses=0;;;0 rules=0;;;0",
                "resolver": "elapsed_time=Ts;1;3;0", "dns-rr": "records=1;3:;2:;0",
                "every resolver": f"elapsed_time=Ts;1;3;0 elapsed_{self.server}=Ts;1;3;0",
                "crt-expiration": "expires_in=Ts;1728000:;604800:", "myip": "",
                "hydra-pos": f"{log}=0;1:;1:;0",
                "late hydra-pos": f"{log}=0;1:;1:;0 {log}_lag=200B;100;;0"}.items():
            with self.subTest(name):
                found = self.stored[name]["performance_data"]
                if "Ts" in expected:
                    found = re.sub(r"=[0-9.]+s", "=Ts", found)
                self.assertEqual(found, expected)

    def test_sudo_makes_root_of_it_where_that_is_needed(self):
        self.assertRegex(self.stored["iptables"]["plugin_output"], "^OK: .*no rules on input")


if __name__ == "__main__":
    e2e.main()
