#pragma once

#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Reads what `chronyc -c -n sources` prints (chronyc(1)): the offset as the selected source
/// measured it, and how many sources there are. Throws Error for anything else.
[[nodiscard]] ClockReport parse_chronyc_sources(std::string_view text);

/// Adds what `chronyc -c -n tracking` tells of a clock that is synchronised: the host's own
/// stratum, root delay and dispersion, and the RMS offset as jitter. Nothing, when it says that the
/// clock is not synchronised. Throws Error for anything else.
void add_chronyc_tracking(std::string_view text, ClockReport& report);

}  // namespace monitoring
