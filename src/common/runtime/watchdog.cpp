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

static constexpr std::chrono::milliseconds kPeriod(100);

/// The main thread takes a signal at once unless it hangs in the kernel. If one is still pending
/// after half a second, this thread, which never touches a file, ends the process.
[[noreturn]] static void watch_signals() {
    constexpr int kMaxPolls = 5;
    for (int polls = 0; true;) {
        std::this_thread::sleep_for(kPeriod);
        const int signal = pending_signal();
        polls = signal == 0 ? 0 : polls + 1;
        if (polls > kMaxPolls) end_at_once(signal);
    }
}

/// Whoever ends the process may hang itself, while it replaces the file of --output.
[[noreturn]] static void watch_end() {
    constexpr std::chrono::milliseconds kPatience(300);
    while (ending_signal() == 0) std::this_thread::sleep_for(kPeriod);
    std::this_thread::sleep_for(kPatience);
    end_without_file(ending_signal());
}

/// Does it in another thread, and sets the flag, which must live as long.
static void start_thread(void (*work)(), std::atomic_flag& has_started) {
    // Signals are for the main thread, unless it hangs.
    const BlockedSignals blocked;
    try {
        std::thread([&has_started, work] {
            has_started.test_and_set();
            has_started.notify_one();
            work();
        }).detach();
        // While it starts, the thread may hold a lock, such as the allocator's, which a process
        // that is forked then would inherit locked. Later it takes none.
        has_started.wait(false);
    } catch (const std::system_error&) {
        // Without the thread only what hangs cannot be ended.
    }
}

void start_watchdog() {
    static std::atomic_flag is_watched;
    static std::atomic_flag has_started;
    if (!is_watched.test_and_set()) start_thread(watch_signals, has_started);
}

void watch_output_file() {
    static std::atomic_flag is_watched;
    static std::atomic_flag has_started;
    start_watchdog();
    if (!is_watched.test_and_set()) start_thread(watch_end, has_started);
}

}  // namespace monitoring
