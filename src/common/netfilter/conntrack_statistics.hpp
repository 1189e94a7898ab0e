#pragma once

#include <cstdint>

#include "common/netfilter/netlink_message.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// The entries that were dropped because the table was full, by the counters of one CPU
/// (enum ctattr_stats_cpu). Throws NetlinkFailure.
[[nodiscard]] std::uint64_t drops_of_processor(NetlinkAttributes counters);

/// The entries that the kernel dropped in this network namespace, over all CPUs, since boot, by
/// netlink: for kernels without /proc/net/stat/nf_conntrack. Throws Error.
[[nodiscard]] std::uint64_t ask_conntrack_drops(Seconds timeout);

}  // namespace monitoring
