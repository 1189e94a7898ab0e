#pragma once

#include <vector>

#include "common/net/socket_address.hpp"

namespace monitoring {

/// Puts the addresses of a host into the order in which to try them (RFC 6724, 6), by glibc's table
/// of policies: first those that there is a route to. Sends nothing.
void sort_by_preference(std::vector<SocketAddress>& addresses);

}  // namespace monitoring
