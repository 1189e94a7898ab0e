"""What the table in docs/check-crt-expiration.md says that check-crt-expiration prints."""

import subprocess

from scene import scene
from scenes_crt import LATER, SOON, make, make_one, openssl
from web import wait_until_open

CRT, A = "check-crt-expiration", "/etc/tls/a.pem"
SERVER = "127.0.0.1:8443"
AES = b"\x60\x86\x48\x01\x65\x03\x04\x01\x2a"


def start_server(host):
    """A server that shows a.pem."""
    server = subprocess.Popen(
        ["chroot", host.root, "openssl", "s_server", "-accept", SERVER, "-www", "-cert", A,
         "-key", "/etc/tls/a.key"], env=host.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    host.add_cleanup(server.wait, 10)
    host.add_cleanup(server.kill)
    wait_until_open(8443)


@scene
def crt_files(host):
    make_one(host)
    make(host, "b", 5, LATER)
    yield f"{CRT} -f /etc/tls/a.key"
    yield f"cd /tmp; (seq 11; head -n 5 {A}) >a.pem; {CRT} -f a.pem"
    yield f"{CRT} -f /etc/tls/missing.pem"
    yield f"{CRT} -f /dev/null"
    host.path("/etc/tls/empty").mkdir()
    yield f"{CRT} -f /etc/tls/empty"
    yield f"{CRT} -f '/etc/tls/*.crt'"
    yield f"{CRT} -f '/etc/nowhere/*.crt'"
    export = "pkcs12 -export -in a.pem -inkey a.key -password pass:secret"
    openssl(host, f"{export} -out a.p12")
    openssl(host, f"{export} -nomac -certpbe AES-256-CBC -out new.p12")
    # The last number in the name of the algorithm becomes one that stands for nothing.
    new = host.path("/etc/tls/new.p12")
    new.write_bytes(new.read_bytes().replace(AES, AES[:-1] + b"\x7f"))
    yield f"{CRT} -f /etc/tls/a.p12"
    host.write("/etc/tls/password", "wrong\n")
    yield f"{CRT} -f /etc/tls/a.p12 --password-file /etc/tls/password"
    host.write("/etc/tls/right", "secret\n")
    yield f"{CRT} -f /etc/tls/new.p12 --password-file /etc/tls/right"
    yield f"{CRT} -f {A} --key /etc/tls/b.key"
    yield f"{CRT} -f {A} --key {A}"
    openssl(host, "ec -in a.key -aes256 -passout pass:secret -out locked.key")
    yield f"{CRT} -f {A} --key /etc/tls/locked.key"
    yield f"{CRT} -f {A} --key /etc/tls/locked.key --password-file /etc/tls/password"


@scene
def crt_servers(host):
    make_one(host)
    make(host, "a", 1, "2027-07-29 18:49:54")
    make(host, "b", 2, LATER)
    host.clock(SOON)
    yield f"{CRT} --connect {SERVER}"
    start_server(host)
    yield f"{CRT} --connect {SERVER} --verify"
    yield f"SSL_CERT_FILE={A} {CRT} --connect {SERVER} --verify"
    yield f"{CRT} --connect {SERVER} -f /etc/tls/b.pem"
    yield f"{CRT} --connect {SERVER} -f /tmp/root.pem"
