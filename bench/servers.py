#!/usr/bin/env python3
"""Usage: servers.py SCRATCH COMMAND [ARGUMENT...]

Runs COMMAND beside what the network tools ask, in the network namespace that it was started in:
a name server on port 53, fluent-agent-hydra's monitor on 24200 and a gaurun on 1056, all of
loopback. Leaves certificates in SCRATCH: one.pem, and bundle.pem with 1,152 of them.
"""

import http.server
import json
import pathlib
import socket
import struct
import subprocess
import sys
import threading

ADDRESSES = [f"192.0.2.{number}" for number in range(1, 4)]
TYPE_A = b"\0\1"
HYDRA = {"sent": {}, "files": {"/var/log/app.log": {"tag": "app", "position": 4096, "error": ""}},
         "servers": [], "receiver": None}
GAURUN = {"queue_max": 8192, "queue_usage": 0, "pusher_max": 16, "pusher_count": 0,
          "ios": {"push_success": 5, "push_error": 0},
          "android": {"push_success": 5, "push_error": 0}}
DIFFERENT_CERTIFICATES = 8
BUNDLE_SIZE = 1152


def answer(query):
    """Every name has the addresses, and nothing else."""
    end = query.index(b"\0", 12) + 5
    addresses = ADDRESSES if query[end - 4:end - 2] == TYPE_A else []
    header = query[:2] + struct.pack(">HHHHH", 0x8580, 1, len(addresses), 0, 0)
    records = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(address)
                       for address in addresses)
    return header + query[12:end] + records


def serve_names(server):
    while True:
        query, client = server.recvfrom(4096)
        server.sendto(answer(query), client)


def serve_document(port, document):
    body = json.dumps(document).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # pylint: disable=invalid-name
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *arguments):  # pylint: disable=redefined-builtin
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def make_certificate(path):
    """RSA, as most certificates are: decoding its key is what costs."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                    "-subj", f"/O=Bench/CN={path.stem}.test", "-keyout", "/dev/null", "-out", path],
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return path.read_text(encoding="ascii")


def make_certificates(scratch):
    texts = [make_certificate(scratch / f"{number}.pem")
             for number in range(DIFFERENT_CERTIFICATES)]
    (scratch / "one.pem").write_text(texts[0], encoding="ascii")
    bundle = "".join(texts) * (BUNDLE_SIZE // DIFFERENT_CERTIFICATES)
    (scratch / "bundle.pem").write_text(bundle, encoding="ascii")


def start(scratch):
    make_certificates(scratch)
    # In a new network namespace it is down.
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))
    threading.Thread(target=serve_names, args=(names,), daemon=True).start()
    serve_document(24200, HYDRA)
    serve_document(1056, GAURUN)


def run(prepare):
    """Runs the command, the words behind the scratch folder, when that has been prepared."""
    scratch, *command = sys.argv[1:]
    prepare(pathlib.Path(scratch))
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    run(start)
