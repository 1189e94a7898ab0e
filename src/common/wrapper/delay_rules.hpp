#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "common/text/quantity.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// When a failure is let through, and what is shown until then.
struct DelayRules {
    static constexpr std::uint64_t kMaxWindow = 1000;

    std::optional<std::uint64_t> failures;  ///< so many in a row, or of the last `window` runs
    std::uint64_t window = 0;               ///< 0: in a row
    std::optional<Seconds> period;          ///< and failing for so long
    std::uint64_t recoveries = 0;           ///< so many OKs in a row end an alert
    std::set<Status> delayed;               ///< only these are delayed; empty: all
    Status pending = Status::ok;            ///< what a delayed failure is shown as

    /// The failures that it takes: one where nobody asked for a number.
    [[nodiscard]] std::uint64_t required_failures() const { return failures.value_or(1); }
};

/// Options. Each throws UsageError for anything else.
[[nodiscard]] std::uint64_t runs_option(std::string_view text);         ///< 1 to 10^9
[[nodiscard]] std::uint64_t window_option(std::string_view text);       ///< 1 to kMaxWindow
[[nodiscard]] std::set<Status> failures_option(std::string_view text);  ///< "warning,unknown"
[[nodiscard]] Status pending_status_option(std::string_view text);      ///< "ok", "warning"

/// Throws UsageError for more failures than the window has runs.
void require_possible(const DelayRules& rules);

}  // namespace monitoring
