#include "common/hosts/host_lookup.hpp"

#include <fmt/format.h>
#include <net/if.h>
#include <netdb.h>

#include <algorithm>
#include <array>

#include "common/hosts/lookup_error.hpp"
#include "common/hosts/name_service.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

static bool is_link_local(const IpAddress& address) {
    return address.family == AF_INET6 && address.bytes[0] == 0xfe &&
           (address.bytes[1] & 0xc0) == 0x80;
}

/// What is wrong with the scope of an address; empty when nothing is.
static std::string mistake_in_scope(const IpAddress& address) {
    const auto& scope = address.scope;
    const bool is_number = parse_integer(scope).has_value();
    if (!is_link_local(address)) {
        // Only there may it be the name of an interface (getaddrinfo(3)).
        return scope.empty() || is_number ? "" : lookup_error_text(EAI_NONAME);
    }
    if (scope.empty()) return "a link-local address needs a scope such as %eth0";
    return is_number || if_nametoindex(scope.c_str()) != 0 ? "" : "no interface " + scope;
}

IpAddress without_mapping(const IpAddress& address) {
    constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const auto* const bytes = address.bytes.data();
    if (address.family != AF_INET6 || !std::equal(kMapped.begin(), kMapped.end(), bytes)) {
        return address;
    }
    IpAddress ipv4;
    ipv4.family = AF_INET;
    std::copy(bytes + kMapped.size(), bytes + address.bytes.size(), ipv4.bytes.begin());
    return ipv4;
}

HostLookup look_up_address(IpAddress address, const Peer& peer) {
    if (auto mistake = mistake_in_scope(address); !mistake.empty()) return {{}, mistake};
    if (peer.family == AF_INET) address = without_mapping(address);
    if (peer.family != AF_UNSPEC && peer.family != address.family) {
        return {{}, lookup_error_text(EAI_ADDRFAMILY)};
    }
    const auto found = to_socket_address(address, peer.port);
    if (!found) return {{}, lookup_error_text(EAI_NONAME)};
    return {{*found}, ""};
}

std::string lookup_timeout_text(const Peer& peer, const Deadline& deadline) {
    return fmt::format("{} (resolving {})", deadline.failure(), peer.host);
}

HostLookup look_up_host(const Peer& peer, const Deadline& deadline) {
    if (const auto address = parse_ip_address(peer.host)) return look_up_address(*address, peer);
    const Activity activity("resolving " + peer.host);
    return ask_name_service(peer, deadline);
}

}  // namespace monitoring
