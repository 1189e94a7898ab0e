#pragma once

#include <ctime>
#include <string>

#include "common/calendar/time_zone.hpp"

namespace monitoring {

/// A moment as the clocks of a zone show it, with all fields of struct tm; its tm_zone lives as
/// long as the zone. Throws Error for a year that struct tm cannot hold.
[[nodiscard]] std::tm local_time(std::time_t moment, const TimeZone& zone);

/// A moment for people, in the zone of this process.
struct MomentText {
    std::string text;     ///< as in "2026-11-22 09:18:03 +0900"
    std::string trouble;  ///< why that is UTC: the local time is not known; else empty
};
[[nodiscard]] MomentText format_moment(std::time_t moment);

/// "2026-11-23".
[[nodiscard]] std::string format_date(const std::tm& time);

/// "06:12".
[[nodiscard]] std::string format_minute(const std::tm& time);

}  // namespace monitoring
