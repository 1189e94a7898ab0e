#!/bin/sh
# Builds the packages a second time and compares them: again.sh DIRECTORY BUILD_PACKAGE...
# It is done in another directory, under another umask, in another time zone, and without what the
# first time has left in a compiler cache.
set -eu
first=$1
shift
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
umask 027
TZ=Pacific/Kiritimati CCACHE_DISABLE=1 "$(dirname "$0")/build.sh" "$again" "$@"
for package in "$again"/*.deb "$again"/*.rpm "$again"/*.zip; do
    cmp "$package" "$first/${package##*/}"
done
echo 'packages: the second time they were the same'
