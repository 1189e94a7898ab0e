#include "common/runtime/output.hpp"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include <cstddef>

namespace monitoring {

bool is_writable(int descriptor, int timeout_ms) {
    pollfd poll_descriptor{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return poll(&poll_descriptor, 1, timeout_ms) > 0;
}

int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            static_cast<void>(is_writable(descriptor, -1));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

}  // namespace monitoring
