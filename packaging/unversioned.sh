#!/bin/sh
# Debian gives the symbols of libcurl a version of its own, CURL_OPENSSL_4. A program that asks for
# it does not start quietly, or not at all, where libcurl.so.4 has none, as in Fedora. So for other
# distributions the programs that use it are linked again, with a libcurl that has only the names:
#   unversioned.sh DIRECTORY_OF_PROGRAMS SOURCE_TREE WORK_DIRECTORY
# The build tree is below the source tree, where debhelper has put it.
set -eu
programs=$1 tree=$2 work=$3
build=$(dirname "$(find "$tree" -name build.ninja)")
mkdir -p "$work"
users=
: >"$work/names"
for program in "$programs"/*; do
    readelf -VW "$program" | grep -q 'Name: CURL_OPENSSL_4' || continue
    users="$users ${program##*/}"
    nm -D --undefined-only "$program" | sed -n 's/.* \(curl_[a-z_]*\)@.*/\1/p' >>"$work/names"
done
sort -u "$work/names" | sed 's/.*/void &(void);\nvoid &(void) {}/' >"$work/curl.c"
cc -shared -fPIC -Wl,-soname,libcurl.so.4 -o "$work/libcurl.so" "$work/curl.c"
cmake -S "$tree" -B "$build" -DCURL_LIBRARY="$work/libcurl.so" -DCMAKE_SKIP_RPATH=ON >/dev/null
# shellcheck disable=SC2086  # names of programs
cmake --build "$build" --target $users >/dev/null
for user in $users; do
    # As dh_strip does it.
    strip --remove-section=.comment --remove-section=.note -o "$programs/$user" "$build/bin/$user"
done
