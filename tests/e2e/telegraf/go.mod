// Telegraf's parser of what Nagios plugins print, at the version the test was written for.
module mackerel-native-plugins/tests/e2e/telegraf

go 1.25.3

require github.com/influxdata/telegraf v1.37.0
