"""DNS messages in bytes, as far as a test needs them."""

import dataclasses
import socket
import struct

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
ASKED_NAME = b"\xc0\x0c"  # a pointer to the name in the question
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
TRUNCATED, AUTHORITATIVE = 0x0200, 0x0400


def encode_name(name):
    labels = [label for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in labels) + b"\0"


def record(data, type_name="A", owner=ASKED_NAME):
    return owner + struct.pack(">HHIH", TYPES[type_name], 1, 60, len(data)) + data


def address(text):
    """The record for an IPv4 or IPv6 address of the asked name."""
    if ":" in text:
        return record(socket.inet_pton(socket.AF_INET6, text), "AAAA")
    return record(socket.inet_aton(text))


def mail(preference, name):
    """The record for a mail server of the asked name."""
    return record(struct.pack(">H", preference) + encode_name(name), "MX")


def question(name, type_name="A", number=4711):
    """The message that asks for it."""
    header = struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0)
    return header + encode_name(name) + struct.pack(">HH", TYPES[type_name], 1)


@dataclasses.dataclass
class Query:
    """A question that a server received."""
    data: bytes
    is_tcp: bool

    def __post_init__(self):
        at, labels = 12, []
        while self.data[at]:
            labels.append(self.data[at + 1:at + 1 + self.data[at]].decode("ascii").lower())
            at += 1 + self.data[at]
        self.name = ".".join(labels)
        self.label = labels[0] if labels else ""
        self.type = struct.unpack(">H", self.data[at + 1:at + 3])[0]
        self.question = self.data[12:at + 5]
        self.has_edns = self.data[10:12] != b"\0\0"

    def reply(self, *answers, code=NOERROR, flags=AUTHORITATIVE, count=None, number=None,
              asked=None):
        """The answer, or one with something wrong in it."""
        flags |= 0x8000 | (self.data[2] & 1) << 8 | code
        return ((number or self.data[:2]) +
                struct.pack(">HHHHH", flags, 1, len(answers) if count is None else count, 0, 0) +
                (asked or self.question) + b"".join(answers))

    def wrong_number(self):
        return bytes([self.data[0] ^ 0xFF, self.data[1]])
