#pragma once

#include <optional>
#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// A span of time as systemd prints it (systemd.time(7)): "0", "417us", "1.083ms", "1min 4s". Empty
/// for anything else.
[[nodiscard]] std::optional<Seconds> parse_systemd_span(std::string_view text);

/// Reads what `timedatectl show-timesync --all` prints (timedatectl(1)): whether a server has
/// answered that has the time itself, the server's stratum, root delay and dispersion, and the
/// jitter. There is no offset in it, since its times have whole seconds only. Throws Error for
/// anything else.
[[nodiscard]] ClockReport parse_timesync(std::string_view text);

}  // namespace monitoring
