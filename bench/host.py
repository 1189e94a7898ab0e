#!/usr/bin/env python3
"""Usage: host.py SCRATCH COMMAND [ARGUMENT...]

Runs COMMAND on a host for which packaging/mackerel-agent.conf is as it stands, in the network and
mount namespaces that it was started in: what servers.py has, hydra's monitor also on its own port,
a name server in resolv.conf, a certificate, an empty queue of Postfix, a global address, a rule
that keeps something out. Nothing of it is seen outside.
"""

import pathlib
import subprocess

import servers

HYDRAS_OWN_PORT = 24223
# One that no network has: it belongs to AS112, whose servers answer nobody but name servers.
ADDRESS = "192.31.196.9"
COMMANDS = [
    ["ip", "address", "add", f"{ADDRESS}/24", "dev", "lo"],
    ["ip", "route", "add", "default", "dev", "lo", "src", ADDRESS],
    ["nft", "add table inet host; add chain inet host input "
            "{ type filter hook input priority 1; policy accept; }; "
            "add rule inet host input iifname != \"lo\" drop"],
]
QUEUES = ("maildrop", "hold", "incoming", "active", "deferred", "corrupt")


def own_files(scratch):
    """/etc and /var/spool of this mount namespace alone."""
    layers = scratch / "layers"
    layers.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "bench", layers], check=True)
    for name in ("upper", "work"):
        (layers / name).mkdir()
    options = f"lowerdir=/etc,upperdir={layers}/upper,workdir={layers}/work"
    subprocess.run(["mount", "-t", "overlay", "-o", options, "bench", "/etc"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "bench", "/var/spool"], check=True)


def prepare(scratch):
    """Raises CalledProcessError where this machine cannot be such a host."""
    own_files(scratch)
    servers.start(scratch)
    # Read to its end.
    log = scratch / "app.log"
    log.write_bytes(b"\n")
    servers.serve_document(HYDRAS_OWN_PORT, servers.HYDRA | {
        "files": {str(log): {"tag": "app", "position": 1, "error": ""}}})
    for command in COMMANDS:
        subprocess.run(command, check=True)
    resolver = pathlib.Path("/etc/resolv.conf")
    # It may be a link to a file that is not this namespace's alone.
    resolver.unlink(missing_ok=True)
    resolver.write_text("nameserver 127.0.0.1\n", encoding="ascii")
    live = pathlib.Path("/etc/letsencrypt/live/bench.test")
    live.mkdir(parents=True)
    (live / "fullchain.pem").write_bytes((scratch / "one.pem").read_bytes())
    for queue in QUEUES:
        pathlib.Path("/var/spool/postfix", queue).mkdir(parents=True, mode=0o700)


if __name__ == "__main__":
    servers.run(prepare)
