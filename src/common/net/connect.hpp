#pragma once

#include <cstdint>
#include <string>

#include "common/runtime/file.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// Whom to connect to.
struct Peer {
    std::string host;          ///< a name, or an address; of IPv6 also with its scope
    std::uint16_t port = 0;    ///< from 1 to 65535
    int family = 0;            ///< AF_INET or AF_INET6; 0 (AF_UNSPEC) for either
    bool is_datagram = false;  ///< UDP: only the route is decided, and nothing is sent
};

/// A connected socket that never blocks, or why there is none.
struct Connection {
    UniqueFd socket;
    std::string failure;        ///< such as "Connection refused"; empty when the socket is open
    bool has_no_route = false;  ///< it failed because this machine has no such network at all
};

/// Looks the host up as the system does and connects to the first of its addresses that can be
/// reached, all within that time.
[[nodiscard]] Connection connect_to(const Peer& peer, Seconds timeout);

}  // namespace monitoring
