#include "support/canned_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace monitoring {

static int listen_on(const sockaddr* address, socklen_t size) {
    const int listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, address, size) != 0 || listen(listener, 16) != 0) {
        throw std::runtime_error(std::string("cannot listen: ") + strerror(errno));
    }
    return listener;
}

/// A listener on a free port of the loopback address.
static int listen_locally(int family) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_addr = in6addr_loopback;
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (family == AF_INET6) return listen_on(reinterpret_cast<sockaddr*>(&six), sizeof six);
    return listen_on(reinterpret_cast<sockaddr*>(&four), sizeof four);
}

static std::uint16_t port_of(int listener) {
    // The port stands in the same place in both families.
    sockaddr_in6 address{};
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin6_port);
}

CannedServer::CannedServer(Behaviour behaviour, int family)
    : listener_(listen_locally(family)),
      port_(port_of(listener_)),
      behaviour_(std::move(behaviour)),
      thread_(&CannedServer::serve, this) {}

CannedServer::CannedServer(Behaviour behaviour, const std::filesystem::path& socket_path)
    : behaviour_(std::move(behaviour)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = listen_on(reinterpret_cast<sockaddr*>(&address), sizeof address);
    thread_ = std::thread(&CannedServer::serve, this);
}

CannedServer::~CannedServer() {
    is_stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void CannedServer::behave(Behaviour behaviour) {
    const std::lock_guard lock(mutex_);
    behaviour_ = std::move(behaviour);
}

std::string CannedServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void CannedServer::serve() {
    while (!is_stopping_) {
        const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) continue;
        read_request(descriptor);
        Behaviour behaviour;
        {
            const std::lock_guard lock(mutex_);
            behaviour = behaviour_;
        }
        behaviour(Connection(descriptor));
        close(descriptor);
    }
}

void CannedServer::read_request(int descriptor) {
    std::string request;
    std::array<char, 4096> bytes{};
    while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t count = recv(descriptor, bytes.data(), bytes.size(), 0);
        if (count <= 0) break;
        request.append(bytes.data(), static_cast<std::size_t>(count));
    }
    const std::lock_guard lock(mutex_);
    requests_ += request;
}

bool CannedServer::Connection::send(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t count = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool CannedServer::Connection::wait_for_close(int milliseconds) const {
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    return poll(&waiting, 1, milliseconds) > 0;
}

CannedServer::Behaviour answer_raw(std::string text) {
    return [text = std::move(text)](const CannedServer::Connection& connection) {
        static_cast<void>(connection.send(text));
    };
}

CannedServer::Behaviour answer_http(std::string_view status, std::string_view body) {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Length: ").append(std::to_string(body.size()));
    text.append("\r\nConnection: close\r\n\r\n").append(body);
    return answer_raw(std::move(text));
}

CannedServer::Behaviour answer_json(std::string_view json) { return answer_http("200 OK", json); }

CannedServer::Behaviour stay_silent() {
    return [](const CannedServer::Connection& connection) {
        static_cast<void>(connection.wait_for_close(60'000));
    };
}

CannedServer::Behaviour drip() {
    return [](const CannedServer::Connection& connection) {
        bool is_there = connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{");
        while (is_there && !connection.wait_for_close(50)) is_there = connection.send(" ");
    };
}

std::uint16_t free_port() {
    const int listener = listen_locally(AF_INET);
    const auto port = port_of(listener);
    close(listener);
    return port;
}

}  // namespace monitoring
