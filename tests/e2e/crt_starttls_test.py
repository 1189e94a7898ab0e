"""check-crt-expiration --connect --starttls with servers that begin in plain text."""

import concurrent.futures
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from crt_support import CrtTest, days_left, until_closed

OK, WARNING, CRITICAL, UNKNOWN = range(4)

# What the server says, and what the client must say after that.
DIALOGUES = {
    "smtp": [(b"220-mx.example\r\n220 ESMTP\r\n", b"EHLO mail.example.com\r\n"),
             (b"250-mx.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n", b"STARTTLS\r\n"),
             (b"220 2.0.0 Ready to start TLS\r\n", b"")],
    "lmtp": [(b"220 lmtp.example\r\n", b"LHLO mail.example.com\r\n"),
             (b"250-lmtp.example\r\n250 STARTTLS\r\n", b"STARTTLS\r\n"),
             (b"220 go\r\n", b"")],
    "sieve": [(b'"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK "ready"\r\n', b"STARTTLS\r\n"),
              (b"OK\r\n", b"")],
    "nntp": [(b"200 news.example\r\n", b"STARTTLS\r\n"), (b"382 go\r\n", b"")],
    "ldap": [(b"", b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"),
             (b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", b"")],
    "mysql": [(b"\x37\0\0\0\x0a8.0.1\0" + b"n" * 12 + b"\0\xff\x0f" + b"\0" * 33,
               b"\x20\0\0\x01\x01\x8a\x08\0\0\0\0\x01\x21" + b"\0" * 23)],
    "xmpp": [(b"", b"<?xml version='1.0'?><stream:stream to='one.example' version='1.0' "
              b"xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"),
             (b"<?xml version='1.0'?><stream:stream id='1'><stream:features><starttls/>"
              b"</stream:features>", b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
             (b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", b"")],
    "imap": [(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", b"a1 STARTTLS\r\n"),
             (b"* CAPABILITY IMAP4rev1\r\na1 OK Begin TLS\r\n", b"")],
    "pop3": [(b"+OK ready\r\n", b"STLS\r\n"), (b"+OK Begin TLS\r\n", b"")],
    "ftp": [(b"220-Welcome\r\n 221 nobody\r\n220 ftp.example\r\n", b"AUTH TLS\r\n"),
            (b"234 Proceed\r\n", b"")],
    "postgres": [(b"", b"\x00\x00\x00\x08\x04\xd2\x16\x2f"), (b"S", b"")],
}
REFUSALS = {
    "smtp": (b"454 4.7.0 TLS not available\r\n", "STARTTLS: '454 4.7.0 TLS not available'"),
    "imap": (b"a1 NO not today\r\n", "STARTTLS: 'a1 NO not today'"),
    "pop3": (b"-ERR no\r\n", "STLS: '-ERR no'"),
    "ftp": (b"530 Log in\r\n", "AUTH TLS: '530 Log in'"),
    "postgres": (b"N", "SSLRequest: 'N'"),
    "lmtp": (b"454 no\r\n", "STARTTLS: '454 no'"),
    "sieve": (b'NO "later"\r\n', "STARTTLS: 'NO \"later\"'"),
    "nntp": (b"580 no\r\n", "STARTTLS: '580 no'"),
    "ldap": (b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00",
             "StartTLS: 'result 2'"),
    "mysql": (b"\x0c\0\0\0\xff\x10\x04#08004Too", "the connection: '1040 Too'"),
    "xmpp": (b"<failure/>", "STARTTLS: '<failure/>'"),
}


GARBAGE = bytes(range(128, 256)) * 300
# Without an end that any of the protocols knows.
ENDLESS = {"mysql": b"\xff\xff\xff\0" + b"a" * 100_000}


class StartTls(CrtTest):
    def setUp(self):
        super().setUp()
        self.call_host("mail.example.com")

    def start(self, dialogue, then):
        """A server that goes through the dialogue, and whatever comes then."""
        def answer(connection):
            for words, expected in dialogue:
                connection.sendall(words)
                heard = b""
                while len(heard) < len(expected) and (chunk := connection.recv(1)):
                    heard += chunk
                if heard != expected:
                    return
            then(connection)

        return self.serve(answer)

    def assert_result(self, pattern, code, protocol, server, *options):
        self.assert_line(pattern, code, "--connect", server, "--starttls", protocol,
                         "--servername", "one.example", *options)

    def assert_failure(self, reason, protocol, server, *options):
        self.assert_result(f"no certificate from {re.escape(server)}: {reason}", CRITICAL,
                           protocol, server, *options)

    def test_every_protocol_leads_to_the_certificate(self):
        context = self.tls_context("one")
        names = []
        context.sni_callback = lambda _, name, __: names.append(name)

        def speak_tls(connection):
            with context.wrap_socket(connection, server_side=True) as session:
                session.recv(1)

        for protocol, dialogue in DIALOGUES.items():
            with self.subTest(protocol=protocol):
                server = self.start(dialogue, speak_tls)
                self.assert_result(days_left(30), OK, protocol, server, "--verify")
                self.assertEqual(names.pop(), "one.example")

    def test_every_protocol_can_refuse(self):
        for protocol, dialogue in DIALOGUES.items():
            with self.subTest(protocol=protocol):
                words, quoted = REFUSALS[protocol]
                server = self.start([*dialogue[:-1], (words, b"")], until_closed)
                self.assert_failure(re.escape(f"it refuses {quoted}"), protocol, server)

    def test_what_is_behind_the_answer_is_not_taken_for_tls(self):
        for protocol, dialogue in DIALOGUES.items():
            with self.subTest(protocol=protocol):
                words = dialogue[-1][0]
                server = self.start([*dialogue[:-1], (words + b"\x16\x03\x01", b"")], until_closed)
                self.assert_failure("it sent more than its answer to .* before TLS", protocol,
                                    server)

    def test_garbage_and_what_never_ends_is_refused_at_every_step(self):
        for protocol, dialogue in DIALOGUES.items():
            for steps in range(len(dialogue)):
                for words in (GARBAGE, ENDLESS.get(protocol, b"220-a" * 20_000),
                              b"* a\r\n" * 20_000, b"<a>" * 30_000):
                    with self.subTest(protocol=protocol, steps=steps, words=words[:5]):
                        server = self.start([*dialogue[:steps], (words, b"")], until_closed)
                        self.assert_failure("it .*", protocol, server)

    def test_silence_is_found_at_every_step(self):
        # What is left of the ten seconds is enough to say it on a busy machine, too.
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            runs = [pool.submit(self.assert_failure, r"no answer within 9 s \(.*\)", protocol,
                                self.start(dialogue[:steps], until_closed), "-t", "10")
                    for protocol, dialogue in DIALOGUES.items() for steps in range(len(dialogue))]
            for run in runs:
                run.result()

    def test_the_end_is_found_at_every_step(self):
        for protocol, dialogue in DIALOGUES.items():
            for steps in range(len(dialogue)):
                with self.subTest(protocol=protocol, steps=steps):
                    server = self.start(dialogue[:steps], lambda connection: None)
                    self.assert_failure(r"it closed the connection \(.*\)", protocol, server)

    def test_a_server_that_begins_with_tls(self):
        server = self.start_server("one")
        self.assert_failure(r"no answer within 9 s \(waiting for its greeting\)", "smtp",
                            server, "-t", "10")

    def test_a_server_that_needs_starttls(self):
        server = self.start(DIALOGUES["smtp"], until_closed)
        self.assert_line(f"no certificate from {re.escape(server)}: it does not speak TLS: "
                         "'220-mx.example'", CRITICAL, "--connect", server)

    def test_another_protocol(self):
        server = self.start(DIALOGUES["imap"], until_closed)
        self.assert_failure(r"it does not speak SMTP: '\* OK .*'", "smtp", server)


class OwnName(CrtTest):
    """A mail server is greeted with a name that servers take, and never with localhost."""

    def greeting(self, address="127.0.0.1", protocol="smtp"):
        heard = []

        def answer(connection):
            connection.sendall(b"220 mx.example ESMTP\r\n")
            heard.append(connection.recv(4096))

        server = self.serve(answer, address)
        self.assertEqual(self.run_tool("--connect", server, "--starttls", protocol).returncode,
                         CRITICAL)
        return heard[0]

    def test_the_full_name_of_the_host(self):
        self.call_host("mx1.example.com")
        self.assertEqual(self.greeting(), b"EHLO mx1.example.com\r\n")
        self.assertEqual(self.greeting(protocol="lmtp"), b"LHLO mx1.example.com\r\n")

    def test_the_one_in_etc_hosts(self):
        e2e.require(os.geteuid() == 0, "root")
        self.call_host("mx1")
        self.use_hosts(self.base / "hosts", "127.0.1.1 mx1.example.org mx1\n")
        self.assertEqual(self.greeting(), b"EHLO mx1.example.org\r\n")

    def test_our_address_without_one(self):
        e2e.require(os.geteuid() == 0, "root")
        self.use_hosts(self.base / "hosts", "127.0.0.1 localhost localhost.example\n")
        for name in ("mx1", "localhost", "localhost.localdomain"):
            self.call_host(name)
            self.assertEqual(self.greeting(), b"EHLO [127.0.0.1]\r\n")
            self.assertEqual(self.greeting("::1"), b"EHLO [IPv6:::1]\r\n")


if __name__ == "__main__":
    e2e.main()
