#pragma once

#include <cstdint>
#include <string>

#include "common/runtime/file.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// The host and port to connect to.
struct Peer {
    std::string host;          ///< a name or an address, with a scope if it is link-local
    std::uint16_t port = 0;    ///< from 1 to 65535
    int family = 0;            ///< AF_INET or AF_INET6; 0 (AF_UNSPEC) for either
    bool is_datagram = false;  ///< UDP: only a route is chosen, and nothing is sent
};

/// A connected, non-blocking socket, or why there is none.
struct Connection {
    UniqueFd socket;
    std::string failure;        ///< such as "Connection refused"; empty when the socket is open
    bool has_no_route = false;  ///< it failed for want of a route to such addresses
};

/// Looks the host up and connects to the first of its addresses that accepts,
/// all within the timeout.
[[nodiscard]] Connection connect_to(const Peer& peer, Seconds timeout);

}  // namespace monitoring
