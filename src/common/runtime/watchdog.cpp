#include "common/runtime/watchdog.hpp"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>

#include "common/runtime/signals.hpp"
#include "common/runtime/termination.hpp"

namespace monitoring {

/// The first of kEndingSignals that is pending; else 0.
static int pending_signal() {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    for (const int signal : kEndingSignals) {
        if (sigismember(&pending, signal) == 1) return signal;
    }
    return 0;
}

/// Whoever ends the process may hang itself, while it replaces the file of --output.
[[noreturn]] static void watch_end() {
    constexpr std::chrono::milliseconds kReplaceTimeout(300);
    std::this_thread::sleep_for(kReplaceTimeout);
    end_without_file(ending_signal());
}

/// Ends the process in place of the main thread, which hangs.
[[noreturn]] static void end_for_main_thread(int signal) {
    if (has_output_file()) {
        try {
            std::thread(watch_end).detach();
        } catch (const std::system_error&) {
            // Then the file must not hang as well.
        }
    }
    end_at_once(signal);
}

/// The main thread takes a signal at once unless it hangs in the kernel. If one is still pending
/// after half a second, this thread, which never touches a file before, ends the process.
[[noreturn]] static void watch_signals() {
    constexpr std::chrono::milliseconds kPeriod(100);
    constexpr int kMaxPolls = 5;
    for (int polls = 0; true;) {
        std::this_thread::sleep_for(kPeriod);
        if (has_output_file() && ending_signal() != 0) watch_end();
        const int signal = pending_signal();
        polls = signal == 0 ? 0 : polls + 1;
        if (polls > kMaxPolls) end_for_main_thread(signal);
    }
}

void start_watchdog() {
    static std::atomic_flag is_watched;
    static std::atomic_flag has_started;
    if (is_watched.test_and_set()) return;
    // Signals are for the main thread, unless it hangs.
    const BlockedSignals blocked;
    try {
        std::thread([] {
            has_started.test_and_set();
            has_started.notify_one();
            watch_signals();
        }).detach();
        // While it starts, the thread may hold a lock, such as the allocator's, which a process
        // that is forked then would inherit locked. Later it takes none while the main thread goes
        // on.
        has_started.wait(false);
    } catch (const std::system_error&) {
        // Without the thread only what hangs cannot be ended.
    }
}

}  // namespace monitoring
