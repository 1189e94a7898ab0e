"""A web server that answers what a scene wants, as hydra's monitor and gaurun would."""

import contextlib
import http.server
import json
import socket
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.answer
        status = body if isinstance(body, int) else 200
        content = body if isinstance(body, bytes) else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Quiet: the test says what is wrong."""


class WebServer(http.server.ThreadingHTTPServer):
    """Answers with `answer`: bytes, or the number of an HTTP status."""

    daemon_threads = True

    def __init__(self, host, port, answer=b""):
        super().__init__(("127.0.0.1", port), Handler)
        self.answer = answer
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.is_open = True
        host.add_cleanup(self.close)

    def tell(self, **values):
        self.answer = json.dumps(values).encode()

    def close(self):
        if self.is_open:
            self.is_open = False
            self.shutdown()
            self.server_close()


@contextlib.contextmanager
def silent_server(port):
    """Lets connect whoever wants to, and says nothing."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def wait_until_open(port, seconds=20):
    """Until somebody listens there."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
            return
        if time.monotonic() > end:
            raise AssertionError(f"nobody listens on port {port}")
        time.sleep(0.05)
