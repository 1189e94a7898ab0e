#!/bin/sh
# compiler.sh ZIG x86_64|aarch64 PREFIX: makes the programs cc, c++, ar, ranlib and ld in PREFIX/bin
# for that machine's Linux with musl, and what ld links into every program in PREFIX/lib/runtime.
set -eu
zig=$1 architecture=$2 prefix=$3
runtime=$prefix/lib/runtime
mkdir -p "$prefix/bin" "$runtime"

# write NAME WORD...: a program that calls the compiler with these words.
write() {
    name=$1
    shift
    printf '#!/bin/sh\nZIG_GLOBAL_CACHE_DIR=%s exec %s\n' "${zig%/*}/cache" "$zig $*" \
        >"$prefix/bin/$name"
    chmod +x "$prefix/bin/$name"
}

case $architecture in
x86_64) emulation=elf_x86_64 hardening=-fcf-protection ;;
aarch64) emulation=aarch64linux hardening=-mbranch-protection=standard ;;
esac
target="-target $architecture-linux-musl $hardening"
write cc cc "$target" '"$@"'
write c++ c++ "$target" '"$@"'
write ar ar '"$@"'
write ranlib ranlib '"$@"'

# Zig builds musl, libc++ and what belongs to them when it first links. Its own linker driver does
# not know packed relative relocations, so ours calls lld, as Zig says that it does.
work=$(mktemp -d)
printf 'int main() { return 0; }\n' >"$work/empty.cpp"
ZIG_VERBOSE_LINK=1 "$prefix/bin/c++" -Os -pie "$work/empty.cpp" -o "$work/empty" 2>"$work/link"
libraries=
# shellcheck disable=SC2013  # words, not lines
for word in $(tail -n 1 "$work/link"); do
    case $word in
    */rcrt1.o) cp "$word" "$runtime" ;;
    *.a)
        cp "$word" "$runtime"
        libraries="$libraries \$runtime/${word##*/}"
        ;;
    esac
done
rm -rf "$work"
"$prefix/bin/cc" -Os -g0 -fPIC -ffunction-sections -c demangle.c -o "$runtime/demangle.o"
cat >"$prefix/bin/ld" <<END
#!/bin/sh
# A static program at any address, which can only be read where it need not be written.
runtime=\${0%/*}/../lib/runtime
exec $zig ld.lld -m $emulation -static -pie --no-dynamic-linker --entry _start -O2 --strip-all \\
    --build-id=none --gc-sections --icf=safe --no-warnings \\
    --eh-frame-hdr -z relro -z now -z noexecstack \\
    --pack-dyn-relocs=relr \$runtime/rcrt1.o \$runtime/demangle.o "\$@"$libraries
END
chmod +x "$prefix/bin/ld"
