"""What docs/troubleshooting.md is about: firewall, clock, PHP and Postfix."""

from host import require_root
from scene import scene
from scenes_services import mail
from scenes_troubles import NOBODY

POSTFIX = "mackerel-plugin-postfix"


@scene
def troubles_services(host):
    require_root()
    yield f"{NOBODY} check-iptables"
    host.script("chronyc", "echo '506 Cannot talk to daemon'; exit 1")
    yield "mackerel-plugin-ntpq --source chronyd"
    yield "mackerel-plugin-php-version --php /opt/php/bin/php"
    host.script("php", "echo hello")
    yield "mackerel-plugin-php-version"
    yield POSTFIX
    mail(host)
    host.path("/var/spool/postfix").chmod(0o700)
    host.script("postqueue", "echo postqueue: fatal: not today >&2; exit 69")
    yield f"{NOBODY} {POSTFIX}"
