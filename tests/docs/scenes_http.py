"""check-hydra-pos and mackerel-plugin-gaurun-usage, beside a server with canned answers."""

from scene import scene
from web import WebServer, silent_server

PORT = 24223
HYDRA = f"check-hydra-pos --port {PORT}"
A, B, C, APP = (f"/var/log/{name}.log" for name in ("a", "b", "c", "app"))
GAURUN = "mackerel-plugin-gaurun-usage"
NOT_THERE = f"[2026-11-22 09:50:21 +0000 UTC] open {A}: no such file or directory"


def follow(server, **positions):
    """What hydra tells of logs that it reads without trouble."""
    server.tell(files={f"/var/log/{name}.log": {"position": position, "error": ""}
                       for name, position in positions.items()})


def later(host, seconds):
    """Some seconds past noon, by every clock."""
    host.clock(f"2026-11-23 12:00:{seconds:02}", every_clock=True)


def progress(host, server, position=1025):
    """What was read in two seconds, behind the next yield."""
    follow(server, app=position)
    later(host, 2)


@scene
def hydra(host):
    server = WebServer(host, PORT)
    follow(server, app=0)
    later(host, 0)
    yield
    progress(host, server)
    yield
    later(host, 4)
    yield


@scene
def hydra_lag(host):
    server = WebServer(host, PORT)
    follow(server, app=0)
    later(host, 0)
    command = f"{HYDRA} --file {APP} --lag-warning 1000"
    host.write(APP, "x" * 1125)
    host.run(command)
    progress(host, server)
    yield command
    host.write(APP, "x" * 4098)
    later(host, 4)
    follow(server, app=2050)
    yield command


@scene
def hydra_faults(host):
    server = WebServer(host, PORT)
    server.tell(files={A: {"position": -1, "error": NOT_THERE}})
    yield f"{HYDRA} --all"
    server.tell(files={A: {"position": 1, "error": {}}})
    yield f"{HYDRA} --all"
    server.tell(files={A: {"position": -1, "error": ""}})
    yield f"{HYDRA} --all"
    server.tell(files={A: {"error": ""}})
    yield f"{HYDRA} --all"
    follow(server, a=0, c=0)
    yield f"{HYDRA} --file {B}"
    server.tell(files={})
    yield f"{HYDRA} --all"
    yield "check-hydra-pos --all"
    server.close()
    with silent_server(PORT):
        yield f"{HYDRA} --all"
    server = WebServer(host, PORT, 404)
    yield f"{HYDRA} --all"
    server.answer = b"hello"
    yield f"{HYDRA} --all"


@scene
def gaurun_faults(host):
    yield GAURUN
    with silent_server(1056):
        yield GAURUN
    server = WebServer(host, 1056, 404)
    yield GAURUN
    yield f"{GAURUN} --port unix:/run/gaurun.sock"
    server.answer = b"hello"
    yield GAURUN


@scene
def gaurun(host):
    server = WebServer(host, 1056)

    def tell(ios, errors, android):
        server.tell(queue_max=8192, queue_usage=512, pusher_max=16, pusher_count=3,
                    ios={"push_success": ios, "push_error": errors},
                    android={"push_success": android, "push_error": 0})
    tell(1000, 20, 5000)
    later(host, 0)
    host.run(GAURUN)
    tell(1180, 32, 5900)
    host.clock("2026-11-23 12:01:00", every_clock=True)
    yield
