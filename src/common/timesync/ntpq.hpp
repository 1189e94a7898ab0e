#pragma once

#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Parses the output of `ntpq -pn` (ntpq(1)), of ntpsec or the reference implementation: offset and
/// jitter of the selected peer, and the numbers of peers. The local clock, pools and broadcast or
/// multicast addresses are no peers. Large offsets may lack their last digits. Throws Error for
/// anything else.
[[nodiscard]] ClockReport parse_ntpq_peers(std::string_view text);

/// Whether the offset may lack digits: ntpq prints at most seven characters.
[[nodiscard]] bool is_cut_by_ntpq(const ClockReport& report);

/// Adds the output of `ntpq -c rv` for a synchronised clock: the host's own stratum, root delay and
/// dispersion; and the complete offset in place of a truncated one, unless it is smaller, as while
/// the clock is not being adjusted. Throws Error when there are no variables.
void add_ntpq_variables(std::string_view text, ClockReport& report);

}  // namespace monitoring
