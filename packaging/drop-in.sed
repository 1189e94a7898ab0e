# Makes the sample configuration a file in which every line is a comment.
1i\
# Nothing in this file is active. To use a plugin, remove the # in front of its two lines, which has\
# no blank behind it.\
#
s/^[^#]/#&/
s/^$/#/
