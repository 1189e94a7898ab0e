"""A zone with something of everything, and how nsd and unbound are told to serve it."""

ZONE = """\
$ORIGIN e2e.test.
$TTL 60
@         SOA ns root 1 3600 600 86400 60
@         NS ns
ns        A 127.0.0.1
one       A 192.0.2.1
three     A 192.0.2.3
three     A 192.0.2.1
three     A 192.0.2.20
c1        CNAME c2
c2        CNAME three
loop1     CNAME loop2
loop2     CNAME loop1
dangling  CNAME nothere
outside   CNAME www.elsewhere.test.
both      A 192.0.2.9
both      AAAA 2001:db8::9
text      TXT "only text" "in two parts"
@         MX 20 mail2
@         MX 10 mail1
mail1     A 192.0.2.25
_web._tcp SRV 1 1 8080 one
_web._tcp SRV 1 1 8081 one
_web._tcp SRV 9 9 8080 three
ptr       PTR host.e2e.test.
*.wild    A 192.0.2.77
deleg     NS ns.deleg
ns.deleg  A 127.0.0.99
""" + "".join(f"many A 198.51.100.{i}\n" for i in range(1, 201)) + "".join(
    f"chain{i} CNAME chain{i + 1}\n" for i in range(1, 18)) + "chain18 A 192.0.2.18\n"

NSD_CONFIGURATION = """\
server:
  ip-address: 127.0.0.1@{port}
  ip-address: ::1@{port}
  username: ""
  chroot: ""
  zonesdir: "{directory}"
  database: ""
  pidfile: "{directory}/nsd.pid"
  xfrdfile: "{directory}/xfrd.state"
  zonelistfile: "{directory}/zone.list"
  xfrdir: "{directory}"
  logfile: "{directory}/nsd.log"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: "e2e.test"
  zonefile: "e2e.test"
zone:
  name: "broken.test"
  zonefile: "missing"
"""

UNBOUND_CONFIGURATION = """\
server:
  interface: 127.0.0.1
  port: {port}
  username: ""
  chroot: ""
  directory: "{directory}"
  pidfile: "{directory}/unbound.pid"
  logfile: "{directory}/unbound.log"
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  do-not-query-localhost: no
  module-config: "iterator"
  local-zone: "." refuse
  local-zone: "e2e.test." transparent
  local-zone: "never.test." deny
  local-zone: "nothing.test." always_nxdomain
remote-control:
  control-enable: no
stub-zone:
  name: "e2e.test"
  stub-addr: 127.0.0.1@{upstream}
"""
