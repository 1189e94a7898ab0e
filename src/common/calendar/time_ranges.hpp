#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// A minute on the local wall clock.
struct WallTime {
    int day = 0;     ///< of the week: 0 is Sunday, as in struct tm
    int minute = 0;  ///< of the day, 0 to 1439
};

/// A range of time on certain days of every week. It belongs to the day on which it starts, and
/// ends on the next day if its end is before its start.
struct TimeRange {
    unsigned days = 0x7f;  ///< bit 0 is Sunday
    int start = 0;         ///< minute of the day
    int end = 1440;        ///< the first minute after the range
};

/// Reads "00:00-06:00,Mon-Fri 09:00-18:00;Sat,Sun 10:00-12:00". Days hold for all ranges that
/// follow, until other days or a ";". The minute that ends a range is the last one inside, unless
/// ends are exclusive. Adds each item that is malformed to the mistakes.
[[nodiscard]] std::vector<TimeRange> parse_time_ranges(std::string_view text,
                                                       bool has_exclusive_ends,
                                                       std::vector<std::string>& mistakes);

[[nodiscard]] bool is_inside(const std::vector<TimeRange>& ranges, const WallTime& time);

}  // namespace monitoring
