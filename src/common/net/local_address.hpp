#pragma once

#include "common/net/network_address.hpp"

namespace monitoring {

/// The local address of a connected socket, from getsockname(2). Throws Error.
[[nodiscard]] IpAddress local_address(int socket);

}  // namespace monitoring
