#include "common/hosts/connect.hpp"

#include <errno.h>
#include <poll.h>

#include <cstring>

#include "common/hosts/host_lookup.hpp"
#include "common/net/network_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

/// Whether the socket is its own peer: when the kernel chooses as local port the very port of this
/// machine that is connected to, and where nothing listens (RFC 9293, simultaneous open).
static bool is_connected_to_itself(int socket) {
    SocketAddress own{{}, sizeof(sockaddr_storage)};
    SocketAddress other{{}, sizeof(sockaddr_storage)};
    return getsockname(socket, own.get(), &own.size) == 0 &&
           getpeername(socket, other.get(), &other.size) == 0 && own.size == other.size &&
           std::memcmp(&own.storage, &other.storage, own.size) == 0;
}

/// Connects, or returns an errno value: ETIMEDOUT after the timeout.
static int connect_within(int socket, SocketAddress address, Seconds timeout) {
    if (connect(socket, address.get(), address.size) != 0) {
        if (errno != EINPROGRESS) return errno;
        if (!wait_for(socket, POLLOUT, timeout)) return ETIMEDOUT;
        int error = 0;
        socklen_t size = sizeof(error);
        if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
        if (error != 0) return error;
    }
    return is_connected_to_itself(socket) ? ECONNREFUSED : 0;
}

/// Whether this machine merely lacks the network, as with every IPv6 address where there is no
/// IPv6.
static bool is_lack_of_route(int error) {
    return error == ENETUNREACH || error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
}

Connection connect_to(const Peer& peer, Seconds timeout) {
    const Deadline deadline(timeout);
    const HostLookup lookup = look_up_host(peer, deadline);
    if (!lookup.failure.empty()) return {{}, lookup.failure};
    const Activity activity("connecting to " + format_host_port(peer.host, peer.port));
    const int type = (peer.is_datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int reason = 0;
    auto left = lookup.addresses.size();
    for (const SocketAddress& address : lookup.addresses) {
        // An address that does not answer uses up only its share of the timeout.
        const Seconds share = deadline.remaining() / static_cast<double>(left--);
        UniqueFd descriptor(socket(address.storage.ss_family, type, 0));
        const int error =
            descriptor.is_open() ? connect_within(descriptor.get(), address, share) : errno;
        if (error == 0) return {std::move(descriptor), ""};
        if (reason == 0 || !is_lack_of_route(error) || is_lack_of_route(reason)) reason = error;
    }
    return {{},
            reason == ETIMEDOUT ? deadline.failure() : error_text(reason),
            is_lack_of_route(reason)};
}

}  // namespace monitoring
