"""Certificates, and servers on the loopback interface that show them to check-crt-expiration."""

import contextlib
import os
import re
import select
import shutil
import socket
import ssl
import subprocess
import threading
import unittest

import e2e
import mounts

EC_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class CrtTest(unittest.TestCase):
    """Has a directory with an authority that the tool trusts, and certificates by it."""

    prefix = ()  # what the tool is run by

    def setUp(self):
        e2e.require(shutil.which("openssl"), "the openssl command")
        self.base = e2e.work_directory(self.addCleanup)
        self.openssl("req", "-x509", *EC_KEY, "-subj", "/CN=authority", "-days", "90",
                     "-keyout", "authority.key", "-out", "authority.pem")
        self.make("one", "DNS:one.example,IP:127.0.0.1,IP:::1", 30)

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.base, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def make(self, name, names, days):
        """NAME.pem and NAME.key, for so many days from now on."""
        (self.base / "extensions").write_text(f"subjectAltName={names}\n", encoding="ascii")
        self.openssl("req", *EC_KEY, "-subj", f"/CN={name}", "-keyout", f"{name}.key",
                     "-out", "request.pem")
        self.openssl("x509", "-req", "-in", "request.pem", "-CA", "authority.pem", "-CAkey",
                     "authority.key", "-CAcreateserial", "-extfile", "extensions",
                     "-days", str(days), "-out", f"{name}.pem")

    def path(self, name):
        return str(self.base / name)

    def start_server(self, name, *options, address="127.0.0.1", port=0):
        """Starts `openssl s_server` with NAME.pem on a free port; returns ADDRESS:PORT."""
        process = subprocess.Popen(
            ["openssl", "s_server", "-www", "-accept", f"{address}:{port}", "-cert",
             self.path(f"{name}.pem"), "-key", self.path(f"{name}.key"), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        output = b""
        while not (found := re.search(rb"^ACCEPT(?: .*:(\d+))?\n", output, re.M)):
            self.assertTrue(select.select([process.stdout], [], [], 60)[0], output)
            chunk = process.stdout.read(1)
            self.assertTrue(chunk, f"s_server ended: {output}")
            output += chunk
        # It names only a port that was not given.
        return f"{address}:{int(found[1] or port)}"

    def call_host(self, name):
        """Has the tool find that name for this host."""
        self.prefix = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', name]

    def serve(self, answer, address="127.0.0.1"):
        """Answers every connection by that function, in a thread; returns ADDRESS:PORT."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, 0), family=family)
        threading.Thread(target=accept_all, args=(listener, answer), daemon=True).start()
        # Closing alone would leave the thread in accept().
        self.addCleanup(listener.close)
        self.addCleanup(listener.shutdown, socket.SHUT_RDWR)
        host = f"[{address}]" if ":" in address else address
        return f"{host}:{listener.getsockname()[1]}"

    def use_hosts(self, path, text):
        """Has the system find these lines in /etc/hosts."""
        path.write_text(text, encoding="ascii")
        mounts.run_command("mount", "--bind", str(path), "/etc/hosts")
        self.addCleanup(mounts.unmount, "/etc/hosts")

    def tls_context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(f"{name}.pem"), self.path(f"{name}.key"))
        return context

    def run_tool(self, *arguments, authority="authority"):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
        if authority:
            environment["SSL_CERT_FILE"] = self.path(f"{authority}.pem")
        command = [*self.prefix, e2e.tool("check-crt-expiration"), *arguments]
        return subprocess.run(command, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, check=False)

    def assert_line(self, pattern, code, *arguments, **options):
        """That it prints one line which the pattern matches whole, and nothing else."""
        done = self.run_tool(*arguments, **options)
        word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
        self.assertRegex(done.stdout, rf"\A{word}: {pattern}\n\Z")
        self.assertEqual((done.stderr, done.returncode), ("", code))


def accept_all(listener, answer):
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(60)
                answer(connection)


def days_left(days):
    """The pattern of a line about one certificate, which was made for so many days just now."""
    return rf"Expiration date: '[^']* GMT'\. ({days}|{days - 1}) days left"


def place(source, name):
    """The pattern of what stands behind that of an alert."""
    return rf" \({re.escape(source)}, CN={re.escape(name)}, serial [0-9A-F:]+\)"


def until_closed(connection):
    while connection.recv(4096):
        pass
