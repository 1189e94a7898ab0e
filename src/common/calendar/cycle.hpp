#pragma once

#include <chrono>
#include <cstdint>

namespace monitoring {

/// A moment in the 400 years from 1970 on after which the calendar repeats itself, weekdays
/// included, and how many such cycles it is away from there: std::chrono's years end at 32767.
struct CycleMoment {
    std::chrono::sys_seconds moment;
    std::int64_t cycle = 0;
};
[[nodiscard]] inline CycleMoment cycle_of(std::int64_t moment) {
    constexpr std::int64_t kCycle = 146097LL * 86400;
    auto cycle = moment / kCycle;
    auto in_cycle = moment % kCycle;
    if (in_cycle < 0) {
        in_cycle += kCycle;
        --cycle;
    }
    return {std::chrono::sys_seconds(std::chrono::seconds(in_cycle)), cycle};
}

}  // namespace monitoring
