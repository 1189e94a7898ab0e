#pragma once

#include "common/hosts/host_lookup.hpp"

namespace monitoring {

/// Looks the name of the peer's host up as this host does: by getaddrinfo(3) where the C library is
/// the distribution's, and else, as in what is shipped, by resolve_name().
[[nodiscard]] HostLookup ask_name_service(const Peer& peer, const Deadline& deadline);

}  // namespace monitoring
