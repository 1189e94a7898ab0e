// Any bytes as a file of a time zone, and as the rule in TZ.

#include <string>

#include "common/calendar/time_zone.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    if (is_zone_file(text)) {
        require(text.starts_with("TZif"), "a file begins with its name");
        require(!is_zone_file(text.substr(0, size - 1)), "a part of it is none");
    }
    if (is_zone_rule(text)) {
        require(text.find_first_of(" /:\n") != 0, "a rule begins with a name");
        require(!is_zone_rule(std::string(text) + " "), "and ends where it ends");
    }
    return 0;
}
