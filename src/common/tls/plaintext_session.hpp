#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/runtime/deadline.hpp"
#include "common/tls/socket_stream.hpp"

namespace monitoring {

/// What a server and we say in plain text before TLS. After the first failure nothing more is
/// sent, and every answer is empty.
class PlaintextSession {
public:
    /// The socket never blocks; it and the deadline outlive the session.
    PlaintextSession(int socket, const Deadline& deadline);

    /// Sends these bytes; `name` is what failures call them, such as "STARTTLS".
    void send(std::string_view bytes, std::string_view name);
    /// The next line without its end, which is LF or CR LF. All lines together are bounded.
    [[nodiscard]] std::string line();
    /// What comes up to that byte, which is the last of it.
    [[nodiscard]] std::string until(char last);
    /// The next so many bytes.
    [[nodiscard]] std::string bytes(std::size_t count);
    /// What has come and was not taken yet: a byte at least, unless the server has failed.
    [[nodiscard]] std::string_view peek();
    /// Fails when the server has said more than was taken: who lies between could have put it
    /// there, and it must not pass for a part of TLS.
    void expect_silence();

    void fail(std::string_view reason) { stream_.fail(reason); }
    /// Fails because the server answered no, in these words.
    void refuse(std::string_view answer);

    [[nodiscard]] bool has_failed() const { return stream_.has_failed(); }
    [[nodiscard]] const std::string& failure() const { return stream_.failure(); }

private:
    SocketStream stream_;
    std::string sent_ = "the connection";  ///< what the server answers to
    std::string received_;                 ///< what was not taken yet
    std::size_t lines_ = 0;
};

}  // namespace monitoring
