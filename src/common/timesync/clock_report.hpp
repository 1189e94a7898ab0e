#pragma once

#include <cstdint>
#include <optional>

#include "common/text/quantity.hpp"

namespace monitoring {

/// What a time service says of this host's clock. What it does not tell is empty.
struct ClockReport {
    bool is_synchronised = false;   ///< a source is selected
    std::optional<Seconds> offset;  ///< from that source; either sign
    std::optional<Seconds> jitter;  ///< how much the offset varies
    std::optional<Seconds> root_delay;
    std::optional<Seconds> root_dispersion;
    std::optional<std::uint64_t> stratum;
    std::optional<std::uint64_t> sources;    ///< all that are configured or were found
    std::optional<std::uint64_t> reachable;  ///< those that answered one of the last eight polls
};

}  // namespace monitoring
