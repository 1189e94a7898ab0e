#pragma once

#include <string>
#include <vector>

#include "common/hosts/connect.hpp"
#include "common/net/network_address.hpp"
#include "common/net/socket_address.hpp"
#include "common/runtime/deadline.hpp"

namespace monitoring {

/// The addresses of a host, or why there are none.
struct HostLookup {
    std::vector<SocketAddress> addresses;  ///< in the order of preference (RFC 6724)
    std::string failure;                   ///< such as "Name or service not known"; else empty
};

/// Looks up the peer's host, a name or an address, until the deadline.
[[nodiscard]] HostLookup look_up_host(const Peer& peer, const Deadline& deadline);

/// The lookup of a host that is an address.
[[nodiscard]] HostLookup look_up_address(IpAddress address, const Peer& peer);

/// The IPv4 address that an IPv6 address such as ::ffff:192.0.2.1 stands for (RFC 4291, 2.5.5.2);
/// any other address as it is.
[[nodiscard]] IpAddress without_mapping(const IpAddress& address);

/// The failure after the deadline.
[[nodiscard]] std::string lookup_timeout_text(const Peer& peer, const Deadline& deadline);

}  // namespace monitoring
