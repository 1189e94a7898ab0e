#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/state/state.hpp"

namespace monitoring {

/// How fast somebody reads a log.
struct ReadProgress {
    std::optional<double> rate;  ///< bytes a second since the last run; empty at the first one
    std::string not_saved;       ///< why the position could not be kept for the next run, if so
};

/// Replaces the position in the log that the last run saved by this one, in bytes; one that went
/// down was counted from the start of a new log. Within a second of the last run nothing is
/// replaced, and the rate is the one which that run found.
[[nodiscard]] ReadProgress exchange_position(const StateFile& file, const Stamp& now,
                                             std::uint64_t position);

}  // namespace monitoring
