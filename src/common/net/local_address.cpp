#include "common/net/local_address.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "common/net/socket_address.hpp"
#include "common/text/error.hpp"

namespace monitoring {

IpAddress local_address(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto* const generic = reinterpret_cast<sockaddr*>(&storage);
    if (getsockname(socket, generic, &size) != 0) {
        throw system_error("cannot tell our own address", errno);
    }
    IpAddress address = ip_address_in(generic).value();
    static constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0,   0,
                                                             0, 0, 0, 0, 255, 255};
    if (address.family == AF_INET6 &&
        std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) {
        // ::ffff:192.0.2.1 is how an IPv6 socket writes an IPv4 address.
        address.family = AF_INET;
        std::rotate(address.bytes.begin(), address.bytes.begin() + kMapped.size(),
                    address.bytes.end());
        std::fill(address.bytes.begin() + 4, address.bytes.end(), std::uint8_t{0});
    }
    return address;
}

}  // namespace monitoring
