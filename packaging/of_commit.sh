#!/bin/sh
# Builds everything that is published, of one commit and nothing but what is in it:
#   packaging/of_commit.sh COMMIT DIRECTORY [--anew]
# In this source tree where it is at that commit, since it may be compiled there already; elsewhere
# where it is not, or with --anew, and then without what a compiler cache has.
set -eu
cd "$(dirname "$0")/.."
commit=$(git rev-parse "$1^{commit}")
mkdir -p "$2"
output=$(cd "$2" && pwd)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit")
export SOURCE_DATE_EPOCH
tree=.
if [ "${3:-}" = --anew ] || [ "$(git rev-parse HEAD)" != "$commit" ] ||
    [ -n "$(git status --porcelain)" ]; then
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    git archive "$commit" | tar -xf - -C "$tree"
fi
[ "${3:-}" != --anew ] || export CCACHE_DISABLE=1
"$tree/packaging/build.sh" "$output"
echo "$commit" >"$output/commit"
