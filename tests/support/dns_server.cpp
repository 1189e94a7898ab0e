#include "support/dns_server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>
#include <utility>

#include "common/runtime/file.hpp"
#include "support/dns_message.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kHeader = 12;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket on that port, or on a free one for 0; not open when the port is taken.
UniqueFd bound_socket(int type, std::uint16_t port) {
    UniqueFd socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    const auto address = loopback(port);
    const auto* const any = reinterpret_cast<const sockaddr*>(&address);
    if (bind(socket.get(), any, sizeof address) != 0) return UniqueFd();
    return socket;
}

std::uint16_t port_of(const UniqueFd& socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

std::string address_of(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

}  // namespace

std::string DnsServer::Query::first_label() const {
    if (bytes.size() <= kHeader) return "";
    auto label = bytes.substr(kHeader + 1, static_cast<unsigned char>(bytes[kHeader]));
    std::transform(label.begin(), label.end(), label.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return label;
}

bool DnsServer::Query::has_edns() const { return bytes.size() > 11 && bytes[11] != 0; }

std::string DnsServer::Query::number() const { return bytes.substr(0, 2); }

std::string DnsServer::Query::question() const {
    const auto end = bytes.find('\0', kHeader);
    return bytes.substr(kHeader, end + 5 - kHeader);
}

class DnsServer::Implementation {
public:
    explicit Implementation(std::function<std::string(const Query&)> answer)
        : answer_(std::move(answer)) {
        // Whoever has the TCP port of that number leaves us to try another.
        for (int tries = 0; !tcp_.is_open() && tries < 100; ++tries) {
            udp_ = bound_socket(SOCK_DGRAM, 0);
            tcp_ = bound_socket(SOCK_STREAM, port_of(udp_));
        }
        if (listen(tcp_.get(), 16) != 0) throw std::runtime_error("no port for a name server");
        thread_ = std::thread([this] { serve(); });
    }
    ~Implementation() {
        eventfd_write(stop_.get(), 1);
        thread_.join();
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_of(udp_); }

private:
    void serve() {
        std::array<pollfd, 3> waiting = {
            {{stop_.get(), POLLIN, 0}, {udp_.get(), POLLIN, 0}, {tcp_.get(), POLLIN, 0}}};
        while (poll(waiting.data(), waiting.size(), -1) > 0 && waiting[0].revents == 0) {
            if (waiting[1].revents != 0) answer_datagram();
            if (waiting[2].revents != 0) answer_connection();
        }
    }

    void answer_datagram() {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        auto* const any = reinterpret_cast<sockaddr*>(&peer);
        std::string bytes(4096, '\0');
        const auto count = recvfrom(udp_.get(), bytes.data(), bytes.size(), 0, any, &size);
        if (count <= 0) return;
        bytes.resize(static_cast<std::size_t>(count));
        const auto answer = answer_({bytes, false});
        if (!answer.empty()) sendto(udp_.get(), answer.data(), answer.size(), 0, any, size);
    }

    /// One question for each connection; without an answer it is closed.
    void answer_connection() {
        const UniqueFd connection(accept4(tcp_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        std::array<unsigned char, 2> length{};
        if (recv(connection.get(), length.data(), length.size(), MSG_WAITALL) != 2) return;
        std::string bytes(length[0] * 256U + length[1], '\0');
        recv(connection.get(), bytes.data(), bytes.size(), MSG_WAITALL);
        const auto answer = answer_({bytes, true});
        if (answer.empty()) return;
        const auto message = two_bytes(static_cast<unsigned>(answer.size())) + answer;
        send(connection.get(), message.data(), message.size(), MSG_NOSIGNAL);
        // Until the other side has read it and closes as well.
        recv(connection.get(), length.data(), length.size(), 0);
    }

    std::function<std::string(const Query&)> answer_;
    UniqueFd stop_{eventfd(0, EFD_CLOEXEC)};
    UniqueFd udp_;
    UniqueFd tcp_;
    std::thread thread_;
};

DnsServer::DnsServer(std::function<std::string(const Query&)> answer)
    : implementation_(std::make_unique<Implementation>(std::move(answer))) {}
DnsServer::~DnsServer() = default;

std::string DnsServer::address() const { return address_of(implementation_->port()); }

std::string closed_address() {
    // Bound and given back: the kernel does not hand it out again at once.
    return address_of(port_of(bound_socket(SOCK_DGRAM, 0)));
}

}  // namespace monitoring
