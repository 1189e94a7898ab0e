// Any bytes as a file of a time zone, and as the rule in TZ: whatever is taken shows a time.

#include <array>
#include <string>

#include "common/calendar/local_time.hpp"
#include "common/text/error.hpp"
#include "harness.hpp"

using namespace monitoring;

static void tell_times(const TimeZone& zone) {
    for (const std::int64_t moment :
         {INT64_MIN, std::int64_t{-68400000000}, std::int64_t{-1}, std::int64_t{0},
          std::int64_t{1795381920}, std::int64_t{4102444800}, INT64_MAX}) {
        try {
            const std::tm time = local_time(moment, zone);
            require(format_minute(time).size() == 5, "an hour and a minute");
            require(time.tm_yday >= 0 && time.tm_yday < 366, "a day of the year");
            require(std::string_view(time.tm_zone).size() < 1U << 20U, "a name that ends");
        } catch (const Error&) {
            require(moment == INT64_MIN || moment == INT64_MAX, "a year that exists");
        }
    }
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    if (const auto zone = parse_zone_file(text)) {
        require(text.starts_with("TZif"), "a file begins with its name");
        require(!parse_zone_file(text.substr(0, size - 1)), "a part of it is none");
        tell_times(*zone);
    }
    if (const auto rule = parse_zone_rule(text)) {
        require(text.find_first_of(" /:\n") != 0, "a rule begins with a name");
        require(!parse_zone_rule(std::string(text) + " "), "and ends where it ends");
        tell_times(TimeZone(*rule));
    }
    return 0;
}
