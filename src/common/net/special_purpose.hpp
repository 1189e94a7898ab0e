#pragma once

#include "common/net/network_address.hpp"

namespace monitoring {

/// Whether hosts anywhere on the Internet can reach the address: not multicast, and not in a block
/// of IANA's special-purpose address registries, https://www.iana.org/assignments/
/// iana-ipv4-special-registry and iana-ipv6-special-registry (RFC 6890), unless their column
/// "Globally Reachable" says True. IPv6 has such addresses in 2000::/3 only (RFC 4291).
[[nodiscard]] bool is_global(const IpAddress& address);

}  // namespace monitoring
