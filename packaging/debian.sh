#!/bin/sh
# Builds the Debian package as a distribution would, with its compiler and its libraries:
#   SOURCE_DATE_EPOCH=… packaging/debian.sh DIRECTORY BUILD_PACKAGE...
# of the source tree it stands in; the BUILD_PACKAGEs are what the source package depends on. What
# we publish is made by build.sh instead: this is for who packages it for a distribution.
set -eu
cd "$(dirname "$0")/.."
. packaging/settings.sh
mkdir -p "$1"
output=$(cd "$1" && pwd)
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$NAME-$VERSION
mkdir "$tree"
tar -cf - --exclude=./build --exclude=./.git . | tar -xf - -C "$tree"
cd "$tree"
cp -R packaging/debian debian
sed -i "s/@BUILD_PACKAGES@/$(printf '%s, ' "$@" | sed 's/, $//')/" debian/control
packaging/changelog.sh >debian/changelog
# A compiler cache must be told what debhelper hides from it: its directory is below $HOME.
if [ -n "${CMAKE_CXX_COMPILER_LAUNCHER:-}" ]; then
    CCACHE_DIR=${CCACHE_DIR:-$("$CMAKE_CXX_COMPILER_LAUNCHER" --get-config cache_dir)}
    export CCACHE_DIR CCACHE_BASEDIR="$tree" CCACHE_NOHASHDIR=1
fi
if ! DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage --build=binary \
    --unsigned-changes --unsigned-buildinfo >"$output/deb.log" 2>&1; then
    tail -n 40 "$output/deb.log" >&2
    exit 1
fi
mv "$work"/*.deb "$output"
