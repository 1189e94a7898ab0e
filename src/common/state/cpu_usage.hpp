#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/state/counters.hpp"

namespace monitoring {

/// A state of CpuTimes::kNames, and the clock ticks that all CPUs together spent in it.
struct CpuTime {
    std::string_view state;
    std::uint64_t ticks = 0;
};

/// What is to be remembered until the next run.
[[nodiscard]] Counters cpu_counters(const CpuTimes& times);

/// The time in each state between two runs, in the kernel's order: the states that were counted
/// both times. The time of guests is not part of user and nice here. A counter that went back, or
/// below 0, counts 0.
[[nodiscard]] std::vector<CpuTime> cpu_times_in(const CounterChange& change);

}  // namespace monitoring
