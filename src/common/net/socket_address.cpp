#include "common/net/socket_address.hpp"

#include <net/if.h>
#include <netinet/in.h>

#include <cstring>

namespace monitoring {

/// The name of a network interface, or its number when it is gone.
static std::string interface_name(unsigned index) {
    std::array<char, IF_NAMESIZE> name{};
    return if_indextoname(index, name.data()) == nullptr ? std::to_string(index) : name.data();
}

std::optional<IpAddress> ip_address_in(const sockaddr* socket_address) {
    IpAddress address;
    address.family = socket_address->sa_family;
    if (address.family == AF_INET) {
        sockaddr_in ipv4{};
        std::memcpy(&ipv4, socket_address, sizeof ipv4);
        std::memcpy(address.bytes.data(), &ipv4.sin_addr, sizeof ipv4.sin_addr);
        return address;
    }
    if (address.family == AF_INET6) {
        sockaddr_in6 ipv6{};
        std::memcpy(&ipv6, socket_address, sizeof ipv6);
        std::memcpy(address.bytes.data(), &ipv6.sin6_addr, sizeof ipv6.sin6_addr);
        if (ipv6.sin6_scope_id != 0) address.scope = interface_name(ipv6.sin6_scope_id);
        return address;
    }
    return {};
}

}  // namespace monitoring
