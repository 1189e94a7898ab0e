#include "common/background.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "common/last_words.hpp"

namespace monitoring {

static void close_all_but(std::vector<int> descriptors) {
    std::sort(descriptors.begin(), descriptors.end());
    unsigned next = 0;
    for (const int descriptor : descriptors) {
        if (descriptor < 0) continue;
        const auto kept = static_cast<unsigned>(descriptor);
        if (kept > next) close_range(next, kept - 1, 0);
        next = kept + 1;
    }
    close_range(next, ~0U, 0);
}

/// What is closed must be taken again before a file of ours becomes stdout.
static void open_standard_descriptors() {
    while (true) {
        const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (null > STDERR_FILENO) close(null);
        if (null < 0 || null > STDERR_FILENO) return;
    }
}

void run_in_background(const std::vector<int>& descriptors, const std::function<void()>& work) {
    const pid_t process = fork();
    if (process < 0) warn(fmt::format("cannot start a process: {}", strerror(errno)));
    if (process != 0) return;
    setsid();
    close_all_but(descriptors);
    open_standard_descriptors();
    try {
        work();
    } catch (const std::exception&) {
        // Nobody listens here. Whatever it is meets the next run as well, and that one says so.
        _exit(3);
    }
    _exit(0);
}

}  // namespace monitoring
