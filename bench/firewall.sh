#!/bin/sh
# Usage: firewall.sh COUNT COMMAND [ARGUMENT...]
#
# Becomes COMMAND in this network namespace, which should be a new one, behind so many rules.
set -eu
count=$1
shift
{
    echo 'add table inet bench'
    echo 'add chain inet bench input { type filter hook input priority 0; policy accept; }'
    seq "$count" | sed 's/.*/add rule inet bench input tcp dport & accept/'
} | nft -f -
exec "$@"
