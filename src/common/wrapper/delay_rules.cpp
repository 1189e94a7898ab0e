#include "common/wrapper/delay_rules.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

std::uint64_t runs_option(std::string_view text) {
    constexpr std::uint64_t kMaxRuns = 1'000'000'000;
    const auto runs = parse_integer(text);
    if (runs && *runs >= 1 && *runs <= kMaxRuns) return *runs;
    throw UsageError(fmt::format("'{}' is not a number of runs (1 to {})", text, kMaxRuns));
}

std::uint64_t window_option(std::string_view text) {
    const auto runs = runs_option(text);
    if (runs <= DelayRules::kMaxWindow) return runs;
    throw UsageError(fmt::format("'{}' is more than {} runs", text, DelayRules::kMaxWindow));
}

std::set<Status> failures_option(std::string_view text) {
    std::set<Status> failures;
    for (const auto word : split(text, ',')) {
        const Status status = status_option(word);
        if (status == Status::ok) throw UsageError(fmt::format("'{}' is no failure", word));
        failures.insert(status);
    }
    return failures;
}

Status pending_status_option(std::string_view text) {
    const Status status = status_option(text);
    if (status == Status::ok || status == Status::warning) return status;
    throw UsageError(fmt::format("'{}' is neither ok nor warning", text));
}

void require_possible(const DelayRules& rules) {
    if (rules.window == 0 || rules.window >= rules.required_failures()) return;
    throw UsageError(fmt::format("-c {} is more than --window {} (see --help)",
                                 rules.required_failures(), rules.window));
}

}  // namespace monitoring
