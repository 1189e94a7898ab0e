#include "common/net/socket_address.hpp"

#include <net/if.h>
#include <netinet/in.h>

#include <cstring>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The name of a network interface, or its number when it is gone.
static std::string interface_name(unsigned index) {
    std::array<char, IF_NAMESIZE> name{};
    return if_indextoname(index, name.data()) == nullptr ? std::to_string(index) : name.data();
}

/// The number of an interface such as "eth0" or "2"; 0 when there is none.
static unsigned interface_number(const std::string& scope) {
    if (const auto number = parse_integer(scope)) return static_cast<unsigned>(*number);
    return if_nametoindex(scope.c_str());
}

std::optional<SocketAddress> to_socket_address(const IpAddress& address, std::uint16_t port) {
    SocketAddress result;
    if (address.family == AF_INET) {
        sockaddr_in ipv4{};
        ipv4.sin_family = AF_INET;
        ipv4.sin_port = htons(port);
        std::memcpy(&ipv4.sin_addr, address.bytes.data(), sizeof ipv4.sin_addr);
        result.size = sizeof ipv4;
        std::memcpy(&result.storage, &ipv4, sizeof ipv4);
        return result;
    }
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(port);
    std::memcpy(&ipv6.sin6_addr, address.bytes.data(), sizeof ipv6.sin6_addr);
    if (!address.scope.empty()) {
        ipv6.sin6_scope_id = interface_number(address.scope);
        if (ipv6.sin6_scope_id == 0) return {};
    }
    result.size = sizeof ipv6;
    std::memcpy(&result.storage, &ipv6, sizeof ipv6);
    return result;
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
