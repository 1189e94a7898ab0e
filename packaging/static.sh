#!/bin/sh
# packaging/static.sh x86_64|aarch64: builds the programs that are shipped, of the tree that this
# stands in, into build/static-ARCHITECTURE/bin. The compiler and the libraries are built first,
# where they have not been (packaging/third-party/build.sh).
set -eu
cd "$(dirname "$0")/.."
third_party=$(packaging/third-party/build.sh "$1")
build=build/static-$1
if [ ! -e "$build/build.ninja" ] || [ "$(cat "$build/third-party" 2>/dev/null)" != "$third_party" ]
then
    rm -rf "$build"
    log=$(cmake --preset static -B "$build" -DTHIRD_PARTY="$third_party" -DBUILD_TESTING=OFF \
        -DBUILD_DOCUMENTATION=OFF 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
    echo "$third_party" >"$build/third-party"
fi
cmake --build "$build" --target tools
