#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/runtime/deadline.hpp"

namespace monitoring {

/// The bytes that go to a server and come from it. After the first failure, which is kept, nothing
/// is sent or received any more: a protocol need not test for failures after each step.
class SocketStream {
public:
    /// The socket never blocks; it and the deadline outlive the stream. More bytes than that from
    /// the server are a failure.
    SocketStream(int socket, const Deadline& deadline, std::size_t max_bytes)
        : socket_(socket), deadline_(deadline), max_bytes_(max_bytes) {}

    /// Names what comes next, for failures: "after STARTTLS", as in "it closed the connection
    /// (after STARTTLS)".
    void set_step(std::string_view step) { step_ = step; }

    void send(std::string_view bytes);
    /// Waits for some bytes and gives them; empty after a failure.
    [[nodiscard]] std::string receive();
    /// Whether more bytes have come already.
    [[nodiscard]] bool has_more() const;

    void fail(std::string_view reason);
    [[nodiscard]] bool has_failed() const { return !failure_.empty(); }
    [[nodiscard]] const std::string& failure() const { return failure_; }

private:
    [[nodiscard]] bool wait(short events);
    void fail_by_errno(int error_number);

    int socket_;
    const Deadline& deadline_;
    std::size_t max_bytes_;
    std::size_t bytes_ = 0;  ///< how many came
    std::string step_;
    std::string failure_;
};

}  // namespace monitoring
