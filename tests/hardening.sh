#!/bin/sh
# Every released program is position independent, read-only after relocation, bound at start,
# protects its stack, brings its C++ runtime along, and stays near a megabyte.
# Usage: hardening.sh DIRECTORY_OF_THE_BUILT_TOOLS
set -u
# shellcheck source=tests/support/elf.sh
. "$(dirname "$0")/support/elf.sh"
for tool in "$1"/*; do
    examine "$tool"
    symbols=$(readelf --dyn-syms -W "$tool")
    require_protection
    require 'no stack protector' has "$symbols" __stack_chk_fail
    require 'no fortified functions' has "$symbols" '_chk@'
    require 'loads libstdc++ or libgcc' lacks "$dynamic" 'NEEDED.*\(libstdc++\|libgcc_s\)'
    stripped=$(mktemp)
    strip -o "$stripped" "$tool"
    require 'over a MiB' at_most 1048576 "$stripped"
    rm -f "$stripped"
done
[ "$failures" = 0 ]
