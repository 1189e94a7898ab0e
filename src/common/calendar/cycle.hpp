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
    const auto cycle = moment / kCycle - (moment % kCycle < 0 ? 1 : 0);
    return {std::chrono::sys_seconds(std::chrono::seconds(moment - cycle * kCycle)), cycle};
}

}  // namespace monitoring
