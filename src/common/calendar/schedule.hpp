#pragma once

#include <cstddef>
#include <ctime>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/calendar/days.hpp"
#include "common/calendar/time_ranges.hpp"
#include "common/calendar/time_zone.hpp"

namespace monitoring {

/// When something is to be done: in one of the ranges, but in no exception and on no day off.
struct Schedule {
    std::vector<TimeRange> ranges;
    std::vector<TimeRange> exceptions;
    std::vector<DaySpan> days_off;
    std::set<std::string> holidays;  ///< more days off, each as "2026-11-23"

    /// By the day and the minute of the wall clock, and nothing else.
    [[nodiscard]] bool is_inside(const std::tm& time) const;
};

/// The schedule that --range and --except ask for, in the notation of parse_time_ranges(); among
/// the exceptions there may be days, as take_days() reads them. Throws UsageError, which names
/// every item that is malformed, behind its option.
[[nodiscard]] Schedule schedule_option(const std::string& ranges,
                                       const std::optional<std::string>& exceptions,
                                       bool has_exclusive_ends);

/// The first minute of being inside, or outside, in local time.
struct ScheduleChange {
    bool is_inside = false;
    std::tm time{};
};

/// How far next_changes() looks ahead.
inline constexpr int kDaysAhead = 400;

/// The next changes after a moment, no more than so many; fewer when the days ahead have no more.
[[nodiscard]] std::vector<ScheduleChange> next_changes(const Schedule& schedule,
                                                       const TimeZone& zone, std::time_t now,
                                                       std::size_t max_changes);

}  // namespace monitoring
