"""check-crt-expiration, in the summer of 2027."""

from scene import scene

A, B = "/etc/tls/a.pem", "/etc/tls/b.pem"
ISSUED, LATER = "2027-07-29 18:49:54", "2027-08-20 12:00:00"
SOON, VERY_SOON, TOO_LATE = "2027-08-26 18:00:00", "2027-10-21 12:00:00", "2027-10-30 12:00:00"
NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"


def openssl(host, command):
    """Silent unless it fails."""
    output = host.run(f"cd /etc/tls && openssl {command} 2>&1 >/dev/null || echo FAILED")
    if "FAILED" in output:
        raise AssertionError(output)


def make_authority(host):
    host.path("/etc/tls").mkdir()
    host.clock(ISSUED)
    host.write("/etc/openssl.cnf", "[req]\ndistinguished_name = none\n[none]\n")
    host.environment["OPENSSL_CONF"] = "/etc/openssl.cnf"
    openssl(host, f"req -x509 {NEW_KEY} -subj /CN=authority -days 900 -keyout /tmp/root.key"
                  " -addext basicConstraints=CA:TRUE -out /tmp/root.pem")


def make(host, name, serial, time):
    """NAME.pem and NAME.key in /etc/tls, of 90 days, issued then."""
    host.clock(time)
    openssl(host, f"req {NEW_KEY} -subj /CN=example.com -keyout {name}.key -out /tmp/request")
    openssl(host, f"x509 -req -in /tmp/request -CA /tmp/root.pem -CAkey /tmp/root.key"
                  f" -set_serial {serial} -days 90 -out {name}.pem")


def make_one(host):
    make_authority(host)
    make(host, "a", "0x04AB", ISSUED)


@scene
def crt(host):
    make_one(host)
    host.clock(SOON)
    yield
    host.clock(TOO_LATE)
    yield


@scene
def crt_limits(host):
    command = f"check-crt-expiration -f {A}"
    make_one(host)
    host.clock(SOON)
    yield command
    host.clock(VERY_SOON)
    yield command
    host.clock(TOO_LATE)
    yield command
    host.clock("2027-07-29 12:00:00")
    yield command
    make(host, "b", 5, LATER)
    host.clock(SOON)
    host.run(f"for one in 1 2 3 4 5 6 7 8 9 10 11; do cat {B}; done >>{A}")
    yield command
    host.run("cat /tmp/root.pem >>/etc/tls/b.pem")
    make(host, "a", "0x04AB", ISSUED)
    host.clock(SOON)
    yield f"{command} -f {B}"
