# shellcheck shell=sh
# For what makes packages, in the root of the source tree: their name and version, who maintains
# them, and that nothing depends on who builds them, where and in which language.
NAME=mackerel-native-plugins
VERSION=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' CMakeLists.txt)
MAINTAINER=$(sed -n 's/^Maintainer: //p' packaging/debian/control)
export NAME VERSION MAINTAINER SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022
