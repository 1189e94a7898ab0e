#!/bin/sh
# Makes the rpm of what is installed in a directory: rpm.sh STAGE MACHINE OUTPUT
# Everything in the stage belongs to it. So do the directories, of which some belong to other
# packages as well, but for those that every system has.
set -eu
stage=$1 machine=$2 output=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
cp -a "$stage" "$root"
licenses=$root/usr/share/licenses/$NAME
mkdir -p "$licenses"
for license in LICENSE NOTICE Apache-2.0; do
    mv "$root/usr/share/doc/$NAME/$license" "$licenses"
done
# Debian's own place for what packages bring along.
mv "$root/usr/share/zsh/vendor-completions" "$root/usr/share/zsh/site-functions"
(
    cd "$root"
    find . -mindepth 1 -type d -printf '%%dir "/%P"\n' | LC_ALL=C sort |
        grep -vxE '%dir "/(etc|usr(/bin|/lib|/share(/doc|/licenses|/man(/man[17])?)?)?)"'
    find . ! -type d -printf '"/%P"\n' | LC_ALL=C sort | sed '
        s,^"/etc/,%config(noreplace) &,
        s,^"/usr/share/licenses/,%license &,
        s,^"/usr/share/\(doc\|man\)/,%doc &,'
) >"$work/files"
rpmbuild -bb --quiet --target "$machine-linux" \
    --define "_topdir $work/rpmbuild" --define "_rpmdir $output" \
    --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
    --define "project_version $VERSION" --define "stage $root" \
    --define "file_list $work/files" \
    "$here/$NAME.spec" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
