"""What docs/troubleshooting.md is about: file systems, servers, certificates."""

from dns_server import Send, knowing, silent
from host import require_root
from scene import scene
from scenes_crt import make_one
from scenes_dns import NOBODY, RESOLVER, NameServers
from scenes_http import GAURUN, HYDRA, PORT, follow
from scenes_inode import BACKUP, end, show_mounts, start_backup, use, usual
from scenes_troubles import NOBODY as AS_NOBODY
from web import WebServer

INODE = "check-inode -w 80"
CRT = "check-crt-expiration"


def no_data(query):
    return [Send(query.reply())]


@scene
def troubles_inode(host):
    require_root()
    usual(host)
    daemon = start_backup(host, BACKUP)
    yield INODE
    end(daemon)
    yield INODE
    yield f"{INODE} -p /nowhere"
    host.path("/secret/place").mkdir(parents=True)
    host.path("/secret").chmod(0o700)
    use(host, "/secret/place", 100, 1)
    show_mounts(host, "/", "/secret/place")
    yield f"TMPDIR=/tmp {AS_NOBODY} {INODE}"
    yield f"TMPDIR=/tmp {AS_NOBODY} prlimit --nproc=0 {INODE}"
    yield f"{INODE} --type btrfs"


@scene
def troubles_many_mounts(host):
    usual(host)
    start_backup(host, *(f"/mnt/{number}" for number in range(70)))
    yield INODE


@scene
def troubles_dns(host):
    servers = NameServers(host, knowing())
    yield RESOLVER
    servers.answer(no_data)
    yield RESOLVER
    servers.answer(silent, NOBODY)
    yield RESOLVER
    yield f"{RESOLVER} -6"
    host.write("/etc/resolv.conf", "nameserver ::1\n")
    yield f"{RESOLVER} -4"


@scene
def troubles_crt(host):
    make_one(host)
    yield f"{CRT} -f /etc/tls/a.key"
    yield f"{CRT} -f '/etc/nowhere/*.pem'"
    yield f"{CRT} -f '/etc/tls/*.crt'"
    yield f"{CRT} --connect 127.0.0.1:1"


@scene
def troubles_ports(host):
    yield "check-myip 127.0.0.1 1"
    yield f"{HYDRA} --all"
    follow(WebServer(host, PORT), a=0, c=0)
    yield f"{HYDRA} --file /var/log/b.log"
    yield GAURUN
