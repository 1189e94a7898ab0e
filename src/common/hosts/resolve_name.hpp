#pragma once

#include <cstdint>
#include <string>

#include "common/hosts/host_lookup.hpp"

namespace monitoring {

/// Where names are looked up.
struct NameSources {
    std::string hosts = "/etc/hosts";
    std::string resolv_conf = "/etc/resolv.conf";
    std::uint16_t port = 53;  ///< of the name servers
};

/// Looks up the name of the peer's host in a hosts(5), and only where that has none by the name
/// servers of a resolv.conf(5): for both families of addresses, unless the peer has one. What one
/// family lacks does not spoil the other. The words of a failure are those of getaddrinfo(3).
[[nodiscard]] HostLookup resolve_name(const Peer& peer, const NameSources& sources,
                                      const Deadline& deadline);

}  // namespace monitoring
