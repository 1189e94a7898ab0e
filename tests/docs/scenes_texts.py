"""What tables say that the tools print: of name servers and of wrappers."""

import dns_message
from dns_message import encode_name, record
from dns_server import Send, faulty
from scene import scene
from scenes_dns import NOBODY, NameServers

ALIAS = "alias.test"


def chain(length):
    """Names that each lead to the next one."""
    names = [encode_name(f"{number}.test") for number in range(length + 1)]
    return [record(names[1], "CNAME"), *(
        record(names[at + 1], "CNAME", owner=names[at]) for at in range(1, length))]


def misleading(query):
    """Answers that lead nowhere, and besides what is faulty by itself."""
    if query.label == "loop":
        alias = encode_name(ALIAS)
        loop = [record(alias, "CNAME"), record(query.question[:-4], "CNAME", owner=alias)]
        return [Send(query.reply(*loop))]
    if query.label == "long":
        return [Send(query.reply(*chain(17)))]
    if query.label == "referral":
        answer = query.reply(record(encode_name("ns.test"), "NS"), count=0, flags=0)
        return [Send(answer[:8] + b"\0\1" + answer[10:])]
    return faulty(query)


def ask(name, *options):
    return " ".join(["check-resolver --host", name + ".test.", *options])


@scene
def resolver_texts(host):
    servers = NameServers(host, misleading)
    for name in ("nxdomain", "empty", "servfail", "refused", "formerr", "notimp", "cutclose",
                 "cutcut", "length3", "loop", "long", "referral",
                 "lame"):
        yield ask(name)
    yield ask("cutclose", "--tcp")
    yield ask("any", "-s 198.18.0.1")
    servers.answer(faulty, NOBODY)
    yield ask("never")


@scene
def wrapped_results(host):
    host.script("check-x", "echo half done; exit 5")
    yield "interval-checker --interval 1h -- check-x"
    host.script("check-x", "echo half done; kill -KILL $$")
    yield "interval-checker --interval 1h -- check-x"
    host.remove("/usr/local/bin/check-x")
    yield "interval-checker --interval 1h -- check-x"
    host.script("check-x", "echo half done; sleep 28")
    yield "timeout --foreground 3 interval-checker --interval 1h -- check-x"
    yield "interval-checker --interval 1h --timeout 20s -- check-x"


@scene
def interval_waits(host):
    """The first holds the lock for longer than the second waits."""
    host.script("check-x", "sleep 4")
    yield "interval-checker --interval 1h -- check-x & sleep 1;" \
          " interval-checker --interval 1h --timeout 1s -- check-x; wait"


def fails(host, output):
    host.script("check-x", f"printf '{output}'; exit 2")


@scene
def delay_results(host):
    host.script("check-x", "echo WARNING: late; exit 1")
    for _ in range(4):
        yield "delay-checker -c 3 --recover 2 -- check-x"
    host.script("check-x", "echo OK: in time")
    for _ in range(2):
        yield "delay-checker -c 3 --recover 2 -- check-x"
    fails(host, "")
    yield "delay-checker -c 3 -- check-x"
    fails(host, "CRITICAL: dead")
    yield "MACKEREL_PLUGIN_WORKDIR=/nowhere delay-checker -c 3 -- check-x"
    for _ in range(3):
        yield "delay-checker -c 3 --for 10m --identifier both -- check-x"
    for time in ("12:00:00", "12:02:00"):
        host.clock(f"2026-11-23 {time}", every_clock=True)
        yield "delay-checker --for 10m --identifier time -- check-x"
