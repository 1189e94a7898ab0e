"""An NTP server (RFC 5905) whose clock is off by as much as a test wants.

Usage: ntp_server.py PORT OFFSET ANSWERS ADDRESS...

It falls silent after so many answers.

With the addresses of a network interface `s0` it waits for that: the test moves one into the
server's network namespace, since ntpd asks no server on an address of its own host.
"""

import os
import select
import socket
import struct
import subprocess
import sys
import time

SECONDS_1900_TO_1970 = 2208988800
STRATUM = 2
ROOT_DELAY, ROOT_DISPERSION = 0x100, 0x200  # in units of 2**-16 s: 3.9 ms and 7.8 ms


def timestamp(seconds):
    seconds += SECONDS_1900_TO_1970
    whole = int(seconds)
    return struct.pack(">II", whole & 0xFFFFFFFF, int((seconds - whole) * 2**32))


def answer(question, received, offset):
    """The packet of a server, the first 48 bytes of which are all there is."""
    version = (question[0] >> 3) & 7
    header = struct.pack(">BBbbII", version << 3 | 4, STRATUM, 3, -20, ROOT_DELAY, ROOT_DISPERSION)
    return (header + socket.inet_aton("127.127.1.1") + timestamp(received - 1) + question[40:48] +
            timestamp(received) + timestamp(time.time() + offset))


def take_interface(addresses):
    """Waits until the test has moved `s0` here, and gives it the addresses."""
    print("pid", os.getpid(), flush=True)
    sys.stdin.readline()
    for address in addresses:
        more = ["nodad"] if ":" in address else []
        subprocess.run(["ip", "address", "add", address, "dev", "s0", *more], check=True)
    subprocess.run(["ip", "link", "set", "s0", "up"], check=True)


def listen(address, port):
    plain = address.split("/")[0]
    server = socket.socket(socket.AF_INET6 if ":" in plain else socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((plain, port))
    return server


def main():
    port, offset, answers = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    addresses = sys.argv[4:]
    if "/" in addresses[0]:
        take_interface(addresses)
    servers = [listen(address, port) for address in addresses]
    print("ready", flush=True)
    while True:
        for server in select.select(servers, [], [])[0]:
            question, peer = server.recvfrom(1024)
            received = time.time() + offset
            if len(question) >= 48 and answers > 0:
                answers -= 1
                server.sendto(answer(question, received, offset), peer)


if __name__ == "__main__":
    main()
