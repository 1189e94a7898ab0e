#pragma once

#include <ctime>
#include <string>

namespace monitoring {

/// Makes this process's local time that of a zone, such as "Asia/Tokyo"; empty: the one that the
/// environment or /etc/localtime names. The environment is as it was when this has gone. Throws
/// Error when there is no such zone, or it is one that the C library would take for UTC.
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

/// A moment on the local wall clock. Throws Error for a year that it cannot tell.
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
