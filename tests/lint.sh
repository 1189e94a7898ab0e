#!/bin/sh
# What no compiler sees: formatting, shell scripts, line lengths, and words that do not belong here.
set -u
cd "$(dirname "$0")/.." || exit 1
failures=0

fail() {
    echo "lint: $1" >&2
    failures=$((failures + 1))
}

sources=$(git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' '*.c' '*.h')
scripts=$(git ls-files --cached --others --exclude-standard '*.sh' dev .ci/run)
python=$(git ls-files --cached --others --exclude-standard '*.py')
filters=$(git ls-files --cached --others --exclude-standard '*.lua')

# shellcheck disable=SC2086  # lists of files without blanks
{
    clang-format-14 --dry-run -Werror $sources || fail 'clang-format-14 -i would change files'
    shellcheck $scripts || fail 'shellcheck'
    grep -nE '^.{101,}$' $sources $python $scripts $filters && fail 'lines over 100 columns'
    grep -nE '[[:blank:]]+$' $sources $python $scripts $filters && fail 'blanks at the end of lines'
}
for file in $python; do
    python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file" || fail "$file"
done
[ "$failures" = 0 ] && echo 'lint: formatting and scripts are fine'
