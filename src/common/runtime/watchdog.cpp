#include "common/runtime/watchdog.hpp"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>

#include "common/runtime/signals.hpp"
#include "common/runtime/termination.hpp"

namespace monitoring {

/// The first of the signals that end the tool which waits for somebody to take it; else 0.
static int waiting_signal() {
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    for (const int signal : kEndingSignals) {
        if (sigismember(&waiting, signal) == 1) return signal;
    }
    return 0;
}

/// Whoever works takes a signal at once. One that still waits after half a second has found nobody:
/// then this thread, which never touches a file, ends the process.
[[noreturn]] static void look_for_signals() {
    constexpr std::chrono::milliseconds kPeriod(100);
    constexpr int kMaxLooks = 5;
    for (int looks = 0; true;) {
        std::this_thread::sleep_for(kPeriod);
        const int signal = waiting_signal();
        looks = signal == 0 ? 0 : looks + 1;
        if (looks > kMaxLooks) end_at_once(signal);
    }
}

void start_watchdog() {
    static std::atomic_flag is_watched;
    static std::atomic_flag is_looking;
    if (is_watched.test_and_set()) return;
    // The signals remain those of the main thread, which usually knows what to say.
    const BlockedSignals blocked;
    try {
        std::thread([] {
            is_looking.test_and_set();
            is_looking.notify_one();
            look_for_signals();
        }).detach();
        // While it begins, it may hold a lock, of the allocator for one: a process that we fork
        // then would have that locked for ever. Later it takes none.
        is_looking.wait(false);
    } catch (const std::system_error&) {
        // Without it, too, everything works that does not hang.
    }
}

}  // namespace monitoring
