#pragma once

#include <chrono>
#include <string>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The moment until which a peer may answer.
class Deadline {
public:
    explicit Deadline(Seconds timeout);

    /// What is left; never negative.
    [[nodiscard]] Seconds remaining() const;
    /// What a peer is found guilty of that did not answer: "no answer within 4.5 s".
    [[nodiscard]] std::string failure() const;

private:
    std::chrono::steady_clock::time_point end_;
    Seconds timeout_;
};

/// What is left in whole milliseconds, rounded up, as poll(2) takes it: a minute at the most.
[[nodiscard]] int poll_timeout(Seconds left);

/// Waits until poll(2) reports one of the events, an error or a hang-up on the descriptor. Returns
/// false when the time was over before that.
[[nodiscard]] bool wait_for(int descriptor, short events, Seconds timeout);

}  // namespace monitoring
