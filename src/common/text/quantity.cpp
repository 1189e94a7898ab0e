#include "common/text/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "common/text/error.hpp"

namespace monitoring {

/// A number of up to 15 digits without an exponent, as almost all are. Such a number and a power of
/// ten as large are exact, so that their quotient is rounded once, as strtod(3) rounds. That takes
/// two pages of stack for it.
static std::optional<double> parse_short_decimal(std::string_view text) {
    constexpr std::size_t kMaxDigits = 15;
    std::int64_t digits = 0;
    std::int64_t divisor = 1;
    const auto point = std::min(text.find('.'), text.size());
    if (text.size() - (point < text.size() ? 1 : 0) > kMaxDigits) return {};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == point) continue;
        if (text[at] < '0' || text[at] > '9') return {};
        digits = digits * 10 + (text[at] - '0');
        if (at > point) divisor *= 10;
    }
    if (text.empty() || text == ".") return {};
    return static_cast<double>(digits) / static_cast<double>(divisor);
}

std::optional<double> parse_decimal(std::string_view text) {
    if (const auto value = parse_short_decimal(text)) return value;
    // strtod also accepts leading blanks, signs, hexadecimal, inf and nan, which are no decimals.
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

double number_option(std::string_view text) {
    if (const auto value = parse_decimal(text)) return *value;
    throw UsageError(fmt::format("'{}' is not a number of 0 or more", text));
}

std::optional<Seconds> parse_duration(std::string_view text) {
    struct Unit {
        std::string_view suffix;
        double seconds;
    };
    // "ms" before "s", which is also its last letter.
    static constexpr Unit kUnits[] = {{"ms", 0.001}, {"s", 1},      {"m", 60}, {"h", 3600},
                                      {"d", 86400},  {"w", 604800}, {"", 1}};
    for (const auto& [suffix, seconds] : kUnits) {
        if (!text.ends_with(suffix)) continue;
        const auto number = parse_decimal(text.substr(0, text.size() - suffix.size()));
        if (!number || !std::isfinite(*number * seconds)) return {};
        return Seconds(*number * seconds);
    }
    return {};
}

Seconds duration_option(std::string_view text) {
    if (const auto duration = parse_duration(text)) return *duration;
    throw UsageError(
        fmt::format("'{}' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)", text));
}

Limit duration_limit_option(std::string_view text) {
    return {duration_option(text).count(), false, std::string(text)};
}

double share_option(std::string_view text, std::string_view mistake) {
    const auto number = parse_decimal(text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0)));
    if (!number) throw UsageError(fmt::format("'{}' is {}", text, mistake));
    if (*number <= 100) return *number;
    throw UsageError(fmt::format("'{}' is more than 100%, which is all there is", text));
}

Limit count_limit_option(std::string_view text) {
    static constexpr std::string_view kMistake = "neither a count (100) nor a share (20%)";
    if (text.ends_with('%')) return {share_option(text, kMistake), true, std::string(text)};
    if (const auto count = parse_decimal(text)) return {*count, false, std::string(text)};
    throw UsageError(fmt::format("'{}' is {}", text, kMistake));
}

Limit percentage_limit_option(std::string_view text) {
    const auto digits = text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0));
    return {share_option(text, "not a percentage"), false, std::string(digits)};
}

Limit number_limit_option(std::string_view text) {
    return {number_option(text), false, std::string(text)};
}

std::optional<unsigned long long> parse_integer(std::string_view text, int base) {
    unsigned long long value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped_at, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || stopped_at != end) return {};
    return value;
}

std::string format_number(double value) {
    auto text = fmt::format("{:.6f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

}  // namespace monitoring
