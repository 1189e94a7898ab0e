"""check-resolver and check-dns-rr with domains to search for a name."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from dns_message import REFUSED
from dns_server import Send, knowing
from dns_support import CRITICAL, OK, EtcTest


class Search(EtcTest):
    def test_names_are_searched_for(self):
        server = self.at(2, knowing(one__a__test=["192.0.2.1"], x__one__b__test=["192.0.2.2"]))
        lines = ["nameserver 127.0.0.2", "search b.test a.test"]
        for name, address, names in (
                ("one", "192.0.2.1", ["one.b.test", "one.a.test"]),
                ("x.one", "192.0.2.2", ["x.one", "x.one.b.test"])):
            with self.subTest(name):
                server.queries.clear()
                self.assert_line(self.resolver(*lines, name=name), OK,
                                 f"elapsed_time T sec ({name} IN A {address})")
                self.assertEqual(server.names, names)
        server.queries.clear()
        self.resolver(*lines, "options ndots:2", name="x.one")
        self.assertEqual(server.names, ["x.one.b.test"])
        server.queries.clear()
        self.assert_line(self.resolver(*lines, name="one."), CRITICAL,
                         "hosts not found in T sec (one.: NXDOMAIN from 127.0.0.2)")
        os.environ["LOCALDOMAIN"] = "a.test"
        server.queries.clear()
        self.resolver(*lines, name="one")
        self.assertEqual(server.names, ["one.a.test"])

    def test_the_name_as_given_decides_that_there_is_nothing(self):
        def answer(query):
            if query.name.endswith(".search.test"):
                return [Send(query.reply(code=REFUSED))]
            return knowing(x__one=["192.0.2.1"])(query)

        server = self.at(2, answer)
        lines = ["nameserver 127.0.0.2", "search search.test"]
        self.assert_line(self.resolver(*lines, name="x.two"), CRITICAL,
                         "hosts not found in T sec (x.two: NXDOMAIN from 127.0.0.2)")
        # What is refused is asked for once more, without EDNS.
        self.assertEqual(server.names, ["x.two", "x.two.search.test", "x.two.search.test"])
        self.assert_line(self.check_rr("x.two", "-w", 0, "-c", 0), OK,
                         "0 dns-rr hosts found (NXDOMAIN)")
        # Where it is not the first, nobody knows what the first would have been.
        self.assert_line(self.resolver(*lines, name="two"), CRITICAL,
                         "hosts not found in T sec (two: REFUSED from 127.0.0.2)")
        # What a server refuses to tell about another name is no fault of it.
        lines += ["options ndots:2"]
        found = "elapsed_time T sec (x.one IN A 192.0.2.1"
        self.assert_line(self.resolver(*lines, name="x.one"), OK, found + ")")
        self.assert_line(self.check_resolver("x.one", "--all-servers", "-w", 30, "-c", 30), OK,
                         found + "; T sec from 127.0.0.2)")


if __name__ == "__main__":
    e2e.main()
