"""What every end-to-end test needs: skipping with a reason, the tools, a private network.

A test program ends with `e2e.main()`. CTest learns the outcome from the exit code: 0 passed,
77 everything was skipped, anything else failed.
"""

import fcntl
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

ALL_SKIPPED = 77
# Where the packages put the tools, and the documents name them.
INSTALLED = "/usr/lib/mackerel-native-plugins/bin"
OUTER_NETWORK = "MNP_OUTER_NETWORK"
NAMESPACES = ["-n", "-m", "-p", "-f", "--mount-proc", "--kill-child", "--propagation", "private"]
AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def require(condition, what_to_install):
    """Skips the test unless the condition holds; where CI=true a skip is a failure.

    Somebody who only wants to try the tests need not have every service; the continuous
    integration has them all, and a test that silently no longer runs there protects nothing.
    """
    if condition:
        return
    reason = f"needs {what_to_install}"
    if os.environ.get("CI") == "true":
        raise AssertionError(f"{reason} (CI=true: nothing may be skipped)")
    raise unittest.SkipTest(reason)


def directory_of(variable):
    """The directory that CTest names in this environment variable."""
    if not os.environ.get(variable):
        sys.exit(f"{variable} is not set: run the test with ctest, or set MNP_BIN (the tools), "
                 "MNP_SOURCE (the source tree) and MNP_BUILD (the build tree)")
    return pathlib.Path(os.environ[variable]).resolve()


def tool(name):
    """Path of one of the tools; that it is missing is a broken build, no reason to skip."""
    path = directory_of("MNP_BIN") / name
    if not os.access(path, os.X_OK):
        raise AssertionError(f"{path} was not built")
    return str(path)


def source_file(name):
    return directory_of("MNP_SOURCE") / name


def build_file(name):
    return directory_of("MNP_BUILD") / name


def is_sanitized():
    """Whether the tools carry sanitizers, and with them their memory."""
    cache = build_file("CMakeCache.txt").read_text(encoding="utf-8")
    return re.search(r"^SANITIZE:STRING=.", cache, re.M) is not None


def work_directory(add_cleanup):
    """A new directory that is gone when add_cleanup (of a test case or its class) says so."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="e2e-"))
    add_cleanup(shutil.rmtree, path, ignore_errors=True)
    return path


def write_proc(directory, files):
    """A stand-in for /proc with these files; a content of None makes a pipe nobody writes to."""
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            os.mkfifo(path)
        else:
            path.write_text(content, encoding="utf-8")
    return directory


def raise_loopback():
    """Brings `lo` up: in a new network namespace it is down. Needs no `ip` command."""
    get_flags, set_flags, is_up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh22x", b"lo", 0)
        _, flags = struct.unpack("16sh22x", fcntl.ioctl(any_socket, get_flags, request))
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", b"lo", flags | is_up))


def is_possible(command):
    try:
        return subprocess.run([*command, "true"], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def enter_private_namespaces():
    """Starts this program again with a network, mounts and processes of its own.

    Nothing in there can reach another machine, and whatever was started in it ends with it, also
    when CTest kills the test. The second run knows that it is inside by facts, another network and
    being the first process: a variable left over from somewhere must not open the way outside.
    """
    network = os.readlink("/proc/self/ns/net")
    if os.getpid() == 1 and os.environ.get(OUTER_NETWORK, network) != network:
        raise_loopback()
        return
    command = ["unshare", *NAMESPACES]
    if os.geteuid() != 0:
        command[1:1] = ["--user", "--map-root-user"]
    require(is_possible(command), "unshare (util-linux), and root or unprivileged user namespaces")
    sys.stdout.flush()
    os.environ[OUTER_NETWORK] = network
    os.execvp(command[0], [*command, sys.executable, *sys.argv])


class CountingResult(unittest.TextTestResult):
    """Counts what passed, which unittest itself does not: a skipped class runs no test at all."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def exit_code(result):
    for test, reason in result.skipped:
        print(f"skipped {test}: {reason}", file=sys.stderr)
    if not result.wasSuccessful():
        return 1
    if result.passed > 0:
        return 0
    return ALL_SKIPPED if result.skipped else 1


def main():
    """Runs the calling program's tests in private namespaces and exits as CTest expects it."""
    try:
        enter_private_namespaces()
    except unittest.SkipTest as skip:
        print(f"skipped: {skip}", file=sys.stderr)
        sys.exit(ALL_SKIPPED)
    runner = unittest.TextTestRunner(resultclass=CountingResult, verbosity=2)
    program = unittest.main(module="__main__", testRunner=runner, exit=False)
    sys.exit(exit_code(program.result))
