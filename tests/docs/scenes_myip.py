"""check-myip, on a host whose route to 203.0.113.0/24 begins at one of its addresses."""

import mounts
from scene import scene

PEER = "203.0.113.9"


def leave_by(address):
    """Nothing answers there: what is sent comes back to this host, which is another one."""
    mounts.run_command("ip", "address", "replace", f"{address}/32", "dev", "lo")
    mounts.run_command("ip", "route", "replace", "203.0.113.0/24", "dev", "lo", "src", address)


@scene
def myip(_host):
    leave_by("192.168.1.10")
    yield
    yield
    leave_by("10.9.9.9")
    yield


@scene
def myip_limits(host):
    leave_by("192.168.1.10")
    command = f"check-myip {PEER} 53 --udp"
    yield command
    yield f"{command} --expect 192.168.0.0/16"
    leave_by("10.9.9.9")
    yield f"{command} --expect 192.168.0.0/16"
    leave_by("10.0.0.1")
    host.run(f"{command} --changed")
    leave_by("192.168.1.10")
    yield f"{command} --changed"
    host.write("/etc/hosts", "127.0.0.1 example.com\n")
    yield "check-myip example.com 443"
    host.write("/etc/hosts", f"{PEER} example.com\n")
    yield "check-myip example.com 443"
