// The TZ of the environment as POSIX has it (Base Definitions, 8.3), and what RFC 9636 adds.

#include <algorithm>
#include <array>
#include <cctype>

#include "common/calendar/cycle.hpp"
#include "common/calendar/time_zone.hpp"

namespace monitoring {

namespace chrono = std::chrono;

namespace {

/// Parses a rule from its start. Each function consumes what it is named after, and is empty or
/// false when that was not there.
class ZoneRuleReader {
public:
    explicit ZoneRuleReader(std::string_view text) : rest_(text) {}

    std::optional<ZoneRule> whole() {
        ZoneRule rule;
        if (!clock(rule.standard)) return {};
        if (rest_.empty()) return rule;
        auto& summer = rule.summer.emplace();
        constexpr std::int32_t kHour = 3600;
        summer.clock.seconds = rule.standard.seconds + kHour;
        if (!name(summer.clock.name)) return {};
        if (!rest_.empty() && rest_.front() != ',' && !offset(summer.clock.seconds)) return {};
        if (rest_.empty()) rest_ = ",M3.2.0,M11.1.0";
        if (!change(summer.begin) || !change(summer.end) || !rest_.empty()) return {};
        return rule;
    }

private:
    bool character(char expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// "JST-9".
    bool clock(NamedOffset& result) { return name(result.name) && offset(result.seconds); }

    /// "JST", or "<+09>".
    bool name(std::string& result) {
        constexpr std::size_t kShortest = 3;
        const bool is_quoted = character('<');
        const auto belongs = [is_quoted](char letter) {
            const auto byte = static_cast<unsigned char>(letter);
            if (is_quoted && (letter == '+' || letter == '-' || std::isdigit(byte) != 0)) {
                return true;
            }
            return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        };
        const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
        result.assign(rest_.begin(), end);
        rest_.remove_prefix(result.size());
        return result.size() >= kShortest && (!is_quoted || character('>'));
    }

    template <typename Number>
    bool number(Number& result, int least, int most) {
        constexpr int kMaxDigits = 3;
        int value = 0;
        int digits = 0;
        while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
            if (++digits > kMaxDigits) return false;
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        result = static_cast<Number>(value);
        return digits > 0 && value >= least && value <= most;
    }

    /// "9", "-3:30" or "2:00:00", in seconds.
    bool time(std::int32_t& result, int most_hours) {
        constexpr int kLast = 59;
        const bool is_negative = character('-');
        if (!is_negative) character('+');
        std::array<std::int32_t, 3> parts{};
        if (!number(parts[0], 0, most_hours)) return false;
        for (std::size_t part = 1; part < parts.size() && character(':'); ++part) {
            if (!number(parts.at(part), 0, kLast)) return false;
        }
        const std::int32_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        result = is_negative ? -seconds : seconds;
        return true;
    }

    /// POSIX counts from the zone to UTC.
    bool offset(std::int32_t& result) {
        constexpr int kMaxHours = 24;
        if (!time(result, kMaxHours)) return false;
        result = -result;
        return true;
    }

    /// ",M3.2.0", ",J60" or ",59", and perhaps "/2".
    bool change(YearlyChange& result) {
        constexpr int kMaxHours = 167;
        return character(',') && day(result) && (!character('/') || time(result.time, kMaxHours));
    }

    bool day(YearlyChange& result) {
        using Kind = YearlyChange::Kind;
        if (character('M')) {
            return number(result.month, 1, 12) && character('.') && number(result.week, 1, 5) &&
                   character('.') && number(result.day, 0, 6);
        }
        const bool is_julian = character('J');
        result.kind = is_julian ? Kind::day_without_leap_day : Kind::day;
        return number(result.day, is_julian ? 1 : 0, 365);
    }

    std::string_view rest_;
};

}  // namespace

std::optional<ZoneRule> parse_zone_rule(std::string_view text) {
    return ZoneRuleReader(text).whole();
}

chrono::sys_seconds YearlyChange::in(chrono::year year) const {
    constexpr unsigned kLastWeek = 5;
    constexpr unsigned kFirstOfMarch = 60;
    const chrono::seconds after{time};
    if (kind == Kind::weekday_of_month) {
        const chrono::weekday weekday(day);
        const auto in_month = year / chrono::month(month);
        return week == kLastWeek ? chrono::sys_days(in_month / weekday[chrono::last]) + after
                                 : chrono::sys_days(in_month / weekday[week]) + after;
    }
    unsigned days = day;
    if (kind == Kind::day_without_leap_day && (day < kFirstOfMarch || !year.is_leap())) --days;
    return chrono::sys_days(year / chrono::January / 1) + chrono::days(days) + after;
}

ZoneClock ZoneRule::at(std::int64_t moment) const {
    const ZoneClock winter{standard.seconds, false, standard.name.c_str()};
    if (!summer) return winter;
    const auto now = cycle_of(moment).moment;
    const chrono::seconds standard_offset{standard.seconds};
    const chrono::seconds summer_offset{summer->clock.seconds};
    const auto year = chrono::year_month_day(chrono::floor<chrono::days>(now)).year();
    // A summer may reach into the next year, in the south, or where it never ends.
    for (const int away : {0, -1, 1}) {
        const auto in_year = year + chrono::years(away);
        const auto begin = summer->begin.in(in_year)-standard_offset;
        auto end = summer->end.in(in_year)-summer_offset;
        if (end < begin) end = summer->end.in(in_year + chrono::years(1)) - summer_offset;
        if (begin <= now && now < end) {
            return {summer->clock.seconds, true, summer->clock.name.c_str()};
        }
    }
    return winter;
}

}  // namespace monitoring
