#pragma once

#include <optional>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The state of the kernel's clock.
struct KernelClock {
    /// Its maximum error is less than 16 s: it was set within the last nine hours.
    bool is_synchronised = false;
    /// The offset that its phase-locked loop has still to correct; empty when that is not in use.
    std::optional<Seconds> offset{};
};

/// From `status`, `offset` and `maxerror` of struct timex (adjtimex(2)).
[[nodiscard]] KernelClock kernel_clock_of(int status, long offset, long max_error);

/// Reads it with adjtimex(2), without changing it. Throws Error where that is forbidden.
[[nodiscard]] KernelClock read_kernel_clock();

}  // namespace monitoring
