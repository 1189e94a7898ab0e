#pragma once

#include <optional>
#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Parses a time span as systemd prints it (systemd.time(7)): "0", "417us", "1.083ms", "1min 4s".
/// Empty for anything else.
[[nodiscard]] std::optional<Seconds> parse_systemd_span(std::string_view text);

/// Parses the output of `timedatectl show-timesync --all` (timedatectl(1)): whether a synchronised
/// server has answered, the server's stratum, root delay and dispersion, and the jitter. No offset,
/// since the timestamps are in whole seconds. Throws Error for anything else.
[[nodiscard]] ClockReport parse_timesync(std::string_view text);

}  // namespace monitoring
