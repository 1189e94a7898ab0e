#!/bin/sh
# Every released program is position independent, read-only after relocation, bound at start,
# protects its stack, brings its C++ runtime along, and stays near a megabyte.
# Usage: hardening.sh DIRECTORY_OF_THE_BUILT_TOOLS
set -u
failures=0
for tool in "$1"/*; do
    name=${tool##*/}
    # require WHAT CONDITION...
    require() {
        what=$1
        shift
        "$@" || { echo "hardening: $name: $what" >&2; failures=$((failures + 1)); }
    }
    header=$(readelf -hW "$tool") dynamic=$(readelf -dW "$tool") segments=$(readelf -lW "$tool")
    symbols=$(readelf --dyn-syms -W "$tool")
    has() { printf '%s\n' "$1" | grep -q "$2"; }
    lacks() { ! has "$1" "$2"; }
    require 'not position independent' has "$header" 'DYN (Position-Independent'
    require 'no GNU_RELRO' has "$segments" GNU_RELRO
    require 'not bound at start' has "$dynamic" BIND_NOW
    require 'executable stack' lacks "$segments" 'GNU_STACK.*RWE'
    require 'no stack protector' has "$symbols" __stack_chk_fail
    require 'no fortified functions' has "$symbols" '_chk@'
    require 'loads libstdc++ or libgcc' lacks "$dynamic" 'NEEDED.*\(libstdc++\|libgcc_s\)'
    stripped=$(mktemp)
    strip -o "$stripped" "$tool"
    require 'over 1,010,000 bytes' [ "$(stat -c %s "$stripped")" -le 1010000 ]
    rm -f "$stripped"
done
[ "$failures" = 0 ]
