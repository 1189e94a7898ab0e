# Makes the sample configuration a file in which every line is a comment.
1i\
# Nothing in this file is active, and upgrades replace it. Copy what you want of it into another\
# file beside it, such as local.conf, and remove the # in front of each line of the stanza there:\
# [plugin...], command, and check_interval where there is one. That # has no blank behind it.\
#\
# The agent reads this directory only where /etc/mackerel-agent/mackerel-agent.conf has the line\
# `include = "/etc/mackerel-agent/conf.d/*.conf"`: add it if it is not there, above the first\
# [section]. Further down it belongs to a section, and is not read.\
#
# The sample says that of a file which is not there yet.
/^# Append what you want/,/^#$/d
s/^[^#]/#&/
s/^$/#/
