"""check-conntrack-free on a kernel that counts drops, but has no file that shows them."""

import os
import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from watching import start, watch

FILE = "/proc/net/stat/nf_conntrack"


class WithoutTheFile(unittest.TestCase):
    def setUp(self):
        e2e.require(shutil.which("strace"), "strace")
        e2e.require(os.path.exists("/proc/sys/net/netfilter/nf_conntrack_count"), "nf_conntrack")
        self.base = e2e.work_directory(self.addCleanup)
        self.base.chmod(0o1777)
        self.tool = shutil.copy(e2e.tool("check-conntrack-free"), self.base)

    def check(self, *options, before=()):
        # Behind -D the tool is the process that we started. Leaks cannot be looked for in there.
        hidden = ["strace", "-D", "-qq", "-o", "/dev/null", "-P", FILE, "-e", "trace=open,openat",
                  "-e", "inject=open,openat:error=ENOENT"]
        outcome = watch(start(*before, "env", "ASAN_OPTIONS=detect_leaks=0",
                              f"MACKEREL_PLUGIN_WORKDIR={self.base}", *hidden, str(self.tool),
                              "--max-drops", "0", *options))
        return re.sub(r"\d+ max:\d+ count:\d+", "F", outcome.stdout), outcome.code

    def test_the_kernel_itself_is_asked(self):
        self.assertEqual(self.check(), ("OK: free:F\n", 0))
        self.assertEqual(self.check(), ("OK: free:F dropped:0\n", 0))

    def test_who_may_not_ask_is_told_so(self):
        owner = pathlib.Path("/proc/self/uid_map").read_text(encoding="ascii").split()[1]
        e2e.require(owner == "0", "root (a user namespace is not enough)")
        text = (f"free:F (drops not known: no {FILE}, and cannot ask the kernel for them: "
                "Operation not permitted (needs root or CAP_NET_ADMIN))\n")
        self.assertEqual(self.check("-c", "1", before=e2e.AS_NOBODY), ("OK: " + text, 0))
        self.assertEqual(self.check(before=e2e.AS_NOBODY), ("OK: " + text, 0))


if __name__ == "__main__":
    e2e.main()
