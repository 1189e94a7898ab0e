#pragma once

#include <ctime>
#include <set>
#include <string>

namespace monitoring {

/// Makes this process's local time that of a zone, such as "Asia/Tokyo"; empty: the one that the
/// environment names. The environment is as it was when this has gone. Throws Error when there is
/// no such zone.
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

/// "2026-11-23".
[[nodiscard]] std::string format_date(const std::tm& time);

/// "06:12".
[[nodiscard]] std::string format_minute(const std::tm& time);

/// The days in a file of "YYYY-MM-DD" lines; "#" starts a comment. Throws Error for a file that
/// cannot be read or a line that is no day.
[[nodiscard]] std::set<std::string> read_days(const std::string& path);

}  // namespace monitoring
