#include "common/local_address.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "common/error.hpp"
#include "common/socket_address.hpp"

namespace monitoring {

IpAddress local_address(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto* const generic = reinterpret_cast<sockaddr*>(&storage);
    if (getsockname(socket, generic, &size) != 0) {
        throw system_error("cannot tell our own address", errno);
    }
    return ip_address_in(generic).value();
}

}  // namespace monitoring
