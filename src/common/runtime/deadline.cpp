#include "common/runtime/deadline.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "common/text/error.hpp"

namespace monitoring {

using Clock = std::chrono::steady_clock;

/// The longest timeout: none is longer in practice, and it fits into every type below.
static Seconds bounded(Seconds timeout) { return std::clamp(timeout, Seconds(0), Seconds(86400)); }

Deadline::Deadline(Seconds timeout)
    : end_(Clock::now() + std::chrono::duration_cast<Clock::duration>(bounded(timeout))),
      timeout_(timeout) {}

Seconds Deadline::remaining() const { return std::max(Seconds(end_ - Clock::now()), Seconds(0)); }

std::string Deadline::failure() const {
    // Rounded, since a share such as 0.9 * 1.1 s is no exact double; without libm, which would be
    // one more library to load at each start.
    const auto rounded = std::chrono::round<std::chrono::milliseconds>(bounded(timeout_));
    return fmt::format("no answer within {} s", Seconds(rounded).count());
}

int poll_timeout(Seconds left) {
    const auto limited = std::min(left, Seconds(60));
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(limited).count());
}

bool wait_for(int descriptor, short events, Seconds timeout) {
    const Deadline deadline(timeout);
    pollfd entry{.fd = descriptor, .events = events, .revents = 0};
    while (true) {
        const int count = poll(&entry, 1, poll_timeout(deadline.remaining()));
        if (count > 0) return true;
        if (count < 0 && errno != EINTR) throw system_error("cannot wait for a peer", errno);
        if (deadline.remaining().count() <= 0) return false;
    }
}

}  // namespace monitoring
