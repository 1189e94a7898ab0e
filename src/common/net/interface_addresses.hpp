#pragma once

#include <string>
#include <vector>

#include "common/net/network_address.hpp"

namespace monitoring {

/// One address of a network interface.
struct InterfaceAddress {
    std::string interface;  ///< "eth0", also for the label "eth0:1"; "?": not known
    IpAddress address;      ///< of a point-to-point link: the local end
    bool is_up = false;     ///< IFF_UP, with or without a carrier
};

/// The IPv4 and IPv6 addresses of all interfaces of this network namespace, from getifaddrs(3).
/// Throws Error when that fails.
[[nodiscard]] std::vector<InterfaceAddress> interface_addresses();

}  // namespace monitoring
