// Any text as time ranges: the minutes inside are the same however one asks.

#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/time_ranges.hpp"
#include "harness.hpp"

using namespace monitoring;

namespace {

/// Bounds the work: each range is asked about every minute of the week.
constexpr std::size_t kMaxRanges = 16;

struct Parsed {
    std::vector<TimeRange> ranges;
    std::vector<std::string> mistakes;
};

Parsed parse(std::string_view text, bool has_exclusive_ends) {
    Parsed parsed;
    parsed.ranges = parse_time_ranges(text, has_exclusive_ends, parsed.mistakes);
    require(!parsed.ranges.empty() || !parsed.mistakes.empty(), "an answer of some kind");
    for (const auto& mistake : parsed.mistakes) {
        require(text.find(mistake) != std::string_view::npos, "mistakes are parts of the text");
    }
    for (const auto& range : parsed.ranges) {
        require(range.days > 0 && range.days <= 0x7f, "there are days, and seven of them");
        require(range.start >= 0 && range.start < 1440, "a start is within a day");
        require(range.end >= 0 && range.end <= 1440, "an end is within a day");
    }
    return parsed;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    const Parsed inclusive = parse(text, false);
    const Parsed exclusive = parse(text, true);
    require(exclusive.ranges.size() <= inclusive.ranges.size(), "exclusive ends allow less");
    if (inclusive.ranges.size() > kMaxRanges) return 0;
    int minutes = 0;
    for (int day = 0; day < 7; ++day) {
        for (int minute = 0; minute < 1440; ++minute) {
            const WallTime time{.day = day, .minute = minute};
            const bool is_in = is_inside(inclusive.ranges, time);
            require(is_in || !is_inside(exclusive.ranges, time), "exclusive ends hold less");
            minutes += is_in ? 1 : 0;
        }
    }
    require((minutes > 0) == !inclusive.ranges.empty(), "each range has a minute");
    return 0;
}
