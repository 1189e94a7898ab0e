// Any text as what chronyc prints of its sources, and of its tracking.

#include <cmath>

#include "common/text/error.hpp"
#include "common/timesync/chronyc.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    try {
        const auto report = parse_chronyc_sources(text);
        require(report.is_synchronised == report.offset.has_value(), "a selected source has one");
        require(!report.offset || std::isfinite(report.offset->count()), "an offset is a number");
        require(report.reachable <= report.sources, "no more can be reached than there are");
        require(report.sources <= size / 10, "each source has a line");
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
    }
    ClockReport report;
    try {
        add_chronyc_tracking(text, report);
        require(report.stratum.has_value() == report.jitter.has_value(), "all of it or nothing");
        require(!report.jitter || report.jitter->count() >= 0, "jitter has no sign");
        require(report.stratum != 0U, "a stratum is one");
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
        require(!report.stratum, "what is not understood adds nothing");
    }
    return 0;
}
