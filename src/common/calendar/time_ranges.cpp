#include "common/calendar/time_ranges.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr int kDay = 24 * 60;
static constexpr unsigned kAllDays = 0x7f;

/// "06:30" as the minute of the day; "24:00" is the day's end.
static std::optional<int> parse_minute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return {};
    const auto hours = parse_integer(text.substr(0, 2));
    const auto minutes = parse_integer(text.substr(3));
    if (!hours || !minutes || *minutes > 59) return {};
    const auto minute = static_cast<int>(*hours * 60 + *minutes);
    return minute <= kDay ? std::optional(minute) : std::nullopt;
}

static std::optional<unsigned> parse_day(std::string_view text) {
    static constexpr std::array<std::string_view, 7> kNames = {"Sun", "Mon", "Tue", "Wed",
                                                               "Thu", "Fri", "Sat"};
    for (unsigned i = 0; i < kNames.size(); ++i) {
        if (text.size() == 3 && strncasecmp(text.data(), kNames.at(i).data(), 3) == 0) return i;
    }
    return {};
}

/// "Sat" or "Mon-Fri" as bits, the first one for Sunday; 0 for anything else.
static unsigned parse_days(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = parse_day(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_day(text.substr(dash + 1));
    if (!first || !last) return 0;
    unsigned days = 0;
    for (unsigned day = *first;; day = (day + 1) % 7) {
        days |= 1U << day;
        if (day == *last) return days;
    }
}

/// "09:00-18:00" on all days.
static std::optional<TimeRange> parse_range(std::string_view text, bool has_exclusive_ends) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    const auto start = parse_minute(text.substr(0, dash));
    const auto end = parse_minute(text.substr(dash + 1));
    // A range cannot start at 24:00, nor be empty.
    if (!start || !end || *start == kDay || (has_exclusive_ends && *start == *end)) return {};
    // 24:00 is the end of the day even with inclusive ends.
    const int after_end = has_exclusive_ends || *end == kDay ? *end : *end + 1;
    return TimeRange{.days = kAllDays, .start = *start, .end = after_end};
}

/// The text between two ";": ranges, each with days of its own or those of the previous one.
class Group {
public:
    Group(std::string_view text, bool has_exclusive_ends, std::vector<std::string>& mistakes)
        : text_(text), has_exclusive_ends_(has_exclusive_ends), mistakes_(mistakes) {}

    std::vector<TimeRange> parse() {
        for (const auto item : split(text_, ',')) add(item);
        // Days without a range behind them.
        if (is_listing_) mistakes_.emplace_back(last_days_);
        return std::move(ranges_);
    }

private:
    void add(std::string_view item) {
        const auto parts = words(item);
        const bool is_days = !parts.empty() && parse_days(parts.front()) != 0;
        if (parts.empty() || parts.size() > (is_days ? 2U : 1U)) {
            mistakes_.emplace_back(item);
            return;
        }
        if (is_days) {
            days_ = (is_listing_ ? days_ : 0) | parse_days(parts.front());
            is_listing_ = parts.size() == 1;
            last_days_ = item;
            if (is_listing_) return;
        }
        is_listing_ = false;
        if (auto range = parse_range(parts.back(), has_exclusive_ends_)) {
            range->days = days_;
            ranges_.push_back(*range);
        } else {
            mistakes_.emplace_back(item);
        }
    }

    std::string_view text_;
    bool has_exclusive_ends_;
    std::vector<std::string>& mistakes_;
    std::vector<TimeRange> ranges_;
    unsigned days_ = kAllDays;
    bool is_listing_ = false;  ///< whether the last item was days only
    std::string_view last_days_;
};

std::vector<TimeRange> parse_time_ranges(std::string_view text, bool has_exclusive_ends,
                                         std::vector<std::string>& mistakes) {
    std::vector<TimeRange> all;
    for (const auto group : split(text, ';')) {
        const auto ranges = Group(group, has_exclusive_ends, mistakes).parse();
        all.insert(all.end(), ranges.begin(), ranges.end());
    }
    return all;
}

static bool has_day(const TimeRange& range, int day) {
    return (range.days >> static_cast<unsigned>(day) & 1U) != 0;
}

bool is_inside(const std::vector<TimeRange>& ranges, const WallTime& time) {
    const int yesterday = (time.day + 6) % 7;
    return std::any_of(ranges.begin(), ranges.end(), [&](const TimeRange& range) {
        if (range.start < range.end) {
            return has_day(range, time.day) && range.start <= time.minute &&
                   time.minute < range.end;
        }
        return (has_day(range, time.day) && range.start <= time.minute) ||
               (has_day(range, yesterday) && time.minute < range.end);
    });
}

}  // namespace monitoring
