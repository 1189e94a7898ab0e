#!/bin/sh
# Every program that is shipped stands alone, wherever it is loaded, cannot be written where it is
# not data, tells nothing of the host that built it, and is small.
# Usage: static.sh x86_64|aarch64
set -u
cd "$(dirname "$0")/.." || exit
case $1 in
x86_64) machine='X86-64' ;;
*) machine=AArch64 ;;
esac
failures=0
count=0
for tool in build/static-"$1"/bin/*; do
    name=${tool##*/}
    count=$((count + 1))
    # require WHAT CONDITION...
    require() {
        what=$1
        shift
        "$@" || { echo "static: $name: $what" >&2; failures=$((failures + 1)); }
    }
    header=$(readelf -hW "$tool") dynamic=$(readelf -dW "$tool") segments=$(readelf -lW "$tool")
    has() { printf '%s\n' "$1" | grep -q "$2"; }
    lacks() { ! has "$1" "$2"; }
    tells_no() { ! grep -qaF -e "$1" "$tool"; }
    at_most() { [ "$(stat -c %s "$tool")" -le "$1" ]; }
    require "not for $1" has "$header" "Machine: .*$machine"
    require 'not position independent' has "$header" 'DYN (Position-Independent'
    require 'wants a loader' lacks "$segments" INTERP
    require 'wants a library' lacks "$dynamic" NEEDED
    require 'no GNU_RELRO' has "$segments" GNU_RELRO
    require 'not bound at start' has "$dynamic" BIND_NOW
    require 'executable stack' lacks "$segments" 'GNU_STACK.*RWE'
    require 'relocations take 24 bytes each' lacks "$dynamic" '(RELACOUNT)'
    require 'has symbols' lacks "$(readelf -SW "$tool")" '\.symtab'
    require 'names the directory that it was built in' tells_no "$PWD"
    require 'names the home directory' tells_no "${HOME:-/root}/"
    case $name in
    check-crt-expiration) require 'over 3,500,000 bytes' at_most 3500000 ;;
    check-hydra-pos | mackerel-plugin-gaurun-usage)
        require 'over 1,100,000 bytes' at_most 1100000
        ;;
    *) require 'over 700,000 bytes' at_most 700000 ;;
    esac
done
[ "$count" = 17 ] || { echo "static: $count programs in place of 17" >&2; failures=1; }
[ "$failures" = 0 ]
