"""check-crt-expiration --verify: where it finds the certificates of authorities."""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e
import mounts
from crt_support import CrtTest, days_left

OK, WARNING, CRITICAL, UNKNOWN = range(4)

# The first that exists counts, in this order.
FILES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
         "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
         "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"]
DIRECTORIES = ["/etc/ssl/certs", "/etc/pki/tls/certs"]


class Roots(CrtTest):
    def setUp(self):
        super().setUp()
        # It would send the authority along where it finds it.
        self.server = self.start_server("one", "-no-CAfile", "-no-CApath", "-no-CAstore")
        # A host without any.
        mounts.mount("test", "/etc", "tmpfs")
        self.addCleanup(mounts.unmount, "/etc")

    def assert_verified(self, pattern, status):
        self.assert_line(pattern, status, "--connect", self.server, "--verify", authority=None)

    def put(self, certificate, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.path(certificate), path)

    def test_there_are_none(self):
        self.assert_verified(
            "cannot verify the certificate: there are no certificates of authorities: no file "
            f"{', '.join(FILES)}, no directory {', '.join(DIRECTORIES)}; install "
            rf"ca-certificates, or name a file with SSL_CERT_FILE \| {days_left(30)}.*", UNKNOWN)

    def test_the_dates_count_also_where_there_are_none(self):
        self.assert_line(f"{days_left(30)} .*; cannot verify the certificate: .*", CRITICAL,
                         "--connect", self.server, "--verify", "-c", "40", authority=None)

    def test_the_file_of_each_distribution_goes_before_those_behind_it(self):
        for path in reversed(FILES):
            with self.subTest(path):
                self.put("authority.pem", path)
                self.assert_verified(days_left(30), OK)
                self.put("one.pem", path)
                self.assert_verified(".*: unable to get local issuer certificate .*", CRITICAL)

    def test_a_file_that_holds_none_is_named(self):
        self.put("one.key", FILES[2])
        self.put("authority.pem", FILES[3])
        self.assert_verified("cannot verify the certificate: no certificate in "
                             rf"{FILES[2]} \| {days_left(30)}.*", UNKNOWN)

    def test_a_directory_where_there_is_no_file(self):
        number = subprocess.check_output(["openssl", "x509", "-noout", "-hash", "-in",
                                          self.path("authority.pem")], text=True).strip()
        for path in reversed(DIRECTORIES):
            with self.subTest(path):
                self.put("authority.pem", f"{path}/{number}.0")
                self.assert_verified(days_left(30), OK)
                self.put("one.pem", f"{path}/{number}.0")
                self.assert_verified(".*: unable to get local issuer certificate .*", CRITICAL)

    def test_a_configuration_of_openssl_has_no_say(self):
        wrong = self.base / "openssl.cnf"
        # Who reads it has no algorithms left.
        wrong.write_text("openssl_conf = a\n[a]\nproviders = b\n[b]\nbase = c\n[c]\n"
                         "activate = 1\n", encoding="ascii")
        self.put("authority.pem", FILES[0])
        done = subprocess.run([e2e.tool("check-crt-expiration"), "--connect", self.server,
                               "--verify"], env={"OPENSSL_CONF": str(wrong)}, capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual((done.stdout[:2], done.returncode), ("OK", OK), done)


if __name__ == "__main__":
    e2e.main()
