#!/bin/sh
# Each static program in a root that holds nothing but the programs and /proc: it answers as on any
# host, and misses no file of its own. Needs root, or user namespaces.
# Usage: empty_root.sh DIRECTORY_OF_THE_PROGRAMS
set -eu
if [ "${2:-}" != inside ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    as_root=
    [ "$(id -u)" = 0 ] || as_root=--map-root-user
    # shellcheck disable=SC2086  # one option or none
    EMPTY_ROOT=$root unshare $as_root --net --mount --pid --fork --mount-proc --kill-child \
        "$0" "$1" inside
    exit
fi
root=$EMPTY_ROOT
ip link set lo up
mount -t tmpfs none "$root"
mkdir -p "$root/proc" "$root/var/tmp"
chmod 1777 "$root/var/tmp"
cp "$1"/* "$root"
mount --bind /proc "$root/proc"
failures=0

# expect CODE PATTERN WORD...: the exit code, and a pattern of grep for all that is printed.
expect() {
    code=$1 pattern=$2 tool=$3
    shift 3
    got=0
    output=$(env -i "$(command -v chroot)" "$root" "/$tool" "$@" 2>&1 </dev/null) || got=$?
    [ "$got" = "$code" ] && printf '%s\n' "$output" | grep -qx -e "$pattern" && return
    printf 'empty_root: %s: %s, not %s and %s: %s\n' "$tool $*" "$got" "$code" "$pattern" \
        "$output" >&2
    failures=$((failures + 1))
}

for tool in "$1"/*; do
    expect 0 "${tool##*/} [0-9].*" "${tool##*/}" --version
done
expect 0 'OK: .*' check-uptime -c 1
expect 2 'CRITICAL: .*' check-uptime -c 100000d
expect 2 'CRITICAL: .* 127.0.0.1:1: Connection refused' check-crt-expiration --connect 127.0.0.1:1
expect 3 'UNKNOWN: cannot open /x: No such file or directory' check-crt-expiration -f /x -w 9
expect 0 'OK: .*' check-inode -w 99%
expect 3 'UNKNOWN: .*' check-resolver localhost.test
expect 3 'UNKNOWN: .*' check-dns-rr localhost.test
expect 3 'UNKNOWN: .*' check-myip 192.0.2.1
expect 2 'CRITICAL: .*: Connection refused .*' check-hydra-pos --host 127.0.0.1 --all
expect 0 'OK: .*' check-iptables
expect 0 'linux-lite\.memory\..*' mackerel-plugin-linux-lite
expect 0 '.*' mackerel-plugin-ntpq
expect 0 'OK: .*' delay-checker -- /check-uptime -c 1
expect 2 'CRITICAL: .*' interval-checker --interval 60 -- /check-uptime -c 100000d
expect 0 'OK: .*' periodic-checker --range 00:00-24:00 -- /check-uptime -c 1
[ "$failures" = 0 ]
