#include "common/calendar/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/calendar/local_time.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

bool Schedule::is_inside(const std::tm& time) const {
    const WallTime wall{.day = time.tm_wday, .minute = time.tm_hour * 60 + time.tm_min};
    if (!monitoring::is_inside(ranges, wall) || monitoring::is_inside(exceptions, wall)) {
        return false;
    }
    if (holidays.empty() && days_off.empty()) return true;
    const auto day = format_date(time);
    return !holidays.contains(day) &&
           std::none_of(days_off.begin(), days_off.end(),
                        [&](const DaySpan& days) { return days.contains(day); });
}

static std::string refuse_ranges(std::string_view option, const std::vector<std::string>& items) {
    const char* const are = items.size() == 1 ? "is not a time range" : "are not time ranges";
    return fmt::format("{}: '{}' {} such as 09:00-18:00 or Mon-Fri 22:00-06:00", option,
                       join(items, "', '"), are);
}

static std::string refuse_days(std::string_view option, const std::vector<std::string>& items) {
    const char* const are = items.size() == 1 ? "is not a day" : "are not days";
    return fmt::format("{}: '{}' {} such as 2026-12-31 or 2026-12-29..2027-01-03", option,
                       join(items, "', '"), are);
}

Schedule schedule_option(const std::string& ranges, const std::optional<std::string>& exceptions,
                         bool has_exclusive_ends) {
    std::vector<std::string> reasons;
    const auto read_ranges = [&](std::string_view option, const std::string& text) {
        std::vector<std::string> mistakes;
        auto found = parse_time_ranges(text, has_exclusive_ends, mistakes);
        if (!mistakes.empty()) reasons.push_back(refuse_ranges(option, mistakes));
        return found;
    };
    Schedule schedule;
    schedule.ranges = read_ranges("--range", ranges);
    std::vector<std::string> mistakes;
    auto times = exceptions;
    schedule.days_off = take_days(times, mistakes);
    if (!mistakes.empty()) reasons.push_back(refuse_days("--except", mistakes));
    if (times) schedule.exceptions = read_ranges("--except", *times);
    if (!reasons.empty()) throw UsageError(fmt::format("{} (see --help)", join(reasons, "; ")));
    return schedule;
}

std::vector<ScheduleChange> next_changes(const Schedule& schedule, const TimeZone& zone,
                                         std::time_t now, std::size_t max_changes) {
    constexpr std::time_t kMinute = 60;
    constexpr std::time_t kDay = 86400;
    std::vector<ScheduleChange> changes;
    const std::tm here = local_time(now, zone);
    bool is_inside = schedule.is_inside(here);
    // Minute by minute, as daylight saving may begin or end at any of them.
    const std::time_t first = now - here.tm_sec + kMinute;
    for (auto moment = first; moment < first + kDaysAhead * kDay; moment += kMinute) {
        if (changes.size() == max_changes) break;
        const std::tm time = local_time(moment, zone);
        if (schedule.is_inside(time) == is_inside) continue;
        is_inside = !is_inside;
        changes.push_back({is_inside, time});
    }
    return changes;
}

}  // namespace monitoring
