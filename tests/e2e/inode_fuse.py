"""A FUSE file system that answers late or never, spoken to the kernel without any library.

usage: inode_fuse.py TYPE MODE MOUNTPOINT...    as root of a private mount namespace

    noread   never reads a request: who asks waits, and a signal ends it
    eat      reads the requests and never answers: who asks waits, and not even SIGKILL ends it
    late     answers after a second that half of its 100 inodes are free

Prints `mounted` when all are there, and ends by itself after a minute: what waits for it, and
would not end otherwise, must not outlive a test that went wrong.
"""

import ctypes
import os
import select
import signal
import struct
import sys
import time

LIFETIME = 60
NOSUID_NODEV = 6
# Operations, from linux/fuse.h.
LOOKUP, GETATTR, STATFS, INIT = 1, 3, 17, 26
ROOT, DIRECTORY = 1, 0o40755


def mount(type_name, mount_point):
    """Mounts a file system there and returns the descriptor that its requests come from."""
    descriptor = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={descriptor},rootmode=40000,user_id=0,group_id=0,allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"nothing", os.fsencode(mount_point), os.fsencode(type_name),
                  ctypes.c_ulong(NOSUID_NODEV), options.encode()) != 0:
        sys.exit(f"cannot mount {mount_point}: {os.strerror(ctypes.get_errno())}")
    return descriptor


def answer_to(operation):
    """The structure that the kernel expects, or None for what we do not do."""
    if operation == INIT:
        # Version 7.31; the rest are limits that no request here comes near.
        return struct.pack("<IIIIHHIIHHI24x", 7, 31, 65536, 0, 12, 10, 65536, 1, 0, 0, 0)
    if operation == STATFS:
        return struct.pack("<QQQQQIIII24x", 100, 50, 50, 100, 50, 4096, 255, 4096, 0)
    if operation == GETATTR:
        attributes = struct.pack("<QQQQQQIIIIIIIIII", ROOT, *[0] * 8, DIRECTORY, 2, *[0] * 3,
                                 4096, 0)
        return struct.pack("<QII", 0, 0, 0) + attributes
    return None


def serve(descriptor, mode):
    """Reads one request and answers it, or does not."""
    request = os.read(descriptor, 1 << 17)
    _, operation, number = struct.unpack_from("<IIQ", request)
    if operation != INIT:
        if mode == "eat":
            return
        if operation == STATFS:
            time.sleep(1)
    body = answer_to(operation)
    error = -38 if body is None else 0  # ENOSYS
    body = body or b""
    os.write(descriptor, struct.pack("<IiQ", 16 + len(body), error, number) + body)


def main():
    type_name, mode, *mount_points = sys.argv[1:]
    signal.alarm(LIFETIME)
    descriptors = [mount(type_name, mount_point) for mount_point in mount_points]
    print("mounted", flush=True)
    while mode == "noread":
        signal.pause()
    while True:
        for descriptor in select.select(descriptors, [], [])[0]:
            serve(descriptor, mode)


if __name__ == "__main__":
    main()
