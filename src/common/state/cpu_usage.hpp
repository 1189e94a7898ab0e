#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/state/counters.hpp"

namespace monitoring {

/// A state of CpuTimes::kNames, and the share of all CPUs' time that was spent in it, in percent.
struct CpuShare {
    std::string_view state;
    double percent = 0;
};

/// What is to be remembered until the next run.
[[nodiscard]] Counters cpu_counters(const CpuTimes& times);

/// How the time between two runs was spent, in the kernel's order: the states that were counted
/// both times, 100% in all. The time of guests is not part of user and nice here. A counter that
/// went back, or below 0, counts 0, and so does steal within three minutes after boot, when virtual
/// machines report far too much of it: only to see that is `proc` asked for its uptime, which may
/// throw Error. Empty when no time was counted.
[[nodiscard]] std::vector<CpuShare> cpu_shares(const CounterChange& change, const ProcFs& proc);

}  // namespace monitoring
