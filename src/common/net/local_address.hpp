#pragma once

#include "common/net/network_address.hpp"

namespace monitoring {

/// The address of our end of a connected socket, see getsockname(2). Throws Error.
[[nodiscard]] IpAddress local_address(int socket);

}  // namespace monitoring
