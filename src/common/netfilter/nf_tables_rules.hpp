#pragma once

#include <cstdint>
#include <string>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_socket.hpp"

namespace monitoring {

/// Where the rules of a chain lead to; it is not set when one of them does more than that. Only as
/// many of the rules are read as it takes to know. Throws NfTablesChanged, Error.
[[nodiscard]] Jumps read_jumps(NfTablesSocket& socket, std::uint16_t family,
                               const std::string& table, const std::string& chain);

}  // namespace monitoring
