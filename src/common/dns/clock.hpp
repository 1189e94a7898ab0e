#pragma once

#include "common/quantity.hpp"

namespace monitoring {

/// The time since boot, time spent suspended included: for differences.
[[nodiscard]] Seconds boot_time();

}  // namespace monitoring
