#pragma once

#include <string>
#include <vector>

#include "common/net/connect.hpp"
#include "common/net/socket_address.hpp"
#include "common/runtime/deadline.hpp"

namespace monitoring {

/// The addresses of a host, or why there are none.
struct HostLookup {
    std::vector<SocketAddress> addresses;  ///< in the order of preference (RFC 6724)
    std::string failure;                   ///< such as "Name or service not known"; else empty
};

/// Looks the peer's host up with getaddrinfo(3), which may hang: after the deadline it is left
/// behind in a thread of its own.
[[nodiscard]] HostLookup look_up_host(const Peer& peer, const Deadline& deadline);

}  // namespace monitoring
