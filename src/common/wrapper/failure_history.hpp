#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/tool/status.hpp"
#include "common/wrapper/delay_rules.hpp"

namespace monitoring {

/// What is remembered of a command's runs.
struct FailureHistory {
    std::uint64_t failures = 0;      ///< in a row
    std::int64_t failing_since = 0;  ///< boot time in ns of the first failure that still counts
    Status alert = Status::ok;       ///< the failure that was let through, until it has recovered
    std::uint64_t recoveries = 0;    ///< OKs in a row since then
    std::string runs;                ///< with a window, the oldest first: 'x' failed, '.' was OK

    /// Whether it says anything at all.
    [[nodiscard]] bool is_empty() const;
};

/// What to show of a run: a status, and the words in front of the command's output.
struct Judgement {
    Status status = Status::unknown;
    std::string prefix;
};

/// Adds a run to the history and judges it. The time is the boot time in ns.
[[nodiscard]] Judgement judge_run(FailureHistory& history, Status status, std::int64_t now,
                                  const DelayRules& rules);

/// The history as a line of words, and back. Empty for what is not such a line.
[[nodiscard]] std::string format_history(const FailureHistory& history);
[[nodiscard]] std::optional<FailureHistory> parse_history(std::string_view text);

/// The history for people, a line for each thing that there is to say.
[[nodiscard]] std::string describe_history(const FailureHistory& history, std::int64_t now);

}  // namespace monitoring
