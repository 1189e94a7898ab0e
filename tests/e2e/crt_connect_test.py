"""check-crt-expiration --connect against real TLS servers, and against such as fail."""

import pathlib
import re
import socket
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from crt_support import EC_KEY, CrtTest, days_left, place, until_closed

OK, WARNING, CRITICAL, UNKNOWN = range(4)


class Shown(CrtTest):
    def test_judges_what_the_server_sends(self):
        server = self.start_server("one")
        self.assert_line(days_left(30), OK, "--connect", server)
        alert = days_left(30) + place(server, "one")
        self.assert_line(alert, WARNING, "--connect", server, "-w", "40", "-c", "20")
        self.assert_line(alert, CRITICAL, "--connect", server, "-w", "50", "-c", "40")

    def test_the_name_chooses_the_certificate(self):
        self.make("two", "DNS:two.example", 60)
        server = self.start_server("one", "-servername", "two.example", "-cert2",
                                   self.path("two.pem"), "-key2", self.path("two.key"))
        self.assert_line(days_left(30), OK, "--connect", server)
        self.assert_line(days_left(60), OK, "--connect", server, "--servername", "two.example")

    def test_the_host_is_the_name_where_none_is_given(self):
        self.make("two", "DNS:localhost", 60)
        server = self.start_server("one", "-servername", "localhost", "-cert2",
                                   self.path("two.pem"), "-key2", self.path("two.key"))
        port = server.rpartition(":")[2]
        self.assert_line(days_left(60), OK, "--connect", f"localhost:{port}", "--verify")

    def test_an_expired_certificate_is_shown_too(self):
        self.make("old", "DNS:old.example", -1)
        server = self.start_server("old")
        self.assert_line(days_left(-1) + place(server, "old"), CRITICAL, "--connect", server)

    def test_ipv6(self):
        server = self.start_server("one", address="[::1]")
        self.assert_line(days_left(30), OK, "--connect", server, "--verify")

    def test_a_certificate_of_ours_is_not_needed(self):
        for version in ("-tls1_2", "-tls1_3"):
            with self.subTest(version=version):
                server = self.start_server("one", "-Verify", "1", "-verify_return_error", version)
                self.assert_line(days_left(30), OK, "--connect", server)
                self.assert_line(f"no certificate from {server}: it sent the TLS alert '.*' "
                                 r"\(it wants a certificate of ours\)", CRITICAL, "--connect",
                                 server, "--verify")

    def test_old_versions_and_weak_keys_are_no_obstacle(self):
        self.openssl("req", "-x509", "-newkey", "rsa:512", "-md5", "-nodes", "-subj", "/CN=weak",
                     "-days", "30", "-keyout", "weak.key", "-out", "weak.pem")
        for version in ("-tls1", "-tls1_1", "-tls1_2"):
            with self.subTest(version=version):
                server = self.start_server("weak", version, "-cipher", "ALL:@SECLEVEL=0")
                self.assert_line(days_left(30), OK, "--connect", server)

    def test_a_renewed_certificate_that_was_not_loaded(self):
        server = self.start_server("one")
        self.assert_line(rf"{days_left(30)} .*", OK, "--connect", server, "-f",
                         self.path("one.pem"))
        self.make("one", "DNS:one.example", 60)
        self.assert_line(rf".*one\.pem.*newer.*{re.escape(server)}.*", CRITICAL,
                         "--connect", server, "-f", self.path("one.pem"))


class Verified(CrtTest):
    """With --verify the chain and the name count."""

    NOT_VALID = "the certificate of .* is not valid: "

    def test_a_trusted_certificate_for_the_right_name(self):
        server = self.start_server("one")
        for name in ("one.example", "127.0.0.1"):
            self.assert_line(days_left(30), OK, "--connect", server, "--servername", name,
                             "--verify")

    def test_the_wrong_name(self):
        server = self.start_server("one")
        for name, reason in (("two.example", "hostname"), ("127.0.0.2", "IP address")):
            command = ["--connect", server, "--servername", name]
            self.assert_line(days_left(30), OK, *command)
            self.assert_line(rf"{self.NOT_VALID}{reason} mismatch .*{days_left(30)}.*", CRITICAL,
                             *command, "--verify")

    def test_a_self_signed_certificate(self):
        self.openssl("req", "-x509", *EC_KEY, "-subj", "/CN=own", "-days", "30", "-addext",
                     "subjectAltName=IP:127.0.0.1", "-keyout", "own.key", "-out", "own.pem")
        command = ["--connect", self.start_server("own")]
        self.assert_line(days_left(30), OK, *command)
        self.assert_line(f"{self.NOT_VALID}self-signed certificate .*", CRITICAL, *command,
                         "--verify")
        self.assert_line(days_left(30), OK, *command, "--verify", authority="own")

    def test_an_unknown_authority(self):
        self.assert_line(f"{self.NOT_VALID}unable to get local issuer certificate .*", CRITICAL,
                         "--connect", self.start_server("one"), "--verify", authority="one")


class Failing(CrtTest):
    def assert_failure(self, reason, server, *options):
        self.assert_line(f"no certificate from {re.escape(server)}: {reason}", CRITICAL,
                         "--connect", server, *options)

    def test_nobody_listens(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.assert_failure("Connection refused", f"127.0.0.1:{port}")

    def test_the_server_closes(self):
        reason = r"it closed the connection \(in the TLS handshake\)"
        self.assert_failure(reason, self.serve(lambda _: None))
        self.assert_failure(reason, self.serve(lambda connection: connection.recv(4096)))
        self.assert_failure(reason, self.serve(reset))

    def test_the_server_is_silent(self):
        server = self.serve(until_closed)
        started = time.monotonic()
        self.assert_failure(r"no answer within 0\.9 s \(in the TLS handshake\)", server,
                            "-t", "1")
        self.assertGreaterEqual(time.monotonic() - started, 0.9)

    def test_the_server_does_not_speak_tls(self):
        def speak(connection):
            connection.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")
            until_closed(connection)

        def answer(connection):
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        self.assert_failure("it does not speak TLS: 'SSH-2.0-OpenSSH_9.2p1'", self.serve(speak))
        self.assert_failure("it does not speak TLS: 'HTTP/1.1 400 Bad Request'",
                            self.serve(answer))

    def test_the_server_refuses_the_name(self):
        def alert(connection):
            connection.recv(4096)
            connection.sendall(b"\x15\x03\x03\x00\x02\x02\x70")
            until_closed(connection)

        self.assert_failure("it sent the TLS alert 'unrecognized name'", self.serve(alert),
                            "--servername", "other.example")


def reset(connection):
    """Closes so that the other end gets an error (RST), and not an end."""
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


if __name__ == "__main__":
    e2e.main()
