#pragma once

#include <cstdint>
#include <optional>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The state of this host's clock, from a time service; values that it does not have are empty.
struct ClockReport {
    bool is_synchronised = false;   ///< a source is selected
    std::optional<Seconds> offset;  ///< from that source; positive or negative
    std::optional<Seconds> jitter;  ///< the variation of the offset
    std::optional<Seconds> root_delay;
    std::optional<Seconds> root_dispersion;
    std::optional<std::uint64_t> stratum;
    std::optional<std::uint64_t> sources;    ///< configured or discovered
    std::optional<std::uint64_t> reachable;  ///< those that answered one of the last eight polls
};

}  // namespace monitoring
