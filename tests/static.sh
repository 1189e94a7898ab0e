#!/bin/sh
# Every program that is shipped stands alone, wherever it is loaded, cannot be written where it is
# not data, tells nothing of the host that built it, and is small.
# Usage: static.sh x86_64|aarch64
set -u
cd "$(dirname "$0")/.." || exit
. tests/support/elf.sh
case $1 in
x86_64) machine='X86-64' ;;
*) machine=AArch64 ;;
esac
tells_no() { ! grep -qaF -e "$1" "$program"; }
count=0
for tool in build/static-"$1"/bin/*; do
    examine "$tool"
    count=$((count + 1))
    require_protection
    require "not for $1" has "$header" "Machine: .*$machine"
    require 'wants a loader' lacks "$segments" INTERP
    require 'wants a library' lacks "$dynamic" NEEDED
    require 'relocations take 24 bytes each' lacks "$dynamic" '(RELACOUNT)'
    require 'has symbols' lacks "$(readelf -SW "$tool")" '\.symtab'
    require 'names the directory that it was built in' tells_no "$PWD"
    require 'names the home directory' tells_no "${HOME:-/root}/"
    case ${tool##*/} in
    check-crt-expiration) limit=3500000 ;;
    check-hydra-pos | mackerel-plugin-gaurun-usage) limit=1100000 ;;
    *) limit=700000 ;;
    esac
    require "over $limit bytes" at_most $limit "$tool"
done
[ "$count" = 17 ] || { echo "static: $count programs in place of 17" >&2; failures=1; }
[ "$failures" = 0 ]
