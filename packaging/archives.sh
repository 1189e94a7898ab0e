#!/bin/sh
# Makes the archives of what is installed in a directory: archives.sh STAGE MACHINE OUTPUT
# A zip for `mkr plugin install`, which takes executable files whose names begin with check- or
# mackerel-plugin-, and no links: of a wrapper it has the second name. And a tar.gz with everything,
# to be unpacked anywhere.
set -eu
stage=$1 machine=$2 output=$3
here=$(cd "$(dirname "$0")" && pwd)
programs=usr/lib/$NAME/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for_mkr=${NAME}_linux_$machine
mkdir "$work/$for_mkr"
cp -L "$stage/$programs"/check-* "$stage/$programs"/mackerel-plugin-* "$work/$for_mkr"
for license in LICENSE NOTICE Apache-2.0; do
    cp "$stage/usr/share/doc/$NAME/$license" "$work/$for_mkr"
done
sed "/^ /s/_linux_amd64/_linux_$machine/" "$here/mkr.md" >"$work/$for_mkr/README.md"
sed "s,\([a-z]*\)-checker,check-\1,g
    s,\"/$programs/,\"/opt/mackerel-agent/plugins/bin/,g" \
    "$here/mackerel-agent.conf" >"$work/$for_mkr/mackerel-agent.sample.conf"

for_all=$NAME-$VERSION
mkdir "$work/$for_all"
cp -a "$stage/$programs" "$stage/usr/share" "$work/$for_all"

chmod -R u=rwX,go=rX "$work"/*
find "$work" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
cd "$work"
rm -f "$output/$for_mkr.zip"
find "$for_mkr" -type f | LC_ALL=C sort | zip -q -X -9 -@ "$output/$for_mkr.zip"
tar --create --sort=name --owner=0 --group=0 --numeric-owner "$for_all" |
    gzip -9n >"$output/$for_mkr.tar.gz"
