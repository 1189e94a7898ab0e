#pragma once

#include <string_view>

#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Reads what `ntpq -pn` prints (ntpq(1)), that of ntpsec or the classic one: offset and jitter of
/// the selected peer, and how many peers there are. The host's own clock is none, and neither are
/// the entries that stand for a pool, or for a network that is cast to. Of large offsets the last
/// digits may be missing. Throws Error for anything else.
[[nodiscard]] ClockReport parse_ntpq_peers(std::string_view text);

/// Whether the offset may have lost digits, since ntpq prints seven characters of it.
[[nodiscard]] bool is_cut_by_ntpq(const ClockReport& report);

/// Adds what `ntpq -c rv` tells of a clock that is synchronised: the host's own stratum, root delay
/// and dispersion; and the whole offset in place of one that is cut, unless it is smaller, as it is
/// while the clock is not steered. Throws Error when it tells no variables.
void add_ntpq_variables(std::string_view text, ClockReport& report);

}  // namespace monitoring
