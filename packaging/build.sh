#!/bin/sh
# Builds the packages of the commit that is checked out, and nothing but what is in it:
#   packaging/build.sh DIRECTORY BUILD_PACKAGE...
# leaves them in DIRECTORY. The Debian package is built first; the two others take its programs.
# What comes out depends on the commit alone, not on where, when, by whom and in which language it
# is built. The BUILD_PACKAGEs are what the source package depends on.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$1"
output=$(cd "$1" && pwd)
shift
name=mackerel-native-plugins
version=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' CMakeLists.txt)
maintainer=$(sed -n 's/^Maintainer: //p' packaging/debian/control)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

work=$output/work
tree=$work/$name-$version
rm -rf "$work" "$output"/*.deb "$output"/*.rpm "$output"/*.zip "$output/commit"
mkdir -p "$work"
git archive --prefix="$name-$version/" HEAD | tar -xf - -C "$work"
cp -R "$tree/packaging/debian" "$tree/debian"
sed -i "s/@BUILD_PACKAGES@/$(printf '%s, ' "$@" | sed 's/, $//')/" "$tree/debian/control"
cat >"$tree/debian/changelog" <<END
$name ($version) unstable; urgency=medium

  * Release $version: see CHANGELOG.md, beside this file.

 -- $maintainer  $(date -R -d "@$SOURCE_DATE_EPOCH")
END

# A compiler cache must be told what debhelper hides from it: its directory is below $HOME.
if [ -n "${CMAKE_CXX_COMPILER_LAUNCHER:-}" ]; then
    CCACHE_DIR=${CCACHE_DIR:-$("$CMAKE_CXX_COMPILER_LAUNCHER" --get-config cache_dir)}
    export CCACHE_DIR CCACHE_BASEDIR="$tree" CCACHE_NOHASHDIR=1
fi

if ! (
    cd "$tree"
    DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" \
        dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo
) >"$output/deb.log" 2>&1; then
    tail -n 40 "$output/deb.log" >&2
    exit 1
fi
mv "$work"/*.deb "$output"
if [ "$(dpkg --print-architecture)" != amd64 ]; then
    rm -rf "$work"
    echo 'packages: the rpm and the archive for mkr are made on amd64 only' >&2
    exit
fi

stage=$work/stage
cp -a "$tree/debian/$name" "$stage"
rm -r "$stage/DEBIAN"
"$tree/packaging/unversioned.sh" "$stage/usr/lib/$name/bin" "$tree" "$work/unversioned"
"$tree/packaging/rpm.sh" "$stage" "$tree" "$output" "$version" >"$output/rpm.log" 2>&1 || {
    cat "$output/rpm.log" >&2
    exit 1
}
"$tree/packaging/zip.sh" "$stage" "$tree" "$output"
rm -rf "$work"
