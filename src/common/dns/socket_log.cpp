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

#include <algorithm>
#include <cstddef>

#include "common/dns/name.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kFlags = 2;  // the place of the first byte of flags (RFC 1035, 4.1.1)
constexpr char kTruncated = 0x02;

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

/// The number of 16 bits in network order that begins there; 0 where there is none.
std::size_t number_at(std::string_view bytes, std::size_t position) {
    if (position + 2 > bytes.size()) return 0;
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[position])) << 8U |
           static_cast<unsigned char>(bytes[position + 1]);
}

void take_message(SocketLog& log, std::string_view message) {
    if (log.message.empty() && is_answer_to(log.question, message)) log.message = message;
}

/// Over TCP each message has its length in front (RFC 1035, 4.2.2).
void take_stream(SocketLog& log, std::string_view bytes) {
    if (!log.message.empty()) return;
    log.stream += bytes;
    for (;;) {
        const auto length = number_at(log.stream, 0);
        if (log.stream.size() < 2 + std::max<std::size_t>(length, 1)) return;
        take_message(log, std::string_view(log.stream).substr(2, length));
        log.stream.erase(0, 2 + length);
    }
}

ssize_t receive(int socket, void* buffer, size_t size, int flags, sockaddr* from,
                socklen_t* from_size, void* data) {
    SocketLog& log = log_of(data);
    const ssize_t count = noted(log, recvfrom(socket, buffer, size, flags, from, from_size));
    const bool is_tcp = is_stream(socket);
    if (count == 0 && is_tcp) log.is_closed = true;
    if (count <= 0) return count;
    const std::string_view bytes(static_cast<const char*>(buffer), static_cast<size_t>(count));
    if (is_tcp) {
        take_stream(log, bytes);
        return count;
    }
    if (log.message.empty() && is_answer_to(log.question, bytes)) {
        log.message = bytes;
        // Perhaps there was more of it than there was room.
        if (bytes.size() == size) log.message[kFlags] |= kTruncated;
    }
    // C-ares gets none of it: by itself it would ask once more after some errors, and its later
    // versions would give up on what does not belong to the question.
    errno = EAGAIN;
    return -1;
}

ssize_t send_parts(int socket, const iovec* parts, int count, void* data) {
    SocketLog& log = log_of(data);
    const std::string_view bytes(static_cast<const char*>(parts->iov_base), parts->iov_len);
    const std::size_t start = is_stream(socket) ? 2 : 0;
    if (log.question.empty() && bytes.size() > start) log.question = bytes.substr(start);
    return noted(log, writev(socket, parts, count));
}

/// What must live as long as any channel: c-ares keeps the pointer.
constexpr ares_socket_functions kFunctions = {open_socket, close_socket, connect_socket, receive,
                                              send_parts};

}  // namespace

bool is_answer_to(std::string_view question, std::string_view message) {
    constexpr std::size_t kHeader = 12;
    if (question.size() < kHeader || message.size() < kHeader) return false;
    if (number_at(message, 0) != number_at(question, 0)) return false;
    const auto repeated = number_at(message, 4);
    const bool is_error = (message[kFlags + 1] & 0x0F) != 0;
    if (repeated == 0) return is_error;
    // The name, which is not compressed and ends in a zero byte, type and class.
    const auto length = question.find('\0', kHeader) + 5 - kHeader;
    return repeated == 1 && lower_case(message.substr(kHeader, length)) ==
                                lower_case(question.substr(kHeader, length));
}

void use_logged_sockets(ares_channeldata* channel, SocketLog& log) {
    ares_set_socket_functions(channel, &kFunctions, &log);
}

Problem problem_of(const SocketLog& log, const std::string& reason) {
    if (log.error == ECONNREFUSED) return {"connection refused", "by", ""};
    if (log.error == ECONNRESET || (log.error == 0 && log.is_closed)) {
        return {"connection closed", "by", ""};
    }
    if (log.error == 0) return {"no usable answer", "from", fmt::format(": {}", reason)};
    return {"cannot send", "to", fmt::format(": {}", strerror(log.error))};
}

}  // namespace monitoring
