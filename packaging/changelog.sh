#!/bin/sh
# Prints the changelog of the Debian package; what has changed is told by CHANGELOG.md.
set -eu
cat <<END
$NAME ($VERSION) unstable; urgency=medium

  * Release $VERSION: see CHANGELOG.md, beside this file.

 -- $MAINTAINER  $(LC_ALL=C.UTF-8 TZ=UTC date -R -d "@$SOURCE_DATE_EPOCH")
END
