#include "common/calendar/days.hpp"

#include <fmt/format.h>

#include <cctype>
#include <chrono>

#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = parse_integer(text.substr(0, 4));
    const auto month = parse_integer(text.substr(5, 2));
    const auto day = parse_integer(text.substr(8));
    if (!year || !month || !day) return false;
    using namespace std::chrono;
    return year_month_day(std::chrono::year(static_cast<int>(*year)),
                          std::chrono::month(static_cast<unsigned>(*month)),
                          std::chrono::day(static_cast<unsigned>(*day)))
        .ok();
}

/// The byte order mark that some editors put in front of UTF-8.
static constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::set<std::string> read_days(const std::string& path) {
    constexpr std::size_t kMaxSize = 1U << 20U;
    constexpr std::size_t kMaxQuoted = 60;
    const auto content = read_file(path, kMaxSize);
    std::set<std::string> days;
    std::size_t number = 0;
    for (auto line : split(content, '\n')) {
        if (++number == 1 && line.starts_with(kByteOrderMark)) {
            line.remove_prefix(kByteOrderMark.size());
        }
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto columns = words(line.substr(0, line.find('#')));
        if (columns.empty()) continue;
        if (columns.size() > 1 || !is_day(columns.front())) {
            throw Error(fmt::format("{}, line {}: '{}' is not a day such as 2026-01-01", path,
                                    number, shorten(printable(line), kMaxQuoted)));
        }
        days.emplace(columns.front());
    }
    return days;
}

/// "2026-12-31", or "2026-12-29..2027-01-03".
static std::optional<DaySpan> parse_days(std::string_view text) {
    static constexpr std::string_view kUntil = "..";
    const auto dots = text.find(kUntil);
    const auto first = text.substr(0, dots);
    const auto last = dots == std::string_view::npos ? first : text.substr(dots + kUntil.size());
    if (!is_day(first) || !is_day(last) || last < first) return {};
    return DaySpan{std::string(first), std::string(last)};
}

/// Whether an item begins with a year and a month, as no time range does.
static bool has_year(std::string_view item) {
    if (item.size() < 5 || item[4] != '-' || item.find('-', 5) == std::string_view::npos) {
        return false;
    }
    for (const char digit : item.substr(0, 4)) {
        if (std::isdigit(static_cast<unsigned char>(digit)) == 0) return false;
    }
    return true;
}

std::vector<DaySpan> take_days(std::optional<std::string>& ranges,
                               std::vector<std::string>& mistakes) {
    if (!ranges) return {};
    std::vector<DaySpan> days;
    std::vector<std::string> groups;
    for (const auto group : split(*ranges, ';')) {
        std::vector<std::string_view> others;
        for (const auto item : split(group, ',')) {
            const auto parts = words(item);
            if (parts.empty() || !has_year(parts.front())) {
                others.push_back(item);
                continue;
            }
            const auto span = parts.size() == 1 ? parse_days(parts.front()) : std::nullopt;
            if (span) days.push_back(*span);
            if (!span) mistakes.emplace_back(item);
        }
        if (!others.empty()) groups.push_back(join(others, ","));
    }
    if (groups.empty()) {
        ranges.reset();
    } else {
        ranges = join(groups, ";");
    }
    return days;
}

}  // namespace monitoring
