#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/text/quantity.hpp"
#include "common/timesync/clock_report.hpp"
#include "common/timesync/time_services.hpp"

namespace monitoring {

/// Services to ask, in order, until one answers.
using TimeServices = std::vector<TimeService>;

/// All of them for "auto", or the one of that name. Throws UsageError.
[[nodiscard]] TimeServices time_services_option(std::string_view text);

/// Whether one of them tells stratum, jitter, root delay and dispersion.
[[nodiscard]] bool may_tell_quality(const TimeServices& services);

/// Whether one of them tells how many sources it has.
[[nodiscard]] bool may_count_sources(const TimeServices& services);

/// The first answer. Empty, and why on stderr, when nobody answers. A service may use up no more
/// than its share of the time. The kernel goes on calling the clock synchronised for hours after
/// the service that kept it is gone: its word counts only where there is none that could be. Throws
/// NoProcess where nobody could be asked.
[[nodiscard]] std::optional<ClockReport> ask_in_turn(const TimeServices& services, Seconds timeout,
                                                     bool wants_quality);

}  // namespace monitoring
