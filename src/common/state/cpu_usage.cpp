#include "common/state/cpu_usage.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace monitoring {

/// "cpu-STATE" once was that of a time without the guests'.
static std::string counter_name(std::string_view state) { return fmt::format("ticks-{}", state); }

Counters cpu_counters(const CpuTimes& times) {
    Counters counters;
    for (std::size_t i = 0; i < times.ticks.size(); ++i) {
        counters[counter_name(CpuTimes::kNames.at(i))] = times.ticks[i];
    }
    return counters;
}

/// The time in one state. Below 0 is near 2^64, or near 2^64 nanoseconds where the kernel makes
/// ticks of these.
static std::uint64_t ticks_in(const CounterChange& change, const std::string& name) {
    // 10,000 CPUs need twelve days for that.
    static constexpr std::uint64_t kTooMany = std::uint64_t{1} << 40U;
    const auto now = change.now.find(name);
    if (now == change.now.end() || now->second > INT64_MAX) return 0;
    const auto ticks = change.growth(name).value_or(0);
    return ticks < kTooMany ? ticks : 0;
}

/// The time in one state, without that of guests, which has a state of its own.
static std::uint64_t ticks_without_guests(const CounterChange& change, std::string_view state) {
    auto ticks = ticks_in(change, counter_name(state));
    for (const auto& [host, guest] : {std::pair{"user", "guest"}, {"nice", "guest-nice"}}) {
        if (state == host) ticks -= std::min(ticks, ticks_in(change, counter_name(guest)));
    }
    return ticks;
}

std::vector<CpuShare> cpu_shares(const CounterChange& change, const ProcFs& proc) {
    std::vector<CpuShare> shares;
    double total = 0;
    for (const auto state : CpuTimes::kNames) {
        const auto name = counter_name(state);
        if (!change.before.contains(name) || !change.now.contains(name)) continue;
        auto ticks = ticks_without_guests(change, state);
        if (state == "steal" && ticks > 0 && proc.uptime() < std::chrono::minutes(3)) ticks = 0;
        shares.push_back({state, static_cast<double>(ticks)});
        total += static_cast<double>(ticks);
    }
    if (total == 0) return {};
    for (auto& share : shares) share.percent = share.percent * 100 / total;
    return shares;
}

}  // namespace monitoring
