#!/bin/sh
# Builds everything that is published, of the source tree it stands in:
#   SOURCE_DATE_EPOCH=… packaging/build.sh DIRECTORY
# leaves it in DIRECTORY. What comes out depends on the sources and that time alone, not on where,
# when, by whom and in which language it is built. Nothing is compiled again that static.sh has
# compiled in that tree before. `of_commit.sh` builds the packages of a commit.
set -eu
cd "$(dirname "$0")/.."
. packaging/settings.sh
mkdir -p "$1"
output=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$output/$NAME"[-_]* "$output/SHA256SUMS" "$output/commit"

# lay_out_documents ROOT: what belongs to every package beside the programs.
lay_out_documents() {
    documents=$1/usr/share/doc/$NAME
    mkdir -p "$documents/examples" "$1/etc/mackerel-agent/conf.d"
    cp -R README.md README.ja.md CHANGELOG.md SECURITY.md LICENSE packaging/NOTICE docs \
        /usr/share/common-licenses/Apache-2.0 "$documents"
    cp packaging/mackerel-agent.conf examples/* "$documents/examples"
    sed -f packaging/drop-in.sed packaging/mackerel-agent.conf \
        >"$1/etc/mackerel-agent/conf.d/$NAME.conf"
    find "$1/usr/share/man" -type f -exec gzip -9n {} +
    find "$1/usr/share/man" -type l | while read -r link; do
        ln -s "$(readlink "$link").gz" "$link.gz"
        rm "$link"
    done
    chmod -R u=rwX,go=rX "$1"
}

# The manual pages and the completions are the same for both machines: the programs that run on this
# one tell what is in them.
case $(uname -m) in
aarch64) this=aarch64 other=x86_64 ;;
*) this=x86_64 other=aarch64 ;;
esac
packaging/static.sh $this
cmake -S . -B build/static-$this -DBUILD_DOCUMENTATION=ON \
    -DPython3_EXECUTABLE=/usr/bin/python3 >/dev/null
cmake --build build/static-$this --target manual_pages completions >/dev/null
cmake --install build/static-$this --prefix "$work/$this/usr" >/dev/null
lay_out_documents "$work/$this"
packaging/static.sh $other
cp -a "$work/$this" "$work/$other"
for program in "build/static-$other/bin"/*; do
    install "$program" "$work/$other/usr/lib/$NAME/bin"
done

for machines in x86_64/amd64 aarch64/arm64; do
    stage=$work/${machines%/*}
    find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    packaging/deb.sh "$stage" "${machines#*/}" "$output"
    packaging/rpm.sh "$stage" "${machines%/*}" "$output"
    packaging/archives.sh "$stage" "${machines#*/}" "$output"
done
python3 packaging/oci.py "$output/${NAME}_oci.tar" "$VERSION" \
    amd64="$work/x86_64" arm64="$work/aarch64"
cd "$output"
sha256sum -- "$NAME"[-_]* >SHA256SUMS
