#!/bin/sh
# compiler.sh ZIG x86_64|aarch64 DIRECTORY: writes cc, c++, ar and ranlib for that machine's Linux
# with musl, as other build systems want them.
set -eu
zig=$1 architecture=$2 directory=$3

# write NAME WORD...: a program that calls the compiler with these words first.
write() {
    name=$1
    shift
    printf '#!/bin/sh\nZIG_GLOBAL_CACHE_DIR=%s exec %s "$@"\n' "${zig%/*}/cache" "$*" \
        >"$directory/$name"
    chmod +x "$directory/$name"
}

hardening=-fcf-protection
[ "$architecture" = x86_64 ] || hardening=-mbranch-protection=standard
write cc "$zig" cc -target "$architecture-linux-musl" $hardening
write c++ "$zig" c++ -target "$architecture-linux-musl" $hardening
write ar "$zig" ar
write ranlib "$zig" ranlib
