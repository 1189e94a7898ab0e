#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace monitoring {

using Seconds = std::chrono::duration<double>;

/// A limit as the user gave it.
struct Limit {
    double value = 0;            ///< in seconds, a count, or percent
    bool is_percentage = false;  ///< of a total that the check knows
    std::string text;            ///< as the user wrote it
};

/// A decimal number that is not negative and fills the whole text: "3", "1.5", ".5", "1e3". Empty
/// for anything else, also for what no double can hold.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

/// The same, but a sign may stand in front of it.
[[nodiscard]] std::optional<double> parse_signed_decimal(std::string_view text);

/// A number of 0 or more. Throws UsageError.
[[nodiscard]] double number_option(std::string_view text);

/// "90s", "10m", "2h", "7d", "1w", "500ms"; a bare number is seconds; empty for anything else.
[[nodiscard]] std::optional<Seconds> parse_duration(std::string_view text);

/// The same for an option: throws UsageError.
[[nodiscard]] Seconds duration_option(std::string_view text);

/// A limit in seconds. Throws UsageError.
[[nodiscard]] Limit duration_limit_option(std::string_view text);

/// A percentage of something, with or without the sign. Throws UsageError: for more than 100, since
/// nothing is more than all of it, and "'TEXT' is `mistake`" for what is no number.
[[nodiscard]] double share_option(std::string_view text, std::string_view mistake);

/// A limit that is a count ("100") or a share ("20%"). Throws UsageError.
[[nodiscard]] Limit count_limit_option(std::string_view text);

/// A limit that is a percentage, with or without the sign. Throws UsageError.
[[nodiscard]] Limit percentage_limit_option(std::string_view text);

/// A limit that is a plain number. Throws UsageError.
[[nodiscard]] Limit number_limit_option(std::string_view text);

/// Six decimals, as the agent's own plugins print them, without the zeros at the end.
[[nodiscard]] std::string format_number(double value);

/// An unsigned decimal integer that fills the whole text; empty for anything else.
[[nodiscard]] std::optional<unsigned long long> parse_integer(std::string_view text, int base = 10);

}  // namespace monitoring
