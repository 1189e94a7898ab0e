#include "common/process/run_command.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "common/process/child.hpp"
#include "common/process/drain.hpp"
#include "common/process/execute.hpp"
#include "common/runtime/signals.hpp"
#include "common/runtime/termination.hpp"

namespace monitoring {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kGraceToEmpty(200);    ///< for the pipes of a program that has exited
constexpr milliseconds kGraceToVanish(500);   ///< for what SIGKILL should have ended
constexpr milliseconds kGroupLookPeriod(10);  ///< nothing tells when a group is empty

/// A program from its start to its end.
class Run {
public:
    Run(const std::vector<std::string>& command, const CommandLimits& limits)
        : grace_(std::chrono::round<milliseconds>(limits.grace)),
          child_(command),
          output_(std::move(child_.output), limits.max_kept, limits.take_output),
          errors_(std::move(child_.errors), limits.max_kept) {
        if (!limits.timeout) return;
        end_ = steady_clock::now() + std::chrono::ceil<milliseconds>(*limits.timeout);
    }

    CommandResult finish() {
        CommandResult result;
        while (!has_ended_ && signal_ == 0 && steady_clock::now() < end_) wait_until(end_);
        // Also while it is being emptied we may be told to stop.
        const auto enough = steady_clock::now() + kGraceToEmpty;
        while (signal_ == 0 && has_ended_ && has_open_pipe() && steady_clock::now() < enough) {
            wait_until(enough);
        }
        result.end = settle();
        result.signal = signal_;
        // We may be told more than once: that must not end us before we have said so.
        if (signal_ != 0) signals_.keep_ending_signals();
        result.output = output_.take();
        result.errors = errors_.take();
        return result;
    }

private:
    /// How it has ended; ends it first if it has not.
    CommandEnd settle() {
        // A signal to our group meets the program as well, as long as it has none of its own.
        const bool is_ended_by_signal =
            has_ended_ && signal_ != 0 && WIFSIGNALED(child_.wait_status());
        if (!has_ended_ || is_ended_by_signal) {
            end_group();
            if (signal_ != 0) return EndedByUs{signal_};
            return OutOfTime{};
        }
        if (const int error = child_.execution_error(); error != 0) return NotExecuted{error};
        const int status = child_.wait_status();
        if (WIFSIGNALED(status)) return Killed{WTERMSIG(status)};
        return Exited{WEXITSTATUS(status)};
    }

    [[nodiscard]] bool has_open_pipe() const {
        return output_.descriptor() >= 0 || errors_.descriptor() >= 0;
    }

    /// Waits until something happens or until that time. Remembers the first signal that arrives.
    void wait_until(steady_clock::time_point time) {
        // poll(2) skips what is negative.
        std::array<pollfd, 3> wanted = {
            {{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = output_.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = errors_.descriptor(), .events = POLLIN, .revents = 0}}};
        int timeout = -1;
        if (time != steady_clock::time_point::max()) {
            const auto left = std::chrono::ceil<milliseconds>(time - steady_clock::now());
            timeout = static_cast<int>(std::max(left, milliseconds(0)).count());
        }
        poll(wanted.data(), wanted.size(), timeout);
        if (wanted[1].revents != 0) output_.read_some();
        if (wanted[2].revents != 0) errors_.read_some();
        if (wanted[0].revents == 0) return;
        const int signal = signals_.take();
        if (signal == SIGCHLD) {
            has_ended_ = child_.has_ended();
        } else if (signal_ == 0) {
            signal_ = signal;
        }
    }

    [[nodiscard]] bool is_group_left() { return !has_ended_ || child_.has_group(); }

    /// Gives the group that time to end, reading on.
    void wait_for_group(milliseconds timeout) {
        const auto enough = steady_clock::now() + timeout;
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
        wait_for_group(grace_);
        if (!is_group_left()) return;
        child_.signal_group(SIGKILL);
        // One in uninterruptible sleep stays where it is.
        wait_for_group(std::min(kGraceToVanish, grace_));
    }

    ReadableSignals signals_{SIGTERM, SIGINT, SIGALRM, SIGCHLD};
    milliseconds grace_;
    Child child_;
    Drain output_;
    Drain errors_;
    steady_clock::time_point end_ = steady_clock::time_point::max();  ///< of our timeout
    bool has_ended_ = false;
    int signal_ = 0;  ///< the first that told us to end, if any
};

}  // namespace

CommandResult run_command(const std::vector<std::string>& command, const CommandLimits& limits) {
    std::optional<Run> run;
    try {
        run.emplace(command, limits);
    } catch (const Error& error) {
        throw NoProcess(error.what());
    }
    return run->finish();
}

static std::string describe(const std::string& program, const Exited& exited) {
    return fmt::format("{} ended with exit code {}", program, exited.code);
}

static std::string describe(const std::string& program, const Killed& killed) {
    return fmt::format("{} was killed by {}", program, signal_name(killed.signal));
}

static std::string describe(const std::string& program, const NotExecuted& failure) {
    return fmt::format("cannot run {}: {}", program, why_not_executed(program, failure.error));
}

static std::string describe(const std::string& program, const EndedByUs& ended) {
    return fmt::format("{} (running {})", signal_phrase(ended.signal), program);
}

static std::string describe(const std::string& program, const OutOfTime& /*end*/) {
    return fmt::format("{} takes too long", program);
}

std::string describe_end(const std::string& program, const CommandEnd& end) {
    return std::visit([&](const auto& how) { return describe(program, how); }, end);
}

}  // namespace monitoring
