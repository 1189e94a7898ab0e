#include "common/calendar/local_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <limits>

#include "common/calendar/cycle.hpp"
#include "common/text/error.hpp"

namespace monitoring {

namespace chrono = std::chrono;

std::tm local_time(std::time_t moment, const TimeZone& zone) {
    constexpr std::int64_t kYearsOfCycle = 400;
    constexpr int kYearOfTm = 1900;
    const auto clock = zone.at(moment);
    const auto [leap_seconds, is_leap_second] = zone.leap_seconds_at(moment);
    const auto [in_cycle, cycle] = cycle_of(moment);
    const auto shown = in_cycle + chrono::seconds(clock.offset) - chrono::seconds(leap_seconds);
    const auto day = chrono::floor<chrono::days>(shown);
    const chrono::year_month_day date(day);
    const auto year = int{date.year()} + kYearsOfCycle * cycle - kYearOfTm;
    if (year < std::numeric_limits<int>::min() || year > std::numeric_limits<int>::max()) {
        throw Error("the clock shows no year that exists");
    }
    const chrono::hh_mm_ss time(shown - day);
    std::tm result{};
    result.tm_sec = static_cast<int>(time.seconds().count()) + (is_leap_second ? 1 : 0);
    result.tm_min = static_cast<int>(time.minutes().count());
    result.tm_hour = static_cast<int>(time.hours().count());
    result.tm_mday = static_cast<int>(unsigned{date.day()});
    result.tm_mon = static_cast<int>(unsigned{date.month()}) - 1;
    result.tm_year = static_cast<int>(year);
    result.tm_wday = static_cast<int>(chrono::weekday(day).c_encoding());
    const auto new_year = chrono::sys_days(date.year() / chrono::January / 1);
    result.tm_yday = static_cast<int>((day - new_year).count());
    result.tm_isdst = clock.is_daylight_saving ? 1 : 0;
    result.tm_gmtoff = clock.offset;
    result.tm_zone = clock.name;
    return result;
}

/// "+0900".
static std::string format_offset(const std::tm& time) {
    const auto minutes = std::abs(time.tm_gmtoff) / 60;
    return fmt::format("{}{:02}{:02}", time.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

MomentText format_moment(std::time_t moment) {
    MomentText result;
    TimeZone zone;
    try {
        zone = read_time_zone("");
    } catch (const Error& error) {
        result.trouble = error.what();
    }
    const std::tm time = local_time(moment, zone);
    result.text = fmt::format("{} {}:{:02} {}", format_date(time), format_minute(time), time.tm_sec,
                              format_offset(time));
    return result;
}

std::string format_date(const std::tm& time) {
    return fmt::format("{:04}-{:02}-{:02}", time.tm_year + 1900L, time.tm_mon + 1, time.tm_mday);
}

std::string format_minute(const std::tm& time) {
    return fmt::format("{:02}:{:02}", time.tm_hour, time.tm_min);
}

}  // namespace monitoring
