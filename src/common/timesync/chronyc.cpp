#include "common/timesync/chronyc.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

/// A line of `sources`: mode, state, address, stratum, poll, reach, age, and the offset of the last
/// sample, adjusted and measured, with its error.
struct Source {
    bool is_selected = false;
    bool is_reachable = false;
    Seconds measured{};
};

[[noreturn]] void refuse(std::string_view line) {
    throw Error(fmt::format("cannot understand what chronyc prints: '{}'", line));
}

Source parse_source(std::string_view line) {
    constexpr std::string_view kModes = "^=#";
    constexpr std::string_view kStates = "*+-?x~";
    const auto columns = split(line, ',');
    if (columns.size() < 10 || columns[0].size() != 1 || columns[1].size() != 1 ||
        kModes.find(columns[0]) == std::string_view::npos ||
        kStates.find(columns[1]) == std::string_view::npos) {
        refuse(line);
    }
    const auto reach = parse_integer(columns[5], 8);
    const auto measured = parse_signed_decimal(columns[8]);
    if (!reach || !measured) refuse(line);
    return {columns[1] == "*", *reach != 0, Seconds(*measured)};
}

}  // namespace

ClockReport parse_chronyc_sources(std::string_view text) {
    ClockReport report;
    std::uint64_t sources = 0;
    std::uint64_t reachable = 0;
    for (const auto line : split(text, '\n')) {
        if (line.empty()) continue;
        const auto source = parse_source(line);
        ++sources;
        if (source.is_reachable) ++reachable;
        if (!source.is_selected) continue;
        report.is_synchronised = true;
        report.offset = source.measured;
    }
    report.sources = sources;
    report.reachable = reachable;
    return report;
}

void add_chronyc_tracking(std::string_view text, ClockReport& report) {
    const auto line = text.substr(0, text.find('\n'));
    const auto columns = split(line, ',');
    if (columns.size() < 14) refuse(line);
    const auto stratum = parse_integer(columns[2]);
    const auto rms_offset = parse_decimal(columns[6]);
    const auto root_delay = parse_decimal(columns[10]);
    const auto root_dispersion = parse_decimal(columns[11]);
    if (!stratum || !rms_offset || !root_delay || !root_dispersion) refuse(line);
    if (*stratum == 0 || columns[13] == "Not synchronised") return;
    report.stratum = *stratum;
    report.jitter = Seconds(*rms_offset);
    report.root_delay = Seconds(*root_delay);
    report.root_dispersion = Seconds(*root_dispersion);
}

}  // namespace monitoring
