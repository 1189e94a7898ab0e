#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/state/state.hpp"

namespace monitoring {

/// A reboot, found by what the run before it had left.
struct Reboot {
    std::uint64_t was_up = 0;  ///< so many seconds the host had been up at that run
    Seconds found_ago{};       ///< when it was found, by the boot-time clock
};

/// What is known of reboots.
struct RebootSearch {
    bool is_first = false;       ///< no run before this one left its uptime
    std::optional<Reboot> last;  ///< the last one, however long ago it was found
    std::string not_saved;       ///< why nothing could be kept for the next run, if so
};

/// Compares an uptime in seconds with that of the last run, and leaves it for the next one. It is
/// a reboot when the name of the boot is another one, whatever the clocks show: one that is wrong
/// after booting must not hide it. A container has the name of its host's boot: its restart shows
/// in the uptime, which is then more than a minute less, where lxcfs makes it the container's own.
[[nodiscard]] RebootSearch look_for_reboot(const StateFile& file, const Stamp& now,
                                           std::uint64_t uptime);

}  // namespace monitoring
