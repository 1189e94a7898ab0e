"""check-crt-expiration --connect against servers that show somebody's certificate without its key.

And against those that have the key, but want a certificate of ours.
"""

import os
import pathlib
import re
import socket
import ssl
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
from crt_support import CrtTest, days_left, until_closed

OK, WARNING, CRITICAL, UNKNOWN = range(4)
RSA, ECDHE = 0x002F, 0xC013  # TLS_RSA_ and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
REQUEST = b"\x01\x01\x00\x04\x04\x01\x04\x03\x00\x00"
ALERT = b"\x15\x03\x03\x00\x02\x02\x28"  # fatal, handshake_failure
CHANGE_CIPHER_SPEC = b"\x14\x03\x03\x00\x01\x01"


def record(content):
    return b"\x16\x03\x03" + struct.pack(">H", len(content)) + content


def vector(content):
    return struct.pack(">I", len(content))[1:] + content


def message(number, content):
    return bytes([number]) + vector(content)


def flight(certificate, cipher, wants_ours):
    """What a server of TLS 1.2 says first, to which the key is not necessary."""
    extension = b"\xff\x01\x00\x01\x00"
    hello = (b"\x03\x03" + os.urandom(32) + b"\0" + struct.pack(">H", cipher) + b"\0" +
             struct.pack(">H", len(extension)) + extension)
    messages = message(2, hello) + message(11, vector(vector(certificate)))
    if cipher == ECDHE:  # a key for X25519, and noise for the signature
        messages += message(12, b"\x03\x00\x1d\x20" + os.urandom(32) + b"\x04\x01\x01\x00" +
                            os.urandom(256))
    if wants_ours:
        messages += message(13, REQUEST)
    return record(messages + message(14, b""))


def end_by(*words):
    """Sends that in answer to what the client answers, and closes."""
    def end(connection):
        connection.recv(65536)
        for word in words:
            connection.sendall(word)
    return end


ENDS = {
    "closes": end_by(),
    "hangs": until_closed,
    "garbage": end_by(os.urandom(5) * 20),
    "alert": end_by(ALERT),
    "wrong Finished": end_by(CHANGE_CIPHER_SPEC, record(os.urandom(64))),
}


class WithoutTheKey(CrtTest):
    def setUp(self):
        super().setUp()
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=victim",
                     "-days", "30", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                     "victim.key", "-out", "victim.pem")
        self.der = ssl.PEM_cert_to_DER_cert(
            pathlib.Path(self.path("victim.pem")).read_text(encoding="ascii"))

    def assert_unproved(self, answer):
        server = self.serve(answer)
        for options in ([], ["--verify"]):
            self.assert_line(f"no certificate from {server}: .*", CRITICAL, "--connect", server,
                             "-t", "3", *options, authority="victim")

    def test_tls_1_2(self):
        for cipher in (RSA, ECDHE):
            for wants_ours in (False, True):
                for name, end in ENDS.items():
                    with self.subTest(cipher=cipher, wants_ours=wants_ours, end=name):
                        words = flight(self.der, cipher, wants_ours)

                        def answer(connection, words=words, end=end):
                            connection.recv(65536)
                            connection.sendall(words)
                            end(connection)

                        self.assert_unproved(answer)

    def test_only_a_part_of_what_the_owner_says(self):
        """Who lies between passes on what the real server says up to its proof."""
        for version, records in (("-tls1_3", 4), ("-tls1_2", 2)):
            with self.subTest(version=version):
                address = self.start_server("victim", version, "-Verify", "1")

                def answer(connection, address=address, records=records):
                    host, port = address.split(":")
                    with socket.create_connection((host, int(port))) as real:
                        real.sendall(connection.recv(65536))
                        for _ in range(records):
                            header = real.recv(5, socket.MSG_WAITALL)
                            size = struct.unpack(">H", header[3:])[0]
                            connection.sendall(header + real.recv(size, socket.MSG_WAITALL))

                self.assert_unproved(answer)


class WithTheKey(CrtTest):
    def test_a_server_that_closes_at_once(self):
        context = self.tls_context("one")

        def answer(connection):
            context.wrap_socket(connection, server_side=True)

        server = self.serve(answer)
        for _ in range(5):
            self.assert_line(days_left(30), OK, "--connect", server)
            self.assert_line(days_left(30), OK, "--connect", server, "--verify")

    def test_a_server_that_wants_ours_and_never_says_what_it_thinks(self):
        context = self.tls_context("one")
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(self.path("authority.pem"))
        context.num_tickets = 0

        def answer(connection):
            context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=True)
            until_closed(connection)

        self.assert_line(f"{days_left(30)} .*", OK, "--connect", self.serve(answer), "--verify")


class SeveralAddresses(CrtTest):
    def test_the_worst_is_named_by_its_address(self):
        e2e.require(os.geteuid() == 0, "root")
        hosts = self.base / "hosts"
        self.make("two", "DNS:many.example", 60)
        server = self.start_server("two")
        port = server.rpartition(":")[2]
        self.use_hosts(hosts, "127.0.0.1 many.example\n127.0.0.3 many.example\n")
        command = ["--connect", f"many.example:{port}", "--all-addresses"]
        dead = f"no certificate from many.example:{port} at 127.0.0.3: Connection refused"
        self.assert_line(f"{dead} \\| {days_left(60)}", CRITICAL, *command)
        self.assert_line(days_left(60), OK, "--connect", f"127.0.0.1:{port}", "--all-addresses")
        self.make("two", "DNS:many.example", 3)
        self.start_server("two", address="127.0.0.3", port=port)
        worst = re.escape(f"many.example:{port} at 127.0.0.3")
        self.assert_line(rf"{days_left(3)} \({worst}, CN=two, .*\), worst of 2 certificates",
                         CRITICAL, *command)
        self.assert_line(rf"{days_left(3)} \({worst}, CN=two, .*\), worst of 2 certificates",
                         CRITICAL, *command, "--verify")


if __name__ == "__main__":
    e2e.main()
