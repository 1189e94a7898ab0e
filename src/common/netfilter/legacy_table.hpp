#pragma once

#include <string_view>

#include "common/netfilter/input_filter.hpp"
#include "common/procfs/procfs.hpp"

namespace monitoring {

/// Whether the table "filter" is in a list of tables such as /proc/net/ip_tables_names.
[[nodiscard]] bool lists_filter(std::string_view content);

/// The chain INPUT of the table "filter" that iptables-legacy makes for a family (AF_INET or
/// AF_INET6). Not loaded where the kernel does not list the table: asking for it would make the
/// kernel create it. Throws Error when the list or the table cannot be read.
[[nodiscard]] InputFilter read_legacy_table(const ProcFs& proc, int family);

}  // namespace monitoring
