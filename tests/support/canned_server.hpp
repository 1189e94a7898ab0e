#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace monitoring {

/// A server for one test: does the same with every connection, one after the other, on a free port
/// of the loopback address or on a Unix socket.
class CannedServer {
public:
    /// One connection, of which the request has been read.
    class Connection {
    public:
        explicit Connection(int descriptor) : descriptor_(descriptor) {}
        /// Sends all of that. Returns false once the client is gone.
        [[nodiscard]] bool send(std::string_view text) const;
        /// Returns when the client has closed it or after that time; whether the client did.
        [[nodiscard]] bool wait_for_close(int milliseconds) const;

    private:
        int descriptor_;
    };
    using Behaviour = std::function<void(const Connection&)>;

    explicit CannedServer(Behaviour behaviour, int family = 2 /* AF_INET */);
    CannedServer(Behaviour behaviour, const std::filesystem::path& socket_path);
    ~CannedServer();
    CannedServer(const CannedServer&) = delete;
    CannedServer& operator=(const CannedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// What it does from now on.
    void behave(Behaviour behaviour);
    /// All requests so far, one behind the other.
    [[nodiscard]] std::string requests() const;

private:
    void serve();
    void read_request(int descriptor);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> is_stopping_ = false;
    mutable std::mutex mutex_;  ///< of the two below
    Behaviour behaviour_;
    std::string requests_;
    std::thread thread_;
};

/// Answers with that text, byte by byte as it is.
[[nodiscard]] CannedServer::Behaviour answer_raw(std::string text);

/// Answers by HTTP with this status line and this body.
[[nodiscard]] CannedServer::Behaviour answer_http(std::string_view status, std::string_view body);

/// Answers by HTTP with 200 and this JSON.
[[nodiscard]] CannedServer::Behaviour answer_json(std::string_view json);

/// Says nothing until the client has had enough.
[[nodiscard]] CannedServer::Behaviour stay_silent();

/// Answers by HTTP, but sends a byte of the body each 50 ms, without end.
[[nodiscard]] CannedServer::Behaviour drip();

/// A port of the loopback address that nothing listens on.
[[nodiscard]] std::uint16_t free_port();

}  // namespace monitoring
