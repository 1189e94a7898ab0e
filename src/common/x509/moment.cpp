#include "common/x509/moment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace monitoring {

namespace chrono = std::chrono;

static bool is_digit(char character) { return character >= '0' && character <= '9'; }

/// Removes a number of that many digits from the text; empty when it is none, or too large.
static std::optional<unsigned> take_number(std::string_view& text, std::size_t digits,
                                           unsigned largest) {
    if (text.size() < digits || !std::all_of(text.begin(), text.begin() + digits, is_digit)) {
        return {};
    }
    unsigned number = 0;
    for (const char digit : text.substr(0, digits)) {
        number = number * 10 + static_cast<unsigned>(digit - '0');
    }
    if (number > largest) return {};
    text.remove_prefix(digits);
    return number;
}

/// The offset from UTC of "Z", "+0900" or "-0330"; empty for anything else.
static std::optional<chrono::minutes> parse_offset(std::string_view text) {
    if (text == "Z") return chrono::minutes(0);
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return {};
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const auto hours = take_number(text, 2, 23);
    const auto minutes = hours ? take_number(text, 2, 59) : std::nullopt;
    if (!minutes || !text.empty()) return {};
    return sign * (chrono::hours(*hours) + chrono::minutes(*minutes));
}

static void skip_fraction(std::string_view& text) {
    if (text.size() < 2 || text[0] != '.' || !is_digit(text[1])) return;
    text.remove_prefix(1);
    while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
}

/// The part behind the year: "1231235959Z".
static std::optional<Moment> parse_rest(int year, std::string_view text, bool is_generalized) {
    const auto month = take_number(text, 2, 12);
    const auto day = month ? take_number(text, 2, 31) : std::nullopt;
    const auto hour = day ? take_number(text, 2, 23) : std::nullopt;
    const auto minute = hour ? take_number(text, 2, 59) : std::nullopt;
    if (!minute) return {};
    unsigned second = 0;
    if (!text.empty() && is_digit(text[0])) {
        const auto number = take_number(text, 2, 59);
        if (!number) return {};
        second = *number;
        if (is_generalized) skip_fraction(text);
    }
    const auto offset = parse_offset(text);
    const chrono::year_month_day date{chrono::year(year), chrono::month(*month), chrono::day(*day)};
    if (!offset || !date.ok()) return {};
    return chrono::sys_days(date) + chrono::hours(*hour) + chrono::minutes(*minute) +
           chrono::seconds(second) - *offset;
}

std::optional<Moment> parse_utc_time(std::string_view text) {
    const auto year = take_number(text, 2, 99);
    if (!year) return {};
    return parse_rest(static_cast<int>(*year) + (*year >= 50 ? 1900 : 2000), text, false);
}

std::optional<Moment> parse_generalized_time(std::string_view text) {
    const auto year = take_number(text, 4, 9999);
    if (!year) return {};
    return parse_rest(static_cast<int>(*year), text, true);
}

std::string format_moment(Moment moment) {
    static constexpr std::array<std::string_view, 12> kMonths = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = chrono::floor<chrono::days>(moment);
    const chrono::year_month_day date(midnight);
    const auto seconds = (moment - midnight).count();
    return fmt::format("{} {:>2} {:02}:{:02}:{:02} {} GMT",
                       kMonths.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<unsigned>(date.day()), seconds / 3600, seconds / 60 % 60,
                       seconds % 60, static_cast<int>(date.year()));
}

}  // namespace monitoring
