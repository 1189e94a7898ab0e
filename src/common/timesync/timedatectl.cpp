#include "common/timesync/timedatectl.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// One number with its unit.
static std::optional<Seconds> parse_part(std::string_view text) {
    struct Unit {
        std::string_view name;
        double seconds;
    };
    // A unit that ends with the letters of another one comes first. Months and years as in systemd.
    static constexpr Unit kUnits[] = {{"us", 1e-6},     {"ms", 1e-3},     {"month", 2629800},
                                      {"min", 60},      {"s", 1},         {"h", 3600},
                                      {"d", 24 * 3600}, {"w", 7 * 86400}, {"y", 31557600}};
    if (text == "0") return Seconds(0);
    for (const auto& [name, seconds] : kUnits) {
        if (!text.ends_with(name)) continue;
        const auto number = parse_decimal(text.substr(0, text.size() - name.size()));
        if (!number) return {};
        return Seconds(*number * seconds);
    }
    return {};
}

std::optional<Seconds> parse_systemd_span(std::string_view text) {
    const auto parts = words(text);
    if (parts.empty()) return {};
    Seconds sum{};
    for (const auto part : parts) {
        const auto span = parse_part(part);
        if (!span) return {};
        sum += *span;
    }
    return sum;
}

/// Parses "{ Leap=0, Version=4, ... }", the last packet from a server.
static void read_message(std::string_view message, ClockReport& report) {
    std::optional<unsigned long long> leap;
    message.remove_prefix(std::min(message.find_first_not_of("{ "), message.size()));
    message = message.substr(0, message.find_last_not_of("} ") + 1);
    for (auto field : split(message, ',')) {
        field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
        const auto equals = std::min(field.find('='), field.size());
        const auto name = field.substr(0, equals);
        const auto value = field.substr(std::min(equals + 1, field.size()));
        if (name == "Leap") leap = parse_integer(value);
        if (name == "Stratum") report.stratum = parse_integer(value);
        if (name == "RootDelay") report.root_delay = parse_systemd_span(value);
        if (name == "RootDispersion") report.root_dispersion = parse_systemd_span(value);
        if (name == "Jitter") report.jitter = parse_systemd_span(value);
    }
    // Strata 0 and 16 are those of a server that is not synchronised.
    if (report.stratum && (*report.stratum < 1 || *report.stratum > 15)) report.stratum.reset();
    // Leap indicator 3: the server itself is not synchronised (RFC 5905).
    report.is_synchronised = leap && *leap < 3;
}

ClockReport parse_timesync(std::string_view text) {
    ClockReport report;
    bool is_answer = false;
    for (const auto line : split(text, '\n')) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        is_answer = true;
        if (line.substr(0, equals) != "NTPMessage") continue;
        read_message(line.substr(equals + 1), report);
    }
    if (is_answer) return report;
    throw Error(fmt::format("cannot understand what timedatectl prints: '{}'",
                            shorten(printable(text.substr(0, text.find('\n'))), 200)));
}

}  // namespace monitoring
