#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/text/quantity.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// A command's result as it is kept: its status, and its output byte for byte.
struct CachedResult {
    Status status = Status::unknown;
    std::string output;
};

/// The result as a text: a line with the status, and the output.
[[nodiscard]] std::string format_result(const CachedResult& result);

/// The reverse; empty for anything else.
[[nodiscard]] std::optional<CachedResult> parse_result(std::string_view text);

/// How long a result is repeated in place of running the command again.
struct CacheRules {
    Seconds interval{1};                        ///< an OK
    std::optional<Seconds> failure_interval{};  ///< anything else; empty: a failure is not repeated
    Seconds delay{};                            ///< so much longer, on this host
    std::optional<Seconds> stale{};             ///< how old it may be while a new one is awaited
};

/// Whether a result with that status is repeated at that age, and the command left alone.
[[nodiscard]] bool is_fresh(const CacheRules& rules, Status status, Seconds age);

/// Whether a result of that age may be shown while the command runs again.
[[nodiscard]] bool is_presentable(const CacheRules& rules, Seconds age);

}  // namespace monitoring
