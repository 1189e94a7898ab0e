"""A server that tells something in JSON, as gaurun and hydra do."""

import http.server
import json


class Answer(http.server.BaseHTTPRequestHandler):
    """Tells what told(), which a test has of its own, makes of the request."""

    def do_GET(self):  # pylint: disable=invalid-name
        body = json.dumps(self.told()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def told(self):
        raise NotImplementedError

    def log_message(self, format, *arguments):  # pylint: disable=redefined-builtin
        pass
