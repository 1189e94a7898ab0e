"""Processes that may hang: watched so that what they hang in does not hang the test."""

import collections
import dataclasses
import os
import pathlib
import selectors
import subprocess
import time

Process = collections.namedtuple("Process", ["pid", "name", "state", "group"])


def living_processes():
    """All processes that have not ended, their states as in proc(5)."""
    processes = []
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # It has just ended.
            continue
        name, _, rest = text.partition("(")[2].rpartition(")")
        state, _, group = rest.split()[:3]
        if state not in "ZX":
            processes.append(Process(int(path.parent.name), name, state, int(group)))
    return processes


def wait_until(condition, seconds=2.0):
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@dataclasses.dataclass
class Outcome:
    stdout: str
    stderr: str
    code: int
    seconds: float  # from the start to the end of the process
    open_after_end: float  # seconds for which one of its pipes was open after that


def start(*command):
    environment = {name: value for name, value in os.environ.items() if name != "HOST_PROC"}
    # Autofs lets its own process group look behind its mount points, and that group is ours.
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, cwd="/", start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.started = started
    return process


def watch(process, limit=12.0):
    """Reads until the process has ended and both of its pipes as well, or the limit is reached.

    Not by subprocess.run, whose timeout itself waits for a process that cannot be killed, or for
    a pipe that such a process holds open.
    """
    texts = {"stdout": b"", "stderr": b""}
    ends = {}
    pidfd = os.pidfd_open(process.pid)
    with selectors.DefaultSelector() as selector, process.stdout, process.stderr:
        selector.register(pidfd, selectors.EVENT_READ, "process")
        selector.register(process.stdout, selectors.EVENT_READ, "stdout")
        selector.register(process.stderr, selectors.EVENT_READ, "stderr")
        while len(ends) < 3 and (left := process.started + limit - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                chunk = os.read(key.fd, 1 << 16) if key.data in texts else b""
                if chunk:
                    texts[key.data] += chunk
                else:
                    ends[key.data] = time.monotonic() - process.started
                    selector.unregister(key.fileobj)
    os.close(pidfd)
    if len(ends) < 3:
        process.kill()
        raise AssertionError(f"after {limit} s only these had ended: {ends}; printed: {texts}")
    stdout, stderr = (texts[name].decode() for name in ("stdout", "stderr"))
    late = max(ends["stdout"], ends["stderr"]) - ends["process"]
    return Outcome(stdout, stderr, process.wait(1), ends["process"], max(late, 0.0))
