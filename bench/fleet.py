"""How what the hosts of a fleet ask of one server falls into a day's seconds.

Worked out host by host, with the delays that the tools and the agent really have for it; the same
figures each time.
"""

import hashlib
import random
from typing import NamedTuple

from minute import INSTALLED

SIZES = (1_000, 10_000, 100_000)
SEED = 20261130
MINUTE, HOUR, DAY = 60, 3600, 86400
SPLAY_SECONDS = 20
JITTER_SECONDS = 2 * HOUR
INTERVAL_SECONDS = 23 * HOUR
# A tool that tells all agents to start.
STARTED_WITHIN_SECONDS = 1
RUN_SECONDS = 0.05

METRICS = [f"{INSTALLED}mackerel-plugin-gaurun-usage", "--splay", "20s", "--host", "push.example"]
CHECKS = [[f"{INSTALLED}{name}", "--splay", "20s", "-t", "10", "--host", "www.example.com"]
          for name in ("check-resolver", "check-dns-rr")]
CERTIFICATE = [f"{INSTALLED}check-crt-expiration", "--connect", "www.example.com"]
MASK = (1 << 64) - 1


def hash_fraction(words):
    """As src/common/text/hash.cpp has it, of which only the lower 64 bits count here."""
    mixed = 0x62b821756295c58d
    for byte in b"".join(b"%d:%s" % (len(word), word) for word in map(str.encode, words)):
        mixed = (mixed ^ byte) * 0x13b & MASK
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9 & MASK
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb & MASK
    mixed ^= mixed >> 31
    return (mixed >> 11) * 2.0 ** -53


def agents_delay(host_id):
    """By how many seconds mackerel-agent puts off its first checks."""
    return hashlib.sha1(host_id.encode()).digest()[-1] % MINUTE // 2


class Host(NamedTuple):
    name: str
    tick: float  # when in a second the agent looks whether a minute begins: as when it started
    phase: float  # when in a minute its checks are, all agents having started at once
    any_phase: float  # the same where they have not


def hosts(count):
    """Named by their addresses, as in a cloud: names that differ by little."""
    generator = random.Random(SEED)
    for number in range(count):
        start = generator.uniform(0, STARTED_WITHIN_SECONDS)
        delay = agents_delay(f"{generator.getrandbits(60):x}")
        yield Host(f"ip-10-{number >> 16}-{number >> 8 & 255}-{number & 255}",
                   start % 1, start + delay, generator.uniform(0, MINUTE))


def most_within(times, width):
    """The largest number of times within a window of that width."""
    times, first, most = sorted(times), 0, 0
    for last, time in enumerate(times):
        while time - times[first] >= width:
            first += 1
        most = max(most, last - first + 1)
    return most


def load(times, period):
    """Runs a second: the average, the busiest second, and the busiest tenth of one."""
    return {"average": round(len(times) / period, 2), "second": most_within(times, 1),
            "tenth": most_within(times, 0.1)}


def with_splay(host, command):
    return SPLAY_SECONDS * hash_fraction([host.name, *command])


def next_day(host, jitter):
    """When interval-checker, run each minute since the phase, runs its command for the second
    time: at the first minute at which the result is old enough."""
    # As in the tool, the identifier (here none) stands in front of the command.
    extra = jitter and jitter * hash_fraction([host.name, "", *CERTIFICATE])
    minutes = int((INTERVAL_SECONDS + extra + RUN_SECONDS) // MINUTE) + 1
    return host.phase + minutes * MINUTE


def loads(count):
    """The load of each case, by its name."""
    fleet = list(hosts(count))
    return {
        "metrics": load([host.tick for host in fleet], MINUTE),
        "metrics, splay": load([host.tick + with_splay(host, METRICS) for host in fleet], MINUTE),
        "checks": load([host.phase for host in fleet for _ in CHECKS], MINUTE),
        "checks, splay": load([host.phase + with_splay(host, check)
                               for host in fleet for check in CHECKS], MINUTE),
        "checks, any phase": load([host.any_phase for host in fleet for _ in CHECKS], MINUTE),
        "hourly": load([host.phase for host in fleet], HOUR),
        "daily": load([next_day(host, 0) for host in fleet], DAY),
        "daily, jitter": load([next_day(host, JITTER_SECONDS) for host in fleet], DAY),
    }
