#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace monitoring {

/// What the clocks of a zone show between two changes.
struct ZoneClock {
    std::int32_t offset = 0;          ///< seconds before UTC
    bool is_daylight_saving = false;  ///< as struct tm has it
    const char* name = "UTC";         ///< such as "JST"; lives as long as its zone
};

/// A day of each year, and a time on it: "M3.2.0/2", "J60" or "59".
struct YearlyChange {
    enum class Kind { weekday_of_month, day_without_leap_day, day };
    Kind kind = Kind::weekday_of_month;
    unsigned month = 0;        ///< from 1
    unsigned week = 0;         ///< from 1; 5 is the last one
    unsigned day = 0;          ///< of the week, 0 is Sunday; or of the year
    std::int32_t time = 7200;  ///< seconds after midnight of the clock that is being changed

    /// As if that clock were UTC.
    [[nodiscard]] std::chrono::sys_seconds in(std::chrono::year year) const;
};

/// "JST-9".
struct NamedOffset {
    std::int32_t seconds = 0;  ///< before UTC
    std::string name = "UTC";
};

/// Daylight saving, from the one change of a year to the other.
struct SummerTime {
    NamedOffset clock;
    YearlyChange begin;
    YearlyChange end;
};

/// A rule for all years, as POSIX has it.
struct ZoneRule {
    NamedOffset standard;
    std::optional<SummerTime> summer;

    [[nodiscard]] ZoneClock at(std::int64_t moment) const;
};

/// The rule in a text for $TZ, such as "JST-9", "<+09>-9" or "EST5EDT,M3.2.0,M11.1.0/1". The hour
/// of a change may be from -167 to 167, as in RFC 9636. Without changes daylight saving is that of
/// the United States, as the C library has it. Empty when a part of the text is none of a rule.
[[nodiscard]] std::optional<ZoneRule> parse_zone_rule(std::string_view text);

/// The clocks of a place in the past and in the future; by default UTC.
class TimeZone {
public:
    TimeZone() : rule_(ZoneRule()) {}
    explicit TimeZone(ZoneRule rule) : rule_(std::move(rule)) {}

    [[nodiscard]] ZoneClock at(std::int64_t moment) const;

    /// How many leap seconds the moment counts that a clock does not show, in a zone of "right/";
    /// in all others there are none. The second is whether it is a leap second itself.
    [[nodiscard]] std::pair<std::int32_t, bool> leap_seconds_at(std::int64_t moment) const;

private:
    friend class ZoneFileReader;

    struct Type {
        std::int32_t offset;
        bool is_daylight_saving;
        std::uint8_t name;  ///< where it begins in the names
    };
    struct Change {
        std::int64_t moment;
        std::uint8_t type;
    };
    struct LeapSecond {
        std::int64_t moment;
        std::int32_t sum;  ///< with all before it
    };

    [[nodiscard]] ZoneClock clock_of(std::size_t type) const;

    std::vector<Change> changes_;
    std::vector<Type> types_;
    std::string names_;  ///< each with its '\0'
    std::vector<LeapSecond> leap_seconds_;
    std::optional<ZoneRule> rule_;  ///< behind the last change
};

/// The zone in a file of TZif format, version 1 to 4 (RFC 9636, tzfile(5)). Empty unless it is
/// complete and valid.
[[nodiscard]] std::optional<TimeZone> parse_zone_file(std::string_view content);

/// The zone of a name such as "Asia/Tokyo"; for an empty one that of $TZ or /etc/localtime, or UTC
/// where there is neither. Throws Error when there is no such zone, or it cannot be read.
[[nodiscard]] TimeZone read_time_zone(const std::string& name);

}  // namespace monitoring
