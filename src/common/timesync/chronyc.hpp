#pragma once

#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Parses the output of `chronyc -c -n sources` (chronyc(1)): the measured offset of the selected
/// source, and the numbers of sources. Throws Error for anything else.
[[nodiscard]] ClockReport parse_chronyc_sources(std::string_view text);

/// Adds the output of `chronyc -c -n tracking`: the host's own stratum, root delay and dispersion,
/// and the RMS offset as jitter. Adds nothing for a clock that is not synchronised. Throws Error
/// for anything else.
void add_chronyc_tracking(std::string_view text, ClockReport& report);

}  // namespace monitoring
