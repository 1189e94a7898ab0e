#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/services/push_statistics.hpp"
#include "common/state/counters.hpp"

namespace monitoring {

/// How full the queue is, in percent; empty when the server does not tell, or has no queue.
[[nodiscard]] std::optional<double> queue_usage_percentage(const PushStatistics& statistics);

/// What is to be remembered until the next run: "ios.success", "android.error" and so on, as far as
/// the server tells them.
[[nodiscard]] Counters push_counters(const PushStatistics& statistics);

/// What was pushed to one platform between two runs, as far as it is known.
struct PushRates {
    std::optional<double> success;             ///< notifications a second
    std::optional<double> error;               ///< notifications a second
    std::optional<double> success_percentage;  ///< 100 when nothing was pushed
};

/// The platform is "ios" or "android". Nothing is known when one of its counters went down: the
/// other may have passed its old value already.
[[nodiscard]] PushRates push_rates(const CounterChange& change, const std::string& platform);

}  // namespace monitoring
