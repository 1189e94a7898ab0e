# shellcheck shell=sh
# For tests of built programs: what each of them has to be, whatever it is linked with.
failures=0

# examine PROGRAM: what is required from then on is required of it.
examine() {
    program=$1
    header=$(readelf -hW "$program")
    dynamic=$(readelf -dW "$program")
    segments=$(readelf -lW "$program")
}

# require WHAT CONDITION...: or complain of what is wrong.
require() {
    what=$1
    shift
    "$@" && return
    echo "${0##*/}: ${program##*/}: $what" >&2
    failures=$((failures + 1))
}

has() { printf '%s\n' "$1" | grep -q "$2"; }
lacks() { ! has "$1" "$2"; }
at_most() { [ "$(stat -c %s "$2")" -le "$1" ]; }

# It can be loaded anywhere, and is neither written where it is not data nor run where it is.
require_protection() {
    require 'not position independent' has "$header" 'DYN (Position-Independent'
    require 'no GNU_RELRO' has "$segments" GNU_RELRO
    require 'not bound at start' has "$dynamic" BIND_NOW
    require 'executable stack' lacks "$segments" 'GNU_STACK.*RWE'
}
