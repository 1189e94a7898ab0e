#pragma once

#include <ctime>
#include <string>

namespace monitoring {

/// Sets this process's time zone while it lives, by a name such as "Asia/Tokyo"; empty: the zone of
/// $TZ or /etc/localtime. Throws Error when the zone does not exist, or when the C library cannot
/// parse it and would treat it as UTC.
class LocalZone {
public:
    explicit LocalZone(const std::string& name);
    ~LocalZone();
    LocalZone(const LocalZone&) = delete;
    LocalZone& operator=(const LocalZone&) = delete;

private:
    bool is_changed_ = false;
    bool was_set_ = false;
    std::string before_;
};

/// A time as local time. Throws Error for a year that struct tm cannot hold.
[[nodiscard]] std::tm local_time(std::time_t moment);

/// A moment for people.
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
