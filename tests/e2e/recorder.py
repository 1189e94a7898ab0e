"""A stand-in for Mackerel's API that remembers what the agent sent to it."""

import collections
import http.server
import json
import sys
import threading

Request = collections.namedtuple("Request", ["method", "path", "body"])


def answer_to(request, host_id):
    """What the real API would answer; the agent takes no 2xx without a JSON body."""
    host = f"/api/v0/hosts/{host_id}"
    if request.path == host and request.method == "GET":
        return {"host": {"id": host_id, "name": "e2e", "status": "working"}}
    if request.path in ("/api/v0/hosts", host):
        return {"id": host_id}
    return {"success": True}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        request = Request(self.command, path, json.loads(content) if content else None)
        self.server.recorder.remember(request)
        answer = json.dumps(answer_to(request, self.server.recorder.host_id)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_):
        """Quiet: the test says what is missing."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """An agent that is killed resets its connections; any other trouble must be seen."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Recorder:
    """Serves on a free port of the loopback from its creation until close()."""

    def __init__(self, host_id):
        self.host_id = host_id
        self._requests = []
        self._arrival = threading.Condition()
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.recorder = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def remember(self, request):
        with self._arrival:
            self._requests.append(request)
            self._arrival.notify_all()

    def requests(self):
        with self._arrival:
            return list(self._requests)

    def wait_for(self, predicate, seconds):
        """Waits until predicate(requests) is true and returns its value, or the last false one."""
        with self._arrival:
            return self._arrival.wait_for(lambda: predicate(list(self._requests)), seconds)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
