#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/procfs/procfs.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// A moment, by all that tells whether two moments can be compared.
struct Stamp {
    std::string boot_id;            ///< empty when the kernel does not tell
    std::int64_t boot_time_ns = 0;  ///< since boot, time spent suspended included
    std::int64_t real_time_ns = 0;  ///< since 1970
};

[[nodiscard]] Stamp stamp_now(const ProcFs& proc);

/// The time since boot, time spent suspended included: for differences.
[[nodiscard]] Seconds boot_time();

/// The time that passed between two moments by the boot-time clock. Empty after a reboot, or when
/// one of the clocks went back.
[[nodiscard]] std::optional<Seconds> time_between(const Stamp& earlier, const Stamp& later);

}  // namespace monitoring
