#!/bin/sh
# Makes the rpm of what is installed in a directory: rpm.sh STAGE SOURCE_TREE OUTPUT VERSION
# Everything in the stage belongs to it, except what Debian alone wants. So do the directories, of
# which some belong to other packages as well, but for those that every system has.
set -eu
stage=$1 tree=$2 output=$3 version=$4
name=mackerel-native-plugins
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -a "$stage" "$work/stage"
documents=$work/stage/usr/share/doc/$name licenses=$work/stage/usr/share/licenses/$name
rm "$documents/changelog.gz" "$documents/copyright"
mkdir -p "$licenses"
mv "$documents"/NOTICE* "$licenses"
cp "$tree/LICENSE" "$licenses"
if [ -d "$work/stage/usr/share/zsh/vendor-completions" ]; then
    # Debian's own place for what packages bring along.
    mv "$work/stage/usr/share/zsh/vendor-completions" "$work/stage/usr/share/zsh/site-functions"
fi
(
    cd "$work/stage"
    find . -mindepth 1 -type d -printf '%%dir "/%P"\n' | LC_ALL=C sort |
        grep -vxE '%dir "/(etc|usr(/bin|/lib|/share(/doc|/licenses|/man(/man[17])?)?)?)"'
    find . ! -type d -printf '"/%P"\n' | LC_ALL=C sort | sed '
        s,^"/etc/,%config(noreplace) &,
        s,^"/usr/share/licenses/,%license &,
        s,^"/usr/share/\(doc\|man\)/,%doc &,'
) >"$work/files"
rpmbuild -bb --target x86_64-linux \
    --define "_topdir $work/rpmbuild" --define "_rpmdir $output" \
    --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
    --define "project_version $version" --define "stage $work/stage" \
    --define "file_list $work/files" \
    "$tree/packaging/$name.spec"
