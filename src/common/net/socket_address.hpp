#pragma once

#include <sys/socket.h>

#include <optional>

#include "common/net/network_address.hpp"

namespace monitoring {

/// The address in a whole sockaddr_in or sockaddr_in6; empty where it is of another family.
[[nodiscard]] std::optional<IpAddress> ip_address_in(const sockaddr* socket_address);

}  // namespace monitoring
