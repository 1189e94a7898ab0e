#pragma once

#include <cstdint>
#include <string_view>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The content of one datagram of the kernel's answer, which has a message for each CPU.
struct ConntrackStatistics {
    std::uint64_t drops = 0;  ///< entries dropped because the table was full, since boot
    unsigned processors = 0;
    bool is_last = false;
};

/// Parses messages of ctnetlink (linux/netfilter/nfnetlink_conntrack.h); those with another
/// sequence number are ignored. Throws Error for an error message and for one that is cut short.
[[nodiscard]] ConntrackStatistics parse_conntrack_statistics(std::string_view datagram,
                                                             std::uint32_t sequence);

/// The entries that the kernel dropped in this network namespace, over all CPUs, since boot, by
/// netlink: for kernels without /proc/net/stat/nf_conntrack. Throws Error.
[[nodiscard]] std::uint64_t ask_conntrack_drops(Seconds timeout);

}  // namespace monitoring
