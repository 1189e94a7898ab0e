#!/usr/bin/env python3
"""Usage: asked.py BIN SCRATCH

Prints as JSON what one run asks of servers and costs them, and what a tool takes that waits for
its turn. In network, mount and uts namespaces of its own, on the host that host.py makes.
"""

import contextlib
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import time

import fleet
import host
import servers

HANDSHAKES = 100
SLEEPERS = 100
WAITS = 20
WAIT_SECONDS = 0.5
TLS_PORT = 8443
KEYS = {"rsa": ["-newkey", "rsa:2048"],
        "ecdsa": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def counted():
    """Datagrams sent and connections accepted so far in this network namespace."""
    lines = [line.split() for line in
             pathlib.Path("/proc/self/net/snmp").read_text(encoding="ascii").splitlines()]
    values = {(names[0], name): int(value) for names, numbers in zip(lines[::2], lines[1::2])
              for name, value in zip(names[1:], numbers[1:])}
    return values["Udp:", "OutDatagrams"], values["Tcp:", "PassiveOpens"]


def ask(*words):
    """The queries for names and the connections of one run; nothing else is sent meanwhile."""
    before = counted()
    subprocess.run(words, **QUIET, check=False)
    datagrams, connections = (now - then for now, then in zip(counted(), before))
    # Half of them are the answers.
    return {"queries": datagrams // 2, "connections": connections}


def ask_each(tools):
    """What each of those asks that ask a server which many hosts have in common."""
    name = ["--host", "www.bench.test"]
    asked = {"check-resolver": ask(tools / "check-resolver", *name),
             "check-dns-rr": ask(tools / "check-dns-rr", *name, "-w", "2")}
    # Where the server is that the next one asks.
    addresses = servers.ADDRESSES[:]
    servers.ADDRESSES[:] = ["127.0.0.1"]
    plugin = "mackerel-plugin-gaurun-usage"
    asked[plugin] = ask(tools / plugin, *name)
    servers.ADDRESSES[:] = addresses
    return asked


def handshake_us(key, tool, scratch):
    """The processor time that a server of OpenSSL takes for a connection."""
    names = [scratch / f"{key}.key", scratch / f"{key}.crt"]
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-days", "3650", "-subj",
                    "/CN=www.bench.test", *KEYS[key], "-keyout", names[0], "-out", names[1]],
                   **QUIET, check=True)
    server = subprocess.Popen(["openssl", "s_server", "-accept", str(TLS_PORT), "-quiet", "-www",
                               "-key", names[0], "-cert", names[1]], **QUIET)
    command = [tool, "--connect", f"127.0.0.1:{TLS_PORT}", "-w", "1"]
    try:
        while subprocess.run(command, **QUIET, check=False).returncode != 0:
            time.sleep(0.05)
        before = running_us(server.pid)
        for _ in range(HANDSHAKES):
            subprocess.run(command, **QUIET, check=True)
        return round((running_us(server.pid) - before) / HANDSHAKES)
    finally:
        server.kill()
        server.wait()


def running_us(pid):
    text = pathlib.Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii")
    return int(text.split()[0]) / 1000


def memory_kib(pid):
    """What is resident of a process, and its share of that."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    values = {line.split()[0]: int(line.split()[1]) for line in text.splitlines()[1:]}
    return values["Rss:"], values["Pss:"]


def of_each(processes, figure):
    """The figure of each that still waits for its turn, by its pid."""
    figures = {}
    for process in processes:
        with contextlib.suppress(ProcessLookupError, FileNotFoundError, IndexError):
            figures[process.pid] = figure(process.pid)
    return {process.pid: figures[process.pid] for process in processes
            if process.pid in figures and process.poll() is None}


def sleeping(tool):
    """Memory of tools that wait, and the processor time that they all take in a second."""
    running = [subprocess.Popen([tool, "-w", str(number), "--splay", "20s"], **QUIET)
               for number in range(SLEEPERS)]
    time.sleep(2)
    before = of_each(running, running_us)
    time.sleep(1)
    used = sum(us - before[pid] for pid, us in of_each(running, running_us).items())
    waiting = of_each(running, memory_kib)
    rss, pss = zip(*waiting.values())
    for process in running:
        process.terminate()
        process.wait()
    return {"processes": len(waiting), "rss_kib": round(statistics.median(rss)),
            "pss_kib": round(statistics.median(pss)), "us_a_second": round(used)}


def turn_ms(tool):
    """How long after its turn, as fleet.py works it out, a host has run the tool."""
    late = []
    for number in range(WAITS):
        name = f"ip-10-0-7-{number}"
        socket.sethostname(name)
        words = [tool, "-w", "1", "--splay", f"{WAIT_SECONDS}s"]
        start = time.monotonic()
        subprocess.run(words, **QUIET, check=True)
        turn = WAIT_SECONDS * fleet.hash_fraction([name, *words])
        late.append((time.monotonic() - start - turn) * 1000)
    return {"earliest": round(min(late), 1), "median": round(statistics.median(late), 1)}


def main():
    tools, scratch = map(pathlib.Path, sys.argv[1:])
    host.prepare(scratch)
    uptime, certificate = (str(tools / name) for name in ("check-uptime", "check-crt-expiration"))
    print(json.dumps({
        "asked": ask_each(tools),
        "handshake_us": {key: handshake_us(key, certificate, scratch) for key in KEYS},
        "sleeping": sleeping(uptime), "turn_ms": turn_ms(uptime),
    }))


if __name__ == "__main__":
    main()
