#pragma once

#include <cstdint>
#include <string_view>

#include "common/text/quantity.hpp"

namespace monitoring {

/// What one datagram of the kernel's answer tells: a message for each CPU.
struct ConntrackStatistics {
    std::uint64_t drops = 0;  ///< entries dropped for want of room, since boot
    unsigned processors = 0;
    bool is_last = false;
};

/// Messages of ctnetlink (linux/netfilter/nfnetlink_conntrack.h) that answer the question of that
/// number; others are passed over. Throws Error for a refusal and for what is cut short.
[[nodiscard]] ConntrackStatistics parse_conntrack_statistics(std::string_view datagram,
                                                             std::uint32_t sequence);

/// What the kernel dropped in this network namespace, over all CPUs, since boot, as it tells by
/// netlink where it has no /proc/net/stat/nf_conntrack. Throws Error when it does not tell.
[[nodiscard]] std::uint64_t ask_conntrack_drops(Seconds timeout);

}  // namespace monitoring
