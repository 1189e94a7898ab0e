#include "common/dns/query_socket.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

#include "common/dns/message_reader.hpp"
#include "common/dns/query.hpp"
#include "common/net/socket_address.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

/// Connects a new socket, or returns an errno value; that is EINPROGRESS while TCP connects.
static int connect_socket(UniqueFd& descriptor, const Server& server, int type) {
    const auto address = to_socket_address(server.address, server.port);
    if (!address) return ENODEV;
    descriptor = UniqueFd(socket(server.address.family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!descriptor.is_open()) return errno;
    return connect(descriptor.get(), address->get(), address->size) == 0 ? 0 : errno;
}

/// The errno value of a call that returned that: 0 when it succeeded or is to be repeated later.
static int error_of(ssize_t result) {
    const bool is_passing = errno == EAGAIN || errno == EINTR || errno == EINPROGRESS;
    return result >= 0 || is_passing ? 0 : errno;
}

static DnsAnswer failure(int error) {
    DnsAnswer answer;
    if (error == ECONNREFUSED) {
        answer.problem = {"connection refused", "by", ""};
    } else if (error == ECONNRESET) {
        answer.problem = {"connection closed", "by", ""};
    } else if (error == EBADMSG) {
        answer.problem = {"garbled answer", "from", " (it is empty)"};
    } else {
        answer.problem = {"cannot send", "to", fmt::format(": {}", error_text(error))};
    }
    return answer;
}

QuerySocket::QuerySocket(const Server& server, const Question& question, Transport transport)
    : transport_(transport), question_(question) {
    // An answer of that size fits into one packet of IPv6, so that none is fragmented.
    constexpr int kEdnsPayload = 1232;
    query_ = make_query(question, transport == Transport::udp_with_edns ? kEdnsPayload : 0);
    unsent_ = query_;
    const bool is_tcp = transport == Transport::tcp;
    if (is_tcp) {
        const auto size = query_.size();
        unsent_.insert(0, {static_cast<char>(size >> 8U), static_cast<char>(size & 0xFFU)});
    }
    const int error = connect_socket(socket_, server, is_tcp ? SOCK_STREAM : SOCK_DGRAM);
    if (error != EINPROGRESS) error_ = error;
}

pollfd QuerySocket::awaited() const {
    return {socket_.get(), static_cast<short>(unsent_.empty() ? POLLIN : POLLOUT), 0};
}

void QuerySocket::send() {
    const ssize_t count = ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    error_ = error_of(count);
    if (count > 0) unsent_.erase(0, static_cast<std::size_t>(count));
}

/// Room for what waits to be read at once, a whole message over UDP.
static std::string room_for(int socket) {
    constexpr int kUsual = 512;
    constexpr int kLongest = 65535;
    int waiting = 0;
    if (ioctl(socket, FIONREAD, &waiting) != 0) waiting = kLongest;
    return std::string(static_cast<std::size_t>(std::clamp(waiting, kUsual, kLongest)), '\0');
}

void QuerySocket::receive() {
    std::string buffer = room_for(socket_.get());
    const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    error_ = error_of(count);
    const bool is_tcp = transport_ == Transport::tcp;
    if (count == 0 && is_tcp) error_ = ECONNRESET;
    if (count <= 0) return;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    if (!is_tcp) return take(bytes);
    stream_ += bytes;
    std::string_view rest = stream_;
    while (rest.size() >= 2) {
        const std::size_t size = DnsMessageReader(rest).number(2);
        if (rest.size() < 2 + size) break;
        // Whoever sends these may never end.
        if (size == 0 && message_.empty()) error_ = EBADMSG;
        take(rest.substr(2, size));
        rest.remove_prefix(2 + size);
    }
    // Once, since a message may be as short as two bytes.
    stream_.erase(0, stream_.size() - rest.size());
}

void QuerySocket::take(std::string_view message) {
    if (message_.empty() && is_answer_to(query_, message)) message_ = message;
}

std::optional<DnsAnswer> QuerySocket::process() {
    if (error_ == 0 && !unsent_.empty()) send();
    if (error_ == 0 && unsent_.empty()) receive();
    if (error_ != 0) return failure(error_);
    if (message_.empty()) return {};
    return read_answer(message_, question_);
}

}  // namespace monitoring
