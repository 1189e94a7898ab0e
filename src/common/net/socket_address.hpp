#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include "common/net/network_address.hpp"

namespace monitoring {

/// An address and a port, as connect(2) takes them.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] const sockaddr* get() const {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
    [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

/// The socket address of an IP address and a port; empty when its scope is no interface of this
/// host.
[[nodiscard]] std::optional<SocketAddress> to_socket_address(const IpAddress& address,
                                                             std::uint16_t port);

/// The address in a whole sockaddr_in or sockaddr_in6; empty where it is of another family.
[[nodiscard]] std::optional<IpAddress> ip_address_in(const sockaddr* socket_address);

}  // namespace monitoring
