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
    bool is_percentage = false;  ///< of a whole that the check knows
    std::string text;            ///< as the user wrote it
};

/// A decimal number that is not negative and fills the whole text: "3", "1.5", ".5", "1e3". Empty
/// for anything else, also for what no double can hold.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

/// The same, but a sign may stand in front of it.
[[nodiscard]] std::optional<double> parse_signed_decimal(std::string_view text);

/// The same as parse_decimal() for an option: throws UsageError.
[[nodiscard]] double parse_number(std::string_view text);

/// "90s", "10m", "2h", "7d", "1w", "500ms"; a bare number is seconds. Throws UsageError.
[[nodiscard]] Seconds parse_duration(std::string_view text);

/// A limit in seconds. Throws UsageError.
[[nodiscard]] Limit parse_duration_limit(std::string_view text);

/// A percentage of something, with or without the sign; empty for anything else. Throws UsageError
/// for more than 100: nothing is more than all of it.
[[nodiscard]] std::optional<double> parse_share(std::string_view text);

/// A limit that is a count ("100") or a share ("20%"). Throws UsageError.
[[nodiscard]] Limit parse_count_limit(std::string_view text);

/// A limit that is a percentage, with or without the sign. Throws UsageError.
[[nodiscard]] Limit parse_percentage_limit(std::string_view text);

/// A limit that is a plain number. Throws UsageError.
[[nodiscard]] Limit parse_number_limit(std::string_view text);

/// An unsigned decimal integer that fills the whole text; empty for anything else.
[[nodiscard]] std::optional<unsigned long long> parse_integer(std::string_view text, int base = 10);

}  // namespace monitoring
