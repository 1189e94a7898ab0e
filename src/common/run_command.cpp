#include "common/run_command.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>

#include "common/child.hpp"
#include "common/drain.hpp"
#include "common/error.hpp"
#include "common/file.hpp"
#include "common/last_words.hpp"

namespace monitoring {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kGraceToEmpty(200);    ///< for the pipes of a program that has exited
constexpr milliseconds kGraceToEnd(2000);     ///< between SIGTERM and SIGKILL
constexpr milliseconds kGraceToVanish(500);   ///< for what SIGKILL should have ended
constexpr milliseconds kGroupLookPeriod(10);  ///< nothing tells when a group is empty

/// Makes what ends us readable from a descriptor, instead of ending us, for as long as it lives.
class EndingSignals {
public:
    EndingSignals() {
        sigset_t signals;
        sigemptyset(&signals);
        for (const int signal : {SIGTERM, SIGINT, SIGALRM}) sigaddset(&signals, signal);
        sigprocmask(SIG_BLOCK, &signals, &before_);
        descriptor_ = UniqueFd(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
        if (descriptor_.is_open()) return;
        const int error = errno;
        sigprocmask(SIG_SETMASK, &before_, nullptr);
        throw system_error("cannot wait for signals", error);
    }
    ~EndingSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    EndingSignals(const EndingSignals&) = delete;
    EndingSignals& operator=(const EndingSignals&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_.get(); }

    /// The next one that has arrived; 0 where there is none.
    [[nodiscard]] int take() const {
        signalfd_siginfo info{};
        const bool is_there = read(descriptor(), &info, sizeof info) == sizeof info;
        return is_there ? static_cast<int>(info.ssi_signo) : 0;
    }

private:
    sigset_t before_{};
    UniqueFd descriptor_;
};

/// A program from its start to its end.
class Run {
public:
    Run(const std::vector<std::string>& command, std::size_t most_kept)
        : child_(command),
          output_(std::move(child_.output), most_kept),
          errors_(std::move(child_.errors), most_kept) {}

    CommandResult finish() {
        CommandResult result;
        int signal = 0;
        while (!has_ended_ && signal == 0) signal = wait_until(steady_clock::time_point::max());
        // Also while it is being emptied we may be told to stop.
        const auto enough = steady_clock::now() + kGraceToEmpty;
        while (signal == 0 && has_open_pipe() && steady_clock::now() < enough) {
            signal = wait_until(enough);
        }
        if (signal != 0 && !has_ended_) {
            end_group();
            result.end = CommandResult::End::ended_by_us;
            result.number = signal;
            // It was told more than once: that must not end us before we have said so.
            while (signals_.take() != 0) continue;
        } else if (const int error = child_.execution_error(); error != 0) {
            result.end = CommandResult::End::not_executed;
            result.number = error;
        } else if (WIFSIGNALED(child_.wait_status())) {
            result.end = CommandResult::End::killed;
            result.number = WTERMSIG(child_.wait_status());
        } else {
            result.number = WEXITSTATUS(child_.wait_status());
        }
        result.output = output_.take();
        result.errors = errors_.take();
        return result;
    }

private:
    [[nodiscard]] bool has_open_pipe() const {
        return output_.descriptor() >= 0 || errors_.descriptor() >= 0;
    }

    /// Waits until something happens or until that time. Returns a signal that arrived, or 0.
    int wait_until(steady_clock::time_point time) {
        // poll(2) skips what is negative.
        std::array<pollfd, 4> wanted = {
            {{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = has_ended_ ? -1 : child_.ended_descriptor(), .events = POLLIN, .revents = 0},
             {.fd = output_.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = errors_.descriptor(), .events = POLLIN, .revents = 0}}};
        int patience = -1;
        if (time != steady_clock::time_point::max()) {
            const auto left = std::chrono::ceil<milliseconds>(time - steady_clock::now());
            patience = static_cast<int>(std::max(left, milliseconds(0)).count());
        }
        poll(wanted.data(), wanted.size(), patience);
        if (wanted[2].revents != 0) output_.read_some();
        if (wanted[3].revents != 0) errors_.read_some();
        if (wanted[1].revents != 0) has_ended_ = child_.has_ended();
        return wanted[0].revents != 0 ? signals_.take() : 0;
    }

    /// Whether a process of the group is left. The group's number cannot be given away before.
    [[nodiscard]] bool is_group_left() { return !has_ended_ || child_.signal_group(0); }

    /// Gives the group that time to end, reading on.
    void wait_for_group(milliseconds patience) {
        const auto enough = steady_clock::now() + patience;
        while (is_group_left() && steady_clock::now() < enough) {
            // The end of the program wakes us, that of others in its group does not.
            const auto look = steady_clock::now() + kGroupLookPeriod;
            wait_until(has_ended_ ? std::min(look, enough) : enough);
        }
    }

    void end_group() {
        child_.signal_group(SIGTERM);
        // What has been stopped would not notice before it goes on.
        child_.signal_group(SIGCONT);
        wait_for_group(kGraceToEnd);
        if (!is_group_left()) return;
        child_.signal_group(SIGKILL);
        // One in uninterruptible sleep stays where it is.
        wait_for_group(kGraceToVanish);
    }

    EndingSignals signals_;
    Child child_;
    Drain output_;
    Drain errors_;
    bool has_ended_ = false;
};

}  // namespace

CommandResult run_command(const std::vector<std::string>& command, std::size_t most_kept) {
    return Run(command, most_kept).finish();
}

std::string describe_end(const std::string& program, const CommandResult& result) {
    switch (result.end) {
        case CommandResult::End::not_executed:
            return fmt::format("cannot run {}: {}", program,
                               why_not_executed(program, result.number));
        case CommandResult::End::ended_by_us:
            return fmt::format("{} (running {})", signal_phrase(result.number), program);
        case CommandResult::End::killed:
            if (const char* name = sigabbrev_np(result.number); name != nullptr) {
                return fmt::format("{} was killed by SIG{}", program, name);
            }
            return fmt::format("{} was killed by signal {}", program, result.number);
        default: return fmt::format("{} ended with exit code {}", program, result.number);
    }
}

}  // namespace monitoring
