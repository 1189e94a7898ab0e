#!/bin/sh
# Who may know whom: tools -> common_dns, common_http, ... -> common -> std, POSIX, fmt; CLI11 and
# the other libraries only behind our headers.
# Usage: layering.sh SOURCE_DIRECTORY DIRECTORY_OF_THE_BUILT_TOOLS
set -u
source=$1 bin=$2 failures=0

# forbid WHAT PATTERN FILES...: no line of these files may match.
forbid() {
    what=$1 pattern=$2
    shift 2
    if grep -nE "$pattern" "$@" /dev/null; then
        echo "layering: $what" >&2
        failures=$((failures + 1))
    fi
}

tools=$(find "$source/src/checks" "$source/src/metrics" "$source/src/wrappers" -name '*.cpp')
common=$(find "$source/src/common" -name '*.cpp' -o -name '*.hpp' | grep '/common/')
headers=$(find "$source/src/common" -name '*.hpp')
without_cli11=$(echo "$common" | grep -vE '/(cli|command_line|help_text)\.cpp$')
if [ -z "$tools" ] || [ -z "$common" ]; then
    echo "layering: no sources in $source" >&2
    exit 1
fi

third_party='^#include <(CLI/|curl/|ares|openssl/|libnftnl/|libmnl/|libiptc/|nlohmann/)'
# shellcheck disable=SC2086  # lists of files without blanks
{
    forbid 'a tool includes a tool' '^#include "(checks|metrics|wrappers)/' $tools $common
    forbid 'a tool includes a third-party library' "$third_party" $tools
    forbid 'a third-party type in a header of ours' "$third_party" $headers
    forbid 'CLI11 takes long to compile' '^#include <CLI/' $without_cli11
    forbid 'iostreams cost start-up time' '^#include <(iostream|sstream|fstream|regex|locale)>' \
        $tools $common
}

# Every program may load the C library and what its page needs, and nothing else.
for tool in "$bin"/*; do
    [ -x "$tool" ] || continue
    allowed='libc\.so\.6|ld-linux[-a-z0-9_]*\.so\.[0-9]'
    case ${tool##*/} in
    check-dns-rr | check-resolver) allowed="$allowed|libcares\.so\.2" ;;
    check-crt-expiration) allowed="$allowed|libcrypto\.so\.3" ;;
    check-iptables)
        allowed="$allowed|libmnl\.so\.0|libnftnl\.so\.11|libip4tc\.so\.2|libip6tc\.so\.2"
        ;;
    check-hydra-pos | mackerel-plugin-gaurun-usage) allowed="$allowed|libcurl\.so\.4" ;;
    esac
    # A build with sanitizers has their run-time libraries, and libstdc++ with them.
    if readelf -d "$tool" | grep -q 'NEEDED.*lib[a-z]*san'; then continue; fi
    extra=$(readelf -d "$tool" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE "^($allowed)\$")
    if [ -n "$extra" ]; then
        echo "layering: ${tool##*/} loads $extra" >&2
        failures=$((failures + 1))
    fi
done
[ "$failures" = 0 ]
