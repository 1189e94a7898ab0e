#include "common/tls/socket_stream.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "common/text/error_text.hpp"

namespace monitoring {

void SocketStream::fail(std::string_view reason) {
    if (!has_failed()) failure_ = reason;
}

void SocketStream::fail_by_errno(int error_number) {
    if (error_number == EAGAIN || error_number == EINTR) return;
    const bool is_closed = error_number == ECONNRESET || error_number == EPIPE;
    fail(fmt::format("{} ({})", is_closed ? "it closed the connection" : error_text(error_number),
                     step_));
}

bool SocketStream::wait(short events) {
    if (has_failed()) return false;
    if (wait_for(socket_, events, deadline_.remaining())) return true;
    fail(fmt::format("{} ({})", deadline_.failure(), step_));
    return false;
}

void SocketStream::send(std::string_view bytes) {
    while (!bytes.empty() && wait(POLLOUT)) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0) {
            fail_by_errno(errno);
        } else {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
}

std::string SocketStream::receive() {
    std::array<char, 16384> buffer;  // NOLINT(*-member-init): recv(2) fills it
    while (wait(POLLIN)) {
        const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
        if (count < 0) {
            fail_by_errno(errno);
            continue;
        }
        if (count == 0) fail(fmt::format("it closed the connection ({})", step_));
        const auto size = static_cast<std::size_t>(count);
        bytes_ += size;
        if (bytes_ <= max_bytes_) return {buffer.data(), size};
        fail(fmt::format("it sent more than {} bytes ({})", max_bytes_, step_));
    }
    return "";
}

bool SocketStream::has_more() const {
    char next = 0;
    return recv(socket_, &next, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

}  // namespace monitoring
