#pragma once

#include <chrono>
#include <string>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The end of a timeout.
class Deadline {
public:
    explicit Deadline(Seconds timeout);

    /// The time left; never negative.
    [[nodiscard]] Seconds remaining() const;
    /// The timeout's message: "no answer within 4.5 s".
    [[nodiscard]] std::string failure() const;

private:
    std::chrono::steady_clock::time_point end_;
    Seconds timeout_;
};

/// The time left as a timeout for poll(2): in milliseconds, rounded up, at most a minute.
[[nodiscard]] int poll_timeout(Seconds left);

/// Waits until poll(2) reports one of the events, an error or a hang-up on the descriptor. Returns
/// false after the timeout.
[[nodiscard]] bool wait_for(int descriptor, short events, Seconds timeout);

}  // namespace monitoring
