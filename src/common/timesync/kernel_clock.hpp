#pragma once

#include <optional>

#include "common/text/quantity.hpp"

namespace monitoring {

/// What the kernel says of its clock.
struct KernelClock {
    /// Somebody has set it right within the last nine hours: it is less than 16 s off at the most.
    bool is_synchronised = false;
    /// What its phase-locked loop has yet to take away; empty where nobody uses that.
    std::optional<Seconds> offset{};
};

/// Makes it of `status`, `offset` and `maxerror` in adjtimex(2)'s struct timex.
[[nodiscard]] KernelClock kernel_clock_of(int status, long offset, long max_error);

/// Asks the kernel by adjtimex(2), changing nothing. Throws Error where that is forbidden.
[[nodiscard]] KernelClock read_kernel_clock();

}  // namespace monitoring
