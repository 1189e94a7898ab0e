"""check-crt-expiration --connect --starttls with servers that begin in plain text."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from crt_support import CrtTest, days_left, until_closed

OK, WARNING, CRITICAL, UNKNOWN = range(4)

# What the server says, and what the client must say after that.
DIALOGUES = {
    "smtp": [(b"220-mx.example\r\n220 ESMTP\r\n", b"EHLO localhost\r\n"),
             (b"250-mx.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n", b"STARTTLS\r\n"),
             (b"220 2.0.0 Ready to start TLS\r\n", b"")],
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
}


class StartTls(CrtTest):
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
        self.assert_line(pattern, code, "--connect", server, "--starttls", protocol, *options)

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
                self.assert_result(days_left(30), OK, protocol, server, "--verify",
                                   "--servername", "one.example")
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

    def test_silence_and_the_end_are_found_at_every_step(self):
        for protocol, dialogue in DIALOGUES.items():
            for steps in range(len(dialogue)):
                with self.subTest(protocol=protocol, steps=steps):
                    server = self.start(dialogue[:steps], until_closed)
                    self.assert_failure(r"no answer within 0\.45 s \(.*\)", protocol, server,
                                        "-t", "0.5")
                    server = self.start(dialogue[:steps], lambda connection: None)
                    self.assert_failure(r"it closed the connection \(.*\)", protocol, server)

    def test_a_server_that_begins_with_tls(self):
        server = self.start_server("one")
        self.assert_failure(r"no answer within 0\.9 s \(waiting for its greeting\)", "smtp",
                            server, "-t", "1")

    def test_a_server_that_needs_starttls(self):
        server = self.start(DIALOGUES["smtp"], until_closed)
        self.assert_line(f"no certificate from {re.escape(server)}: it does not speak TLS: "
                         "'220-mx.example'", CRITICAL, "--connect", server)

    def test_another_protocol(self):
        server = self.start(DIALOGUES["imap"], until_closed)
        self.assert_failure(r"it does not speak SMTP: '\* OK .*'", "smtp", server)


if __name__ == "__main__":
    e2e.main()
