#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/runtime/deadline.hpp"
#include "common/tls/socket_stream.hpp"

namespace monitoring {

/// The plain text that is exchanged with a server before TLS. After the first failure nothing more
/// is sent, and every answer is empty.
class PlaintextSession {
public:
    /// The socket never blocks; it and the deadline outlive the session.
    PlaintextSession(int socket, const Deadline& deadline);

    /// Sends these bytes; `name` is what failures call them, such as "STARTTLS".
    void send(std::string_view bytes, std::string_view name);
    /// The next line without its end, which is LF or CR LF. All lines together are bounded.
    [[nodiscard]] std::string line();
    /// The next bytes up to that one, which is included.
    [[nodiscard]] std::string until(char last);
    /// The next so many bytes.
    [[nodiscard]] std::string bytes(std::size_t count);
    /// What was received and not yet read: at least one byte, unless the session has failed.
    [[nodiscard]] std::string_view peek();
    /// Fails when more was received than was read: plain text that an attacker injected must not
    /// pass for a part of TLS (RFC 3207, 6).
    void expect_nothing_more();

    void fail(std::string_view reason) { stream_.fail(reason); }
    /// Fails because the server rejects what was sent, in these words.
    void refuse(std::string_view answer);

    [[nodiscard]] bool has_failed() const { return stream_.has_failed(); }
    [[nodiscard]] const std::string& failure() const { return stream_.failure(); }

private:
    SocketStream stream_;
    std::string sent_ = "the connection";  ///< for failures: what the server answers to
    std::string received_;                 ///< and not yet read
    std::size_t lines_ = 0;
};

}  // namespace monitoring
