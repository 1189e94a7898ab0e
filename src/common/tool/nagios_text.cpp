#include "common/tool/nagios_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "common/text/nagios_characters.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

std::string nagios_text(std::string_view text) {
    std::string plain;
    put_nagios_characters(printable(text), [&plain](std::string_view piece) { plain += piece; });
    return plain;
}

std::string shorten_to_bytes(const std::string& text, std::size_t bytes) {
    static constexpr std::string_view kEllipsis = "\u2026";
    if (text.size() <= bytes) return text;
    auto end = bytes - std::min(bytes, kEllipsis.size());
    while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
    return text.substr(0, end).append(kEllipsis);
}

/// "600:" is all from 600 on, "80" all from 0 to 80, "3:10" what lies between.
static std::string range_text(const Range& range) {
    const auto high = range.high ? format_number(*range.high) : "";
    return range.low ? fmt::format("{}:{}", format_number(*range.low), high) : high;
}

static std::string plain_label(std::string_view label) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
    std::string plain;
    bool is_inside = false;  // a character of several bytes
    for (const char byte : label) {
        const bool is_plain = kPlain.find(byte) != std::string_view::npos;
        const bool goes_on = is_inside && (byte & 0xC0) == 0x80;
        if (!goes_on) plain += is_plain ? byte : '_';
        is_inside = (byte & 0x80) != 0;
    }
    // Icinga takes no value without a label.
    return plain.empty() ? "_" : plain;
}

static std::string value_text(const Measure& measure, const std::string& label) {
    const auto bound = [](const std::optional<double>& value) {
        return value ? format_number(*value) : std::string();
    };
    auto text = fmt::format("{}={}{};{};{};{};{}", label, format_number(measure.value),
                            measure.unit, range_text(measure.warning), range_text(measure.critical),
                            bound(measure.least), bound(measure.most));
    text.erase(text.find_last_not_of(';') + 1);
    return text;
}

static bool is_beyond(double value, const Range& range) {
    return (range.low && value <= *range.low) || (range.high && value >= *range.high);
}

/// Whether it may alert: some checks do so at the limit, and a share was rounded to its limit.
static bool is_alerting(const Measure& measure) {
    return is_beyond(measure.value, measure.warning) || is_beyond(measure.value, measure.critical);
}

std::string nagios_values(const std::vector<Measure>& measures, std::size_t characters) {
    std::vector<std::string> values;
    std::map<std::string, int> taken;
    std::size_t size = 2;  // " |"
    for (const Measure& measure : measures) {
        const auto label = distinct_label(plain_label(measure.label), taken);
        values.push_back(" " + value_text(measure, label));
    }
    std::vector<bool> fits(values.size());
    for (const bool alerts : {true, false}) {
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (is_alerting(measures[at]) != alerts) continue;
            fits[at] = size + values[at].size() <= characters;
            if (fits[at]) size += values[at].size();
        }
    }
    std::string text;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (fits[at]) text += (text.empty() ? " |" : "") + values[at];
    }
    return text;
}

}  // namespace monitoring
