#include "common/process/background.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "common/process/process.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/log.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

/// What is closed must be taken again before a file of ours becomes stdout.
static void open_standard_descriptors() {
    while (true) {
        const int null = open_null(O_RDWR | O_CLOEXEC);
        if (null > STDERR_FILENO) close(null);
        if (null < 0 || null > STDERR_FILENO) return;
    }
}

void run_in_background(const std::vector<int>& descriptors, const std::function<void()>& work) {
    const pid_t process = fork_process(Bond::outlives_us, [&] {
        setsid();
        close_descriptors_but(descriptors);
        open_standard_descriptors();
        // If this fails, so does the next run, which has somebody to say so to.
        work();
    });
    if (process < 0) warn(fmt::format("cannot start a process: {}", error_text(errno)));
}

}  // namespace monitoring
