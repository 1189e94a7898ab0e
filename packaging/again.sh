#!/bin/sh
# Builds the packages a second time and compares them: again.sh DIRECTORY BUILD_PACKAGE...
# It is done in another directory, under another umask, in another time zone, and without what the
# first time has left in a compiler cache. What differs is kept in DIRECTORY/again.
set -eu
first=$1
shift
rm -rf "$first/again"
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
umask 027
TZ=Pacific/Kiritimati CCACHE_DISABLE=1 "$(dirname "$0")/build.sh" "$again" "$@"
differences=0
for package in "$again"/*.deb "$again"/*.rpm "$again"/*.zip; do
    [ -e "$package" ] || continue
    cmp "$package" "$first/${package##*/}" && continue
    differences=$((differences + 1))
    mkdir -p "$first/again"
    cp "$package" "$first/again"
done
[ "$differences" = 0 ] || exit 1
echo 'packages: the second time they were the same'
