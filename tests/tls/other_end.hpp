#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "common/runtime/file.hpp"

namespace monitoring {

/// The server's end of a connection, which answers in a thread.
class OtherEnd {
public:
    using Answer = std::function<void(const OtherEnd&)>;

    explicit OtherEnd(const Answer& answer) {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0) {
            client_ = UniqueFd(ends[0]);
            server_ = UniqueFd(ends[1]);
        }
        thread_ = std::thread([this, answer] {
            answer(*this);
            shutdown(server_.get(), SHUT_WR);
        });
    }
    ~OtherEnd() {
        shutdown(client_.get(), SHUT_RDWR);
        thread_.join();
    }
    OtherEnd(const OtherEnd&) = delete;
    OtherEnd& operator=(const OtherEnd&) = delete;

    /// What the code under test gets; it never blocks.
    [[nodiscard]] int socket() const { return client_.get(); }

    /// Returns false when the client is gone.
    bool send(std::string_view bytes) const {
        while (!bytes.empty() && wait(POLLOUT)) {
            const ssize_t count = ::send(server_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return bytes.empty();
    }
    /// So many bytes from the client, or fewer when it is gone.
    [[nodiscard]] std::string bytes(std::size_t count) const {
        std::string received;
        char next = 0;
        while (received.size() < count && wait(POLLIN) && recv(server_.get(), &next, 1, 0) == 1) {
            received += next;
        }
        return received;
    }
    /// The client's next line with its end.
    [[nodiscard]] std::string line() const {
        std::string line;
        while (!line.ends_with('\n')) {
            const auto next = bytes(1);
            if (next.empty()) break;
            line += next;
        }
        return line;
    }
    /// Says nothing until the client is gone.
    void stay_silent() const { static_cast<void>(bytes(std::string::npos)); }

private:
    [[nodiscard]] bool wait(short events) const {
        pollfd entry{.fd = server_.get(), .events = events, .revents = 0};
        return poll(&entry, 1, -1) == 1;
    }

    UniqueFd client_;
    UniqueFd server_;
    std::thread thread_;
};

}  // namespace monitoring
