#include "common/services/push_rates.hpp"

namespace monitoring {

static std::optional<double> percentage(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return {};
    return static_cast<double>(part) * 100 / static_cast<double>(whole);
}

std::optional<double> queue_usage_percentage(const PushStatistics& statistics) {
    if (!statistics.queue_usage || !statistics.queue_max) return {};
    return percentage(*statistics.queue_usage, *statistics.queue_max);
}

Counters push_counters(const PushStatistics& statistics) {
    Counters counters;
    const auto add = [&counters](const char* name, const std::optional<std::uint64_t>& value) {
        if (value) counters[name] = *value;
    };
    add("ios.success", statistics.ios.success);
    add("ios.error", statistics.ios.error);
    add("android.success", statistics.android.success);
    add("android.error", statistics.android.error);
    return counters;
}

PushRates push_rates(const CounterChange& change, const std::string& platform) {
    const auto went_down = [&change](const std::string& name) {
        return change.now.contains(name) && change.before.contains(name) && !change.growth(name);
    };
    const auto success = platform + ".success";
    const auto error = platform + ".error";
    if (went_down(success) || went_down(error)) return {};
    PushRates rates{change.rate(success), change.rate(error), {}};
    if (!rates.success || !rates.error) return rates;
    // Since the start of a server that has run for months, current failures would not show.
    const auto succeeded = *change.growth(success);
    const auto pushed = succeeded + *change.growth(error);
    rates.success_percentage = percentage(succeeded, pushed).value_or(100);
    return rates;
}

}  // namespace monitoring
