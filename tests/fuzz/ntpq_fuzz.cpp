// Any text as what ntpq prints of its peers, and of its variables.

#include <cmath>

#include "common/text/error.hpp"
#include "common/timesync/ntpq.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    ClockReport report;
    try {
        report = parse_ntpq_peers(text);
        require(report.is_synchronised == report.offset.has_value(), "a selected peer has one");
        require(!report.offset || std::isfinite(report.offset->count()), "an offset is a number");
        require(report.reachable <= report.sources, "no more can be reached than there are");
        require(report.sources <= size / 16, "each peer has a line");
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
    }
    report.offset = Seconds(-2);
    try {
        add_ntpq_variables(text, report);
        require(std::isfinite(report.offset->count()), "an offset is a number");
        require(std::abs(report.offset->count()) >= 2, "a smaller offset is not believed");
        require(report.stratum != 0U && report.stratum.value_or(1) < 16, "a stratum is one");
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
    }
    return 0;
}
