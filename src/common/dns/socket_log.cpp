#include "common/dns/socket_log.hpp"

#include <ares.h>
#include <errno.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <string_view>

#include "common/quantity.hpp"

namespace monitoring {

namespace {

/// Notes an errno value that ends things, and gives back what the call returned.
template <typename Result>
Result noted(SocketLog& log, Result result) {
    const bool is_over = errno != EAGAIN && errno != EINTR && errno != EINPROGRESS;
    if (result < 0 && is_over && log.error == 0) log.error = errno;
    return result;
}

SocketLog& log_of(void* log) { return *static_cast<SocketLog*>(log); }

int open_socket(int family, int type, int protocol, void* log) {
    return noted(log_of(log), socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
}

int close_socket(int socket, void* /*log*/) { return close(socket); }

/// The number of an interface such as "eth0" or "2"; 0 when there is none.
unsigned interface_number(const std::string& scope) {
    if (const auto number = parse_integer(scope)) return static_cast<unsigned>(*number);
    return if_nametoindex(scope.c_str());
}

int connect_socket(int socket, const sockaddr* address, socklen_t size, void* log) {
    const auto& scope = log_of(log).server.address.scope;
    if (address->sa_family != AF_INET6 || scope.empty()) {
        return noted(log_of(log), connect(socket, address, size));
    }
    // c-ares 1.18 has no place for the interface.
    sockaddr_in6 scoped{};
    memcpy(&scoped, address, sizeof scoped);
    scoped.sin6_scope_id = interface_number(scope);
    if (scoped.sin6_scope_id == 0) {
        errno = ENODEV;
        return noted(log_of(log), -1);
    }
    return noted(log_of(log),
                 connect(socket, reinterpret_cast<const sockaddr*>(&scoped), sizeof scoped));
}

bool is_stream(int socket) {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

std::uint32_t number_at(const unsigned char* bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 8U | bytes[1];
}

void look_at_datagram(SocketLog& log, unsigned char* bytes, std::size_t count) {
    constexpr std::size_t kHeader = 12;
    if (count < kHeader) return;
    // c-ares would cut it off without a word.
    if (count > log.largest_datagram) bytes[2] |= 0x02U;
    // Who cannot read a question may not repeat it either, and then c-ares would not know whose
    // answer that is.
    const bool is_error = (bytes[2] & 0x80U) != 0 && (bytes[3] & 0x0FU) != 0;
    if (is_error && number_at(bytes) == log.number && number_at(bytes + 4) == 0) {
        log.error_message.assign(reinterpret_cast<const char*>(bytes), kHeader);
    }
}

ssize_t receive(int socket, void* buffer, size_t size, int flags, sockaddr* from,
                socklen_t* from_size, void* log) {
    const ssize_t count =
        noted(log_of(log), recvfrom(socket, buffer, size, flags, from, from_size));
    const bool is_tcp = is_stream(socket);
    if (count == 0 && is_tcp) log_of(log).is_closed = true;
    if (count > 0 && !is_tcp) {
        look_at_datagram(log_of(log), static_cast<unsigned char*>(buffer),
                         static_cast<std::size_t>(count));
    }
    return count;
}

ssize_t send_parts(int socket, const iovec* parts, int count, void* log) {
    const auto* bytes = static_cast<const unsigned char*>(parts->iov_base);
    if (!is_stream(socket) && parts->iov_len >= 2) log_of(log).number = number_at(bytes);
    return noted(log_of(log), writev(socket, parts, count));
}

/// What must live as long as any channel: c-ares keeps the pointer.
constexpr ares_socket_functions kFunctions = {open_socket, close_socket, connect_socket, receive,
                                              send_parts};

}  // namespace

void use_logged_sockets(ares_channeldata* channel, SocketLog& log) {
    ares_set_socket_functions(channel, &kFunctions, &log);
}

Problem problem_of(const SocketLog& log, const std::string& reason) {
    if (log.error == ECONNREFUSED) return {"connection refused", "by", ""};
    if (log.error == ECONNRESET || (log.error == 0 && log.is_closed)) {
        return {"connection closed", "by", ""};
    }
    const auto why = log.error == 0 ? reason : std::string(strerror(log.error));
    return {"cannot send", "to", fmt::format(": {}", why)};
}

}  // namespace monitoring
