#pragma once

#include "common/quantity.hpp"

namespace monitoring {

/// What the kernel says of its clock.
struct KernelClock {
    bool is_synchronised = false;  ///< somebody has set it right within the last nine hours
    bool is_steered = false;       ///< its phase-locked loop is in use, and so is the offset
    Seconds offset{};              ///< what that loop has yet to take away
};

/// Makes it of `status` and `offset` in adjtimex(2)'s struct timex.
[[nodiscard]] KernelClock kernel_clock_of(int status, long offset);

/// Asks the kernel by adjtimex(2), changing nothing. Throws Error where that is forbidden.
[[nodiscard]] KernelClock read_kernel_clock();

}  // namespace monitoring
