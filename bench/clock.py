#!/usr/bin/env python3
"""Usage: clock.py SCRATCH COMMAND [ARGUMENT...]

Runs COMMAND beside a chronyd that follows another one, in a network namespace of its own. Neither
touches the clock of the machine. The first listens where chronyc looks for it, in a private mount.
"""

import pathlib
import subprocess
import sys
import time

RUN = "/run/chrony"
COMMON = "user root\npidfile {run}/{name}.pid\nbindcmdaddress {run}/{name}.sock\ncmdport 0\n"
SERVER = COMMON + "local stratum 8\nallow 127.0.0.1\nbindaddress 127.0.0.1\nport 1123\n"
CLIENT = COMMON + "server 127.0.0.1 port 1123 iburst minpoll 0 maxpoll 0\n"
PATIENCE_SECONDS = 20


def start(scratch, name, configuration):
    path = scratch / f"{name}.conf"
    path.write_text(configuration.format(run=RUN, name=name), encoding="ascii")
    return subprocess.Popen(["chronyd", "-x", "-d", "-f", path], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_synchronised():
    done = subprocess.run(["chronyc", "-c", "-n", "sources"], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    return done.stdout.startswith(b"^,*,")


def main():
    scratch, *command = sys.argv[1:]
    scratch = pathlib.Path(scratch)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    pathlib.Path(RUN).mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=750", "bench", RUN], check=True)
    daemons = [start(scratch, "server", SERVER), start(scratch, "chronyd", CLIENT)]
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_synchronised():
        if time.monotonic() > end:
            sys.exit("clock.py: chronyd does not synchronise")
        time.sleep(0.1)
    status = subprocess.run(command, check=False).returncode
    for daemon in daemons:
        daemon.kill()
    sys.exit(status)


if __name__ == "__main__":
    main()
