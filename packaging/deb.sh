#!/bin/sh
# Makes the Debian package of what is installed in a directory: deb.sh STAGE MACHINE OUTPUT
# Nothing is compiled, and it depends on nothing. packaging/debian has what a distribution needs to
# build one of its own; who maintains it and what it is called comes from there.
set -eu
stage=$1 machine=$2 output=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
cp -a "$stage" "$root"
mkdir "$root/DEBIAN"
documents=$root/usr/share/doc/$NAME
rm "$documents/LICENSE" "$documents/Apache-2.0"
cp "$here/debian/copyright" "$documents"
"$here/changelog.sh" | gzip -9n >"$documents/changelog.gz"

mkdir -p "$root/usr/share/lintian/overrides"
cp "$here/lintian-overrides" "$root/usr/share/lintian/overrides/$NAME"

# The second stanza of control, without what only a build with the distribution's libraries needs.
awk -v RS= 'NR == 2' "$here/debian/control" | grep -v '^#' | sed "
    /^\(Depends\|Recommends\):/d
    s/^Architecture: .*/Version: $VERSION\nArchitecture: $machine/
    s/^Enhances: /Section: admin\nPriority: optional\nMaintainer: $MAINTAINER\n&/
    s/^Section: /Installed-Size: $(du -k -s --apparent-size "$root" | cut -f1)\n&/" \
    >"$root/DEBIAN/control"
find "$root/etc" -type f -printf '/etc/%P\n' | LC_ALL=C sort >"$root/DEBIAN/conffiles"
grep -v '^#DEBHELPER#$' "$here/debian/postrm" >"$root/DEBIAN/postrm"
(
    cd "$root"
    find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums
)
chmod -R u=rwX,go=rX "$root"
chmod 755 "$root/DEBIAN/postrm"
# Older systems cannot unpack zstd.
dpkg-deb --root-owner-group --threads-max=1 -Zxz -z9 --build "$root" \
    "$output/${NAME}_${VERSION}_$machine.deb" >/dev/null
