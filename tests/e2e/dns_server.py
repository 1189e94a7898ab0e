"""A name server that a test tells what to do, also what no real one would."""

import contextlib
import dataclasses
import os
import socket
import struct
import threading
import time

import dns_message
from dns_message import FORMERR, NOTIMP, NXDOMAIN, REFUSED, SERVFAIL, TRUNCATED, Query


@dataclasses.dataclass
class Send:
    """A step of an answer."""
    data: bytes
    delay: float = 0  # seconds before it
    pause: float = 0  # seconds behind each byte, over TCP
    from_elsewhere: bool = False  # from another port than was asked


class Hang:
    """The step of a server that accepts a connection and says nothing."""


class NameServer:
    """Answers on UDP and TCP until it is closed; `answer` gives the steps for a Query.

    Over TCP no step at all closes the connection.
    """

    def __init__(self, answer, host="127.0.0.1", port=0, with_tcp=True):
        self.answer, self.queries, self.connections, self.serving = answer, [], [], []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        place = socket.getaddrinfo(host, port, family, socket.SOCK_DGRAM)[0][4]
        self.udp = socket.socket(family, socket.SOCK_DGRAM)
        self.udp.bind(place)
        self.port = self.udp.getsockname()[1]
        self.host = host
        self.tcp = None
        if with_tcp:
            self.tcp = socket.socket(family, socket.SOCK_STREAM)
            self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.tcp.bind((place[0], self.port, *place[2:]))
            self.tcp.listen(64)
            self.serving.append(self.start(self.serve_tcp))
        self.serving.append(self.start(self.serve_udp))

    @staticmethod
    def start(function, *arguments):
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        thread.start()
        return thread

    @staticmethod
    def without_error(function, *arguments):
        """Whoever asked may be gone, and the test with him."""
        with contextlib.suppress(OSError):
            function(*arguments)

    @property
    def address(self):
        """As --server wants it, and as messages show it."""
        if self.port == 53:
            return self.host
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def names(self):
        """What was asked for, in order."""
        return [query.name for query in self.queries]

    def close(self):
        """When it returns, the port is free for another one."""
        sockets = [each for each in (self.udp, self.tcp, *self.connections) if each]
        for each in sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:  # It is not connected, but whoever waits for it wakes up.
                pass
        for thread in self.serving:
            thread.join(10)
        for each in sockets:
            each.close()

    def serve_udp(self):
        while True:
            try:
                data, peer = self.udp.recvfrom(4096)
            except OSError:
                return
            if not data:  # closed
                return
            self.start(self.without_error, self.answer_datagram, Query(data, is_tcp=False), peer)

    def answer_datagram(self, query, peer):
        self.queries.append(query)
        for step in self.answer(query):
            time.sleep(step.delay)
            if step.from_elsewhere:
                with socket.socket(self.udp.family, socket.SOCK_DGRAM) as other:
                    other.sendto(step.data, peer)
            else:
                self.udp.sendto(step.data, peer)

    def serve_tcp(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
            except OSError:  # closed
                return
            self.connections.append(connection)
            self.start(self.without_error, self.answer_connection, connection)

    def answer_connection(self, connection):
        length = connection.recv(2, socket.MSG_WAITALL)
        if len(length) < 2:
            return
        data = connection.recv(struct.unpack(">H", length)[0], socket.MSG_WAITALL)
        query = Query(data, is_tcp=True)
        self.queries.append(query)
        for step in self.answer(query):
            if isinstance(step, Hang):
                return
            time.sleep(step.delay)
            message = struct.pack(">H", len(step.data)) + step.data
            pieces = [message] if not step.pause else [bytes([byte]) for byte in message]
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(step.pause)
        connection.close()


CODES = {"formerr": FORMERR, "servfail": SERVFAIL, "nxdomain": NXDOMAIN, "notimp": NOTIMP,
         "refused": REFUSED, "empty": 0}


def faulty(query):
    """Does what the first label of the name says; any other has one address."""
    one, label = dns_message.address("192.0.2.1"), query.label
    stranger = dns_message.address("203.0.113.66")
    pointer = struct.pack(">H", 0xC000 | 12 + len(query.question))
    good = query.reply(one)
    steps = {
        "never": [],
        "late": [Send(good, delay=1.5)],
        "twice": [Send(good), Send(good)],
        "badid": [Send(query.reply(stranger, number=query.wrong_number()))],
        "badidfirst": [Send(query.reply(stranger, number=query.wrong_number())),
                       Send(good, delay=0.1)],
        "wrongq": [Send(query.reply(stranger, asked=dns_message.question("wrong.test")[12:]))],
        "elsewhere": [Send(query.reply(stranger), from_elsewhere=True)],
        "elsewherefirst": [Send(query.reply(stranger), from_elsewhere=True), Send(good, delay=0.1)],
        "random": [Send(os.urandom(20)), Send(os.urandom(500))],
        "short": [Send(query.data[:5]), Send(b"x")],
        "noresponse": [Send(query.data)],
        "pointerloop": [Send(query.reply(dns_message.record(b"\1\2\3\4", owner=pointer)))],
        "lie100": [Send(query.reply(one, count=100))],
        "lie0": [Send(query.reply(one, count=0))],
        "length3": [Send(query.reply(dns_message.record(b"\1\2\3")))],
        "randombody": [Send(query.reply() + os.urandom(200))],
        "lame": [Send(query.reply(flags=0))],
        "nomail": [Send(query.reply(dns_message.mail(0, "."), flags=0))],
        "ednsgarbled": [Send(good[:-1] if query.has_edns else good)],
        "ednssilent": [] if query.has_edns else [Send(good)],
    }
    if label in CODES:
        return [Send(query.reply(code=CODES[label]))]
    if query.has_edns and label.removeprefix("edns") in CODES:
        return [Send(query.reply(code=CODES[label.removeprefix("edns")]))]
    if label in steps:
        return steps[label]
    if not label.startswith("cut"):
        return [Send(good)]
    if not query.is_tcp:
        return [Send(query.reply(flags=TRUNCATED))]
    return {"cut": [Send(good)], "cutclose": [], "cuthang": [Hang()],
            "cutslow": [Send(good, pause=0.05)],
            "cutcut": [Send(query.reply(flags=TRUNCATED))]}[label]


def knowing(**names):
    """An `answer` that knows these names (dots as double underscores) and no others."""
    known = {name.replace("__", "."): addresses for name, addresses in names.items()}

    def answer(query):
        if query.name in known:
            return [Send(query.reply(*map(dns_message.address, known[query.name])))]
        return [Send(query.reply(code=NXDOMAIN))]
    return answer


def silent(_query):
    """An `answer` that never comes."""
    return []
