#!/bin/sh
# Tests the packages in build/packages; the agent that runs them is built first.
set -u
cd "$(dirname "$0")/../.." || exit 1
export MNP_SOURCE="$PWD" MNP_PACKAGES="$PWD/build/packages" \
    MNP_BUILD="$PWD/build/release" MNP_BIN="$PWD/build/release/bin"
failures=0
for test in e2e/agent_build.py packaging/mkr.py packaging/contents_test.py \
    packaging/archives_test.py packaging/zip_test.py \
    packaging/rpm_test.py packaging/deb_test.py packaging/beside_test.py \
    packaging/newcomer_test.py packaging/installing_test.py \
    packaging/bill_of_materials_test.py; do
    echo "$test:"
    python3 "tests/$test" || [ $? = 77 ] || failures=$((failures + 1))
done
[ "$failures" = 0 ]
