#pragma once

#include <string>
#include <vector>

#include "common/net/network_address.hpp"

namespace monitoring {

/// One address of a network interface.
struct InterfaceAddress {
    std::string interface;  ///< "eth0", also for the label "eth0:1"; "?": not known
    IpAddress address;      ///< of a point-to-point link: our own end
    bool is_up = false;     ///< whether the interface is switched on; it may lack its cable
};

/// The IPv4 and IPv6 addresses of all interfaces of this network namespace, as getifaddrs(3) tells
/// them. Throws Error when they cannot be told.
[[nodiscard]] std::vector<InterfaceAddress> interface_addresses();

}  // namespace monitoring
