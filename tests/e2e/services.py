"""The real fluent-agent-hydra and gaurun, which e2e.agent_build makes."""

import contextlib
import json
import socket
import socketserver
import subprocess
import threading
import time
import urllib.error
import urllib.request

import e2e
import mounts


def wait_until(condition, what, seconds=20):
    """Waits for a condition that holds at some time, also on a busy machine."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.02)


def start(add_cleanup, name, *arguments):
    """Starts a service, which is killed when add_cleanup says so, and returns its process."""
    path = e2e.build_file(f"e2e/{name}")
    e2e.require(path.exists(), "Go 1.25 or newer, and the test e2e.agent_build run with it")
    process = subprocess.Popen([path, *arguments], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    add_cleanup(stop, process)
    return process


def stop(process):
    """At once: with lines that nobody takes, SIGTERM does not end hydra."""
    process.kill()
    process.wait(10)


def get_json(port, path="/"):
    """What a service answers, or None when it does not."""
    # Proxies in the environment are nothing to us.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(OSError, urllib.error.URLError):
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return json.load(answer)
    return None


class Sink(socketserver.ThreadingTCPServer):
    """Takes whatever is sent to it, as a fluentd would."""

    allow_reuse_address = True
    daemon_threads = True

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            with contextlib.suppress(OSError):
                while self.request.recv(65536):
                    pass

    def __init__(self, add_cleanup):
        super().__init__(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        add_cleanup(self.server_close)
        add_cleanup(self.shutdown)

    @property
    def port(self):
        return self.server_address[1]


def silent_name_server(directory, add_cleanup):
    """Puts a name server that never answers into /etc/resolv.conf."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    add_cleanup(server.close)
    server.bind(("127.0.0.53", 53))
    configuration = directory / "resolv.conf"
    configuration.write_text("nameserver 127.0.0.53\noptions timeout:20 attempts:2\n",
                             encoding="utf-8")
    mounts.mount(configuration, "/etc/resolv.conf", flags=mounts.BIND)
    add_cleanup(mounts.unmount, "/etc/resolv.conf")
