"""check-resolver and check-dns-rr, with name servers that know one name, are silent, or say no."""

import dns_message
import mounts
from dns_server import NameServer, Send, knowing, silent
from scene import scene

ADDRESSES = ("10.0.0.2", "10.0.0.3")
NOBODY = None
RESOLVER = "check-resolver --host www.example.com"
RR = "check-dns-rr --host www.example.com"


def known(*addresses):
    return knowing(www__example__com=addresses)


def known_late(*addresses, delay):
    """The same, after so many seconds."""
    def answer(query):
        return [Send(query.reply(*map(dns_message.address, addresses)), delay=delay)]
    return answer


class NameServers:
    """Those of /etc/resolv.conf: an answer for each, or NOBODY where none listens."""

    def __init__(self, host, *answers):
        self.host, self.running = host, []
        host.add_cleanup(self.close)
        self.answer(*answers)

    def answer(self, *answers):
        """From now on."""
        self.close()
        used = ADDRESSES[:len(answers)]
        self.host.write("/etc/resolv.conf", "".join(f"nameserver {each}\n" for each in used))
        for address, answer in zip(used, answers):
            mounts.run_command("ip", "address", "replace", f"{address}/32", "dev", "lo")
            if answer is not NOBODY:
                self.running.append(NameServer(answer, address, 53))

    def close(self):
        while self.running:
            self.running.pop().close()


def servfail(query):
    return [Send(query.reply(code=dns_message.SERVFAIL))]


@scene
def resolver(host):
    servers = NameServers(host, known("192.0.2.1", "192.0.2.2"))
    yield
    servers.answer(silent, known("192.0.2.1"))
    yield


@scene
def resolver_limits(host):
    servers = NameServers(host, known("192.0.2.1", "192.0.2.2"))
    yield RESOLVER
    servers.answer(known_late("192.0.2.1", delay=0.8))
    yield f"{RESOLVER} -w 0.5"
    servers.answer(silent, known("192.0.2.1"))
    yield RESOLVER
    servers.answer(knowing())
    yield RESOLVER
    servers.answer(silent, NOBODY)
    yield RESOLVER
    servers.answer(known("10.9.9.9"))
    yield f"{RESOLVER} --expect 192.168.0.0/16"
    servers.answer(known("192.0.2.1"), silent)
    yield f"{RESOLVER} --all-servers"


@scene
def dns_rr(host):
    servers = NameServers(host, known("192.0.2.2", "192.0.2.3", "192.0.2.1"))
    yield
    servers.answer(known("192.0.2.1"))
    yield
    servers.answer(servfail)
    yield


@scene
def dns_rr_limits(host):
    three = known("192.0.2.2", "192.0.2.3", "192.0.2.1")
    servers = NameServers(host, three)
    yield RR
    servers.answer(known("192.0.2.1"))
    yield RR
    servers.answer(known("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"))
    yield f"{RR} -W 3"
    servers.answer(knowing())
    yield RR
    servers.answer(three)
    yield f"{RR} --contains 192.0.2.7"
    servers.answer(servfail, silent)
    yield RR
