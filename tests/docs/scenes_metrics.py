"""mackerel-plugin-linux-lite on a small host."""

from scene import scene

LITE = "mackerel-plugin-linux-lite"


def cpu_times(host, user, idle):
    """The time of two CPUs in states, in hundredths of a second."""
    row = f"{user} 0 0 {idle} 0 0 0 0 0 0\n"
    host.write("/proc/stat", f"cpu  {row}cpu0 {row}cpu1 {row}")


def small_host(host):
    """67 processes and 26 GB; a second passes between two runs."""
    host.write("/proc/meminfo", "MemFree: 20000000 kB\nCached: 5000000 kB\nInactive: 531484 kB\n")
    host.write("/proc/loadavg", "4.91 3.00 2.00 1/67 4711\n")
    host.write("/proc/uptime", "86400.00 1.00\n")
    for path in host.path("/proc").glob("[0-9]*"):
        path.joinpath("stat").unlink()
        path.rmdir()
    for number in range(1, 68):
        host.write(f"/proc/{number}/stat", f"{number} (x) S 1\n")
    cpu_times(host, user=1000, idle=1000)
    host.clock("2026-11-23 17:57:01", every_clock=True)
    host.run(LITE)
    cpu_times(host, user=1002, idle=1201)
    host.clock("2026-11-23 17:57:02", every_clock=True)


@scene
def linux_lite(host):
    small_host(host)
    yield


@scene
def linux_lite_silent(host):
    host.hang("/proc/meminfo")
    yield f"{LITE} 2>&1"
