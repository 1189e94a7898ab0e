#include "common/text/quantity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "common/text/error.hpp"

namespace monitoring {

std::optional<double> parse_decimal(std::string_view text) {
    // strtod without what we do not want of it: blanks in front, signs, hexadecimal, inf and nan.
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
        std::string_view("+-eE").find(text.front()) != std::string_view::npos) {
        return {};
    }
    const std::string terminated(text);
    char* end = nullptr;
    const double value = std::strtod(terminated.c_str(), &end);
    if (end != terminated.c_str() + terminated.size() || !std::isfinite(value)) return {};
    return value;
}

std::optional<double> parse_signed_decimal(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const auto value = parse_decimal(text);
    return value && is_negative ? -*value : value;
}

double parse_number(std::string_view text) {
    if (const auto value = parse_decimal(text)) return *value;
    throw UsageError(fmt::format("'{}' is not a number of 0 or more", text));
}

Seconds parse_duration(std::string_view text) {
    struct Unit {
        std::string_view suffix;
        double seconds;
    };
    // "ms" before "s", whose last letter it shares.
    static constexpr Unit kUnits[] = {{"ms", 0.001}, {"s", 1},      {"m", 60}, {"h", 3600},
                                      {"d", 86400},  {"w", 604800}, {"", 1}};
    for (const auto& [suffix, seconds] : kUnits) {
        if (!text.ends_with(suffix)) continue;
        const auto number = parse_decimal(text.substr(0, text.size() - suffix.size()));
        if (number && std::isfinite(*number * seconds)) return Seconds(*number * seconds);
        break;
    }
    throw UsageError(
        fmt::format("'{}' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)", text));
}

Limit parse_duration_limit(std::string_view text) {
    return {parse_duration(text).count(), false, std::string(text)};
}

std::optional<double> parse_share(std::string_view text) {
    const auto number = parse_decimal(text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0)));
    if (!number || *number <= 100) return number;
    throw UsageError(fmt::format("'{}' is more than 100%, which is all there is", text));
}

Limit parse_count_limit(std::string_view text) {
    const bool is_percentage = text.ends_with('%');
    const auto number = is_percentage ? parse_share(text) : parse_decimal(text);
    if (number) return {*number, is_percentage, std::string(text)};
    throw UsageError(fmt::format("'{}' is neither a count (100) nor a share (20%)", text));
}

Limit parse_percentage_limit(std::string_view text) {
    const auto digits = text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0));
    if (const auto share = parse_share(text)) return {*share, false, std::string(digits)};
    throw UsageError(fmt::format("'{}' is not a percentage", text));
}

Limit parse_number_limit(std::string_view text) {
    return {parse_number(text), false, std::string(text)};
}

std::optional<unsigned long long> parse_integer(std::string_view text, int base) {
    unsigned long long value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped_at, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || stopped_at != end) return {};
    return value;
}

}  // namespace monitoring
