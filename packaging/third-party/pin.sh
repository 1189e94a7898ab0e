#!/bin/sh
# Has Cargo.lock pin the versions that Cargo.toml asks for, with the checksums that the registry has
# of them, and leaves all others as they are: pin.sh. With --check it only fails where they differ.
set -eu
cd "$(dirname "$0")"

# unlike: each crate of Cargo.toml whose version Cargo.lock does not pin, and what it pins instead.
unlike() {
    sed -n 's/^\([-a-z]*\) = .*"=\([0-9.]*\)".*/\1 \2/p' Cargo.toml | while read -r crate wanted; do
        pinned=$(awk -F'"' -v crate="$crate" '
            $1 == "name = " && $2 == crate { getline; print $2 }' Cargo.lock)
        [ "${pinned%%+*}" = "$wanted" ] || echo "$crate $wanted ${pinned:-nothing}"
    done
}

differences=$(unlike)
[ -n "$differences" ] || exit 0
if [ "${1:-}" = --check ]; then
    printf '%s\n' "$differences" | while read -r crate wanted pinned; do
        echo "third-party: Cargo.toml asks for $crate $wanted, Cargo.lock pins $pinned:" \
            "./dev static brings them together, then commit both" >&2
    done
    exit 1
fi
cargo update --quiet --workspace
remaining=$(unlike)
[ -z "$remaining" ] || {
    echo "third-party: cargo update has not made Cargo.lock pin $remaining" >&2
    exit 1
}
printf '%s\n' "$differences" | while read -r crate wanted pinned; do
    echo "third-party: Cargo.lock pins $crate $wanted instead of $pinned; commit it with Cargo.toml"
done
