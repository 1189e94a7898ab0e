#!/bin/sh
# Builds everything a second time and compares it: again.sh COMMIT DIRECTORY
# It is done in another directory, under another umask, in another time zone, and compiles all of
# our own code again; only third-party code comes from its cache. What differs is kept in
# DIRECTORY/again.
set -eu
first=$2
rm -rf "$first/again"
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
umask 027
TZ=Pacific/Kiritimati "$(dirname "$0")/of_commit.sh" "$1" "$again" --anew
if ! cmp "$again/SHA256SUMS" "$first/SHA256SUMS"; then
    mv "$again" "$first/again"
    exit 1
fi
echo 'packages: the second time they were the same'
