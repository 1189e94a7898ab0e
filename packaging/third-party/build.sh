#!/bin/sh
# The compiler and the libraries of the programs that are shipped, from pinned sources:
#   packaging/third-party/build.sh x86_64|aarch64
# builds what is missing, below the user's cache directory, and prints the directory that
# cmake/StaticToolchain.cmake takes: bin/ has the compiler, include/ and lib/ the libraries.
# Needs python3-venv, cargo, make, perl, cmake and ninja, and headers of Debian 12.
set -eu
cd "$(dirname "$0")"
architecture=$1
case $architecture in
x86_64 | aarch64) ;;
*)
    echo "third-party: no programs for $architecture: x86_64 or aarch64" >&2
    exit 2
    ;;
esac
./pin.sh --check
cache=${XDG_CACHE_HOME:-$HOME/.cache}/mackerel-native-plugins

# key FILE...: what is built from these files.
key() {
    cat -- "$@" | sha256sum | cut -c1-16
}

# Each thing is made under another name and moved into its place when it is whole.
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
compiler=$cache/zig-$(key requirements.txt)
sources=$cache/sources-$(key Cargo.lock)
prefix=$cache/$architecture-$(key libraries.sh compiler.sh demangle.c headers.sha256 Cargo.lock \
    requirements.txt)

make_compiler() {
    work=$(mktemp -d "$cache/new.XXXXXX")
    # The machine's own Python, since another may be gone tomorrow.
    python=/usr/bin/python3
    [ -x $python ] || python=python3
    $python -m venv "$work"
    "$work/bin/pip" --quiet --disable-pip-version-check install --require-hashes --no-deps \
        --only-binary :all: --requirement requirements.txt
    ln -s "$(cd "$work" && echo lib/python3*/site-packages/ziglang/zig)" "$work/zig"
    mv "$work" "$compiler"
    work=
}

fetch_sources() {
    work=$(mktemp -d "$cache/new.XXXXXX")
    cargo vendor --quiet --locked "$work" >/dev/null
    mv "$work" "$sources"
    work=
}

# Libraries that are headers alone come from Debian 12; others would make other programs.
copy_headers() {
    cp -R /usr/include/fmt /usr/include/CLI /usr/include/nlohmann "$stage/include"
    (cd "$stage/include" && sha256sum --check --quiet --strict) <headers.sha256 || {
        echo "third-party: the headers of fmt, CLI11 and nlohmann/json are not those of" \
            "headers.sha256 (libfmt-dev, libcli11-dev, nlohmann-json3-dev of Debian 12)" >&2
        exit 1
    }
}

build_libraries() {
    work=$(mktemp -d "$cache/new.XXXXXX")
    stage=$work/prefix
    mkdir -p "$stage/include"
    ./compiler.sh "$compiler/zig" "$architecture" "$stage"
    copy_headers
    log=$cache/$architecture.log
    here=$PWD
    (cd "$work" && "$here/libraries.sh" "$architecture" "$sources" "$stage") >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        echo "third-party: see $log" >&2
        exit 1
    }
    mv "$stage" "$prefix"
    rm -rf "$work"
    work=
}

umask 022
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
[ -d "$compiler" ] || make_compiler
[ -d "$sources" ] || fetch_sources
[ -d "$prefix" ] || build_libraries
# For the bill of materials and its tests: what came with the compiler, and what was compiled.
ln -sfn "$sources" "$prefix/sources"
ln -sfn "$compiler/$(readlink "$compiler/zig" | sed 's,/zig$,,')" "$prefix/compiler"
echo "$prefix"
