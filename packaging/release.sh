#!/bin/sh
# Makes everything that the page of a release carries, in build/release-VERSION:
#   packaging/release.sh [TAG]
# of an annotated tag vVERSION; without one named, that of the commit that is checked out. Packages,
# archives and image, the bill of materials, SHA256SUMS of them all, and release-notes.md.
set -eu
cd "$(dirname "$0")/.."

# refuse WORD...: what is wrong, and what to do about it.
refuse() {
    echo "release: $*" >&2
    exit 1
}

# In the tree of the tag, not in the one that happens to be checked out.
of_tag() {
    git show "$tag:$1"
}

tag=${1:-$(git describe --exact-match --match 'v[0-9]*' 2>/dev/null)} ||
    refuse "the commit that is checked out has no annotated tag: git tag -a vVERSION, or name a tag"
kind=$(git cat-file -t "refs/tags/$tag" 2>/dev/null) ||
    refuse "there is no tag $tag: git tag -a $tag COMMIT"
[ "$kind" = tag ] || refuse "$tag is not annotated: git tag -a -f $tag $tag^{}"
version=$(of_tag CMakeLists.txt | sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p')
[ "$tag" = "v$version" ] || refuse "$tag is a tree whose version is $version:" \
    "tag it v$version, or change VERSION in CMakeLists.txt, commit that, and tag the commit"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive "$tag" CMakeLists.txt CHANGELOG.md packaging | tar -xf - -C "$work"
notes() {
    python3 "$work/packaging/release_notes.py" "$version" "$work/CHANGELOG.md" "$@"
}
notes >/dev/null

name=mackerel-native-plugins
output=build/release-$version
bill=$output/${name}_$version.cdx.json
rm -rf "$output"
packaging/of_commit.sh "$tag" "$output"
rm -f "$output/commit"
third_party=$("$work/packaging/third-party/build.sh" "$(uname -m)")
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$tag^{commit}") \
    python3 "$work/packaging/bill_of_materials.py" "$third_party" >"$bill"
notes "$bill" >"$output/release-notes.md"
(cd "$output" && LC_ALL=C sha256sum -- "$name"[-_]* >SHA256SUMS)
cat "$output/SHA256SUMS"
cat <<END_OF_TEXT
release: $output has all of $tag; with GitHub's own program, to publish it is
    git push origin $tag
    gh release create $tag --verify-tag --title '$name $version' \\
        --notes-file $output/release-notes.md $output/${name}[-_]* $output/SHA256SUMS
END_OF_TEXT
