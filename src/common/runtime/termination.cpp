#include "common/runtime/termination.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstring>

#include "common/runtime/activity.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/output.hpp"
#include "common/runtime/output_file.hpp"
#include "common/runtime/signal_text.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

namespace {

enum class Stage { working, printing, printed };

/// What the signal handler uses, beside the activity. Global, since a handler has no parameters;
/// the library has no other mutable globals.
struct Shared {
    SignalText<256> name;
    SignalText<768> prefix;
    SignalText<64> out_of_time;
    std::atomic<int> descriptor = STDOUT_FILENO;
    std::atomic<int> exit_code = 3;
    std::atomic<int> exit_code_unwritten = 3;
    std::atomic<char> bar = '|';
    std::atomic<Stage> stage = Stage::working;
    std::atomic_flag is_ending;
    std::atomic<const OutputFile*> output;
};
Shared shared;

/// A line that is composed without the heap.
class SignalLine {
public:
    SignalLine& operator<<(std::string_view part) {
        const auto length = std::min(part.size(), bytes_.size() - size_);
        std::memcpy(bytes_.data() + size_, part.data(), length);
        size_ += length;
        return *this;
    }
    void write_bars_as(char bar) {
        std::replace(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_), '|', bar);
    }
    [[nodiscard]] std::string_view text() const { return {bytes_.data(), size_}; }
    /// Returns false when writing would block or fails.
    [[nodiscard]] bool write_to(int descriptor) const {
        return is_writable(descriptor, 0) &&
               write(descriptor, bytes_.data(), size_) == static_cast<ssize_t>(size_);
    }

private:
    std::array<char, 2048> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace

// A signal handler: async-signal-safe calls only.
void end_at_once(int signal) {
    // Of two threads that come here, one prints.
    while (shared.is_ending.test_and_set()) pause();
    if (shared.stage == Stage::printed) _exit(shared.exit_code);
    SignalLine line;
    if (shared.stage == Stage::printing) {
        line << shared.name.view() << ": cannot write to stdout: " << signal_phrase(signal) << "\n";
        static_cast<void>(line.write_to(STDERR_FILENO));
        _exit(shared.exit_code_unwritten);
    }
    line << shared.prefix.view() << signal_phrase(signal);
    if (const auto activity = Activity::current(); !activity.empty()) {
        line << " (" << activity << ")";
    }
    line << "\n";
    line.write_bars_as(shared.bar);
    const OutputFile* const output = shared.output;
    const bool is_result = shared.descriptor == STDOUT_FILENO;
    if (output != nullptr && output->replace(is_result ? line.text() : "") == 0 && is_result) {
        _exit(shared.exit_code);
    }
    _exit(line.write_to(shared.descriptor) ? shared.exit_code : shared.exit_code_unwritten);
}

std::string_view signal_phrase(int signal) {
    switch (signal) {
        case SIGTERM: return "stopped by SIGTERM";
        case SIGINT: return "stopped by SIGINT";
        default: return shared.out_of_time.view();
    }
}

void set_exit_message(const ExitMessage& message) {
    shared.name.assign(called_name());
    shared.prefix.assign(message.prefix);
    shared.descriptor = message.descriptor;
    shared.exit_code = message.exit_code;
    shared.exit_code_unwritten = message.exit_code_unwritten;
    shared.bar = message.bar;
}

void catch_signals() {
    struct sigaction action {};
    action.sa_handler = end_at_once;
    sigfillset(&action.sa_mask);
    for (const int signal : kEndingSignals) sigaction(signal, &action, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_IGN);
    // If the parent left it ignored, waitpid(2) could not report how a child ended.
    ::signal(SIGCHLD, SIG_DFL);
    // The parent may have left any of them blocked.
    unblock_signals();
}

void set_deadline(Seconds timeout, Seconds over) {
    // At most a year, which fits into every type below.
    const double seconds = std::clamp((timeout - over).count(), 1e-6, 366.0 * 86400);
    shared.out_of_time.assign(fmt::format("no answer within {} s", timeout.count()));
    const auto whole = static_cast<time_t>(seconds);
    const double fraction = seconds - static_cast<double>(whole);
    itimerval timer{};
    timer.it_value.tv_sec = whole;
    timer.it_value.tv_usec = static_cast<suseconds_t>(fraction * 1e6);
    setitimer(ITIMER_REAL, &timer, nullptr);
}

void stop_deadline() {
    const itimerval none{};
    setitimer(ITIMER_REAL, &none, nullptr);
}

std::optional<Seconds> time_left() {
    itimerval timer{};
    getitimer(ITIMER_REAL, &timer);
    const Seconds left = std::chrono::seconds(timer.it_value.tv_sec) +
                         std::chrono::microseconds(timer.it_value.tv_usec);
    if (left.count() <= 0) return {};
    return left;
}

void set_output_file(std::string_view path) {
    static std::optional<OutputFile> file;
    shared.output = &file.emplace(path);
}

bool has_output_file() { return shared.output != nullptr; }

void forget_output_file() { shared.output = nullptr; }

/// Puts the result into the file. Returns the exit code.
static int finish_in_file(std::string_view text, int exit_code, int descriptor) {
    const BlockedSignals blocked(kEndingSignals);
    shared.stage = Stage::printing;
    const OutputFile& output = *shared.output;
    const bool is_result = descriptor == STDOUT_FILENO;
    if (const int error = output.replace(is_result ? text : ""); error != 0) {
        const auto line = fmt::format("{}cannot write {}: {}\n", shared.prefix.view(),
                                      output.path(), error_text(error));
        static_cast<void>(write_all(shared.descriptor, line));
        exit_code = shared.exit_code_unwritten;
    }
    if (!is_result) static_cast<void>(write_all(descriptor, text));
    shared.exit_code = exit_code;
    shared.stage = Stage::printed;
    return exit_code;
}

int finish(std::string_view text, int exit_code, int descriptor) {
    if (has_output_file()) return finish_in_file(text, exit_code, descriptor);
    // A signal between the write and the change of stage would be reported as if nothing had been
    // printed. Up to PIPE_BUF bytes are written at once, so that signals are not blocked for long.
    std::optional<BlockedSignals> blocked;
    if (text.size() <= PIPE_BUF && is_writable(descriptor, 0)) {
        blocked.emplace(kEndingSignals);
    } else {
        unblock_signals();
    }
    shared.stage = Stage::printing;
    if (const int error = write_all(descriptor, text); error != 0) {
        const auto reason = fmt::format("cannot write to stdout: {}", error_text(error));
        static_cast<void>(write_all(STDERR_FILENO, log_line(reason)));
        return shared.exit_code_unwritten;
    }
    shared.exit_code = exit_code;
    shared.stage = Stage::printed;
    return exit_code;
}

}  // namespace monitoring
