#!/bin/sh
# Makes the archive for `mkr plugin install`: zip.sh STAGE SOURCE_TREE OUTPUT
# mkr takes executable files whose names begin with check- or mackerel-plugin-, and no links: the
# second names of the wrappers, links in the stage, are files here.
set -eu
stage=$1 tree=$2 output=$3
name=mackerel-native-plugins_linux_amd64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
cp -L "$stage"/usr/lib/mackerel-native-plugins/bin/* "$tree/LICENSE" "$tree/packaging/NOTICE" \
    "$work/$name"
cp "$tree/packaging/mkr.md" "$work/$name/README.md"
sed 's,\([a-z]*\)-checker,check-\1,g
    s,"/usr/lib/mackerel-native-plugins/bin/,"/opt/mackerel-agent/plugins/bin/,g' \
    "$tree/packaging/mackerel-agent.conf" >"$work/$name/mackerel-agent.sample.conf"
chmod -R u=rwX,go=rX "$work/$name"
find "$work/$name" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
rm -f "$output/$name.zip"
cd "$work"
find "$name" -type f | LC_ALL=C sort | zip -q -X -9 -@ "$output/$name.zip"
