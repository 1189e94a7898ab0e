"""check-resolver with odd nameserver lines, and with servers that know nothing."""

import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from dns_server import faulty, knowing
from dns_support import CRITICAL, FILE, OK, WARNING, EtcTest

GOOD = "elapsed_time T sec (one.test. IN A 192.0.2.1"
BAD = "hosts not found in T sec (one.test.: "
DEFAULT = f" (no usable nameserver in {FILE}: 127.0.0.1 was asked)"


class ResolvLines(EtcTest):
    def test_addresses_are_read_as_the_c_library_does(self):
        self.at(2)
        for address in ("127.2", "0177.0.0.2", "0x7f.2", "2130706434", "127.0.0.2 \r"):
            with self.subTest(address):
                self.assert_line(self.resolver(f"nameserver {address}"), OK, GOOD + ")")
                self.assertEqual(socket.gethostbyname("one.test."), "192.0.2.1")
        for address in ("127.0.0.2#53", "127.0.0.2;", "127.0.0.2\r", "127.0.0.2:53", "08.0.0.2"):
            with self.subTest(address):
                self.assert_line(self.resolver(f"nameserver {address}"), CRITICAL,
                                 BAD + "connection refused by 127.0.0.1)" + DEFAULT)
                self.assertRaises(OSError, socket.gethostbyname, "one.test.")

    def test_lines_without_an_address_are_named_where_each_server_is_asked(self):
        self.at(2)
        lines = ["nameserver 127.0.0.2#53", "nameserver 127.0.0.2", "nameserver"]
        wrong = (f"no address in 'nameserver 127.0.0.2#53' ({FILE}), no address in 'nameserver' "
                 f"({FILE})")
        self.assert_line(self.resolver(*lines), OK, GOOD + ")")
        arguments = ["--all-servers", "-w", 30, "-c", 30]
        self.assert_line(self.check_resolver("one.test.", *arguments), WARNING,
                         f"{wrong}; {GOOD}; T sec from 127.0.0.2)")
        self.assert_line(self.check_resolver("none.test.", *arguments), CRITICAL,
                         f"hosts not found in T sec (none.test.: NXDOMAIN from 127.0.0.2, {wrong})")
        self.assert_line(self.check_resolver("one.test.", "-s", "127.0.0.2", *arguments), OK,
                         f"{GOOD}; T sec from 127.0.0.2)")

    def test_a_lame_server_leads_to_the_next(self):
        self.at(2, faulty)
        self.at(3, knowing(lame__test=["192.0.2.3"]))
        lame = "lame answer from 127.0.0.2 (empty; it neither has the zone nor recurses)"
        found = "elapsed_time T sec (lame.test. IN A 192.0.2.3"
        lines = ["nameserver 127.0.0.2", "nameserver 127.0.0.3"]
        self.assert_line(self.resolver(*lines, name="lame.test."), OK, f"{found}; {lame})")
        self.assert_line(self.check_resolver("lame.test.", "--all-servers"), WARNING,
                         f"{lame}; {found}; T sec from 127.0.0.3)")
        self.assert_line(self.resolver(lines[0], name="lame.test."), CRITICAL,
                         f"hosts not found in T sec (lame.test.: {lame})")


if __name__ == "__main__":
    e2e.main()
