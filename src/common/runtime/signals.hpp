#pragma once

#include <signal.h>

#include <initializer_list>
#include <string>

#include "common/runtime/file.hpp"

namespace monitoring {

/// Blocks signals in this thread while it lives; pending ones are delivered afterwards.
class BlockedSignals {
public:
    BlockedSignals();  ///< all of them
    explicit BlockedSignals(std::initializer_list<int> signals);
    ~BlockedSignals();
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;

    /// Whether one of kEndingSignals is pending.
    [[nodiscard]] bool is_ending_pending() const;

    [[nodiscard]] const sigset_t& before() const { return before_; }  ///< the mask before

    /// Leaves kEndingSignals blocked beyond its own life, until unblock_signals().
    void keep_ending_signals();

private:
    sigset_t before_{};
};

/// The signals that end the tool: a request to stop, or its deadline (SIGALRM).
inline constexpr std::initializer_list<int> kEndingSignals = {SIGTERM, SIGINT, SIGALRM};

/// Makes signals readable from a descriptor (signalfd(2)) while it lives, and blocks their actions.
class ReadableSignals {
public:
    /// Throws Error when no descriptor can be opened.
    explicit ReadableSignals(std::initializer_list<int> signals);

    [[nodiscard]] int descriptor() const { return descriptor_.get(); }

    /// The next pending signal; 0 without one.
    [[nodiscard]] int take() const;

    /// See BlockedSignals.
    void keep_ending_signals() { blocked_.keep_ending_signals(); }

private:
    BlockedSignals blocked_;
    UniqueFd descriptor_;
};

/// "SIGKILL", or "signal 64" where it has no name, as sigabbrev_np(3) of glibc names them.
[[nodiscard]] std::string signal_name(int signal);

/// Unblocks all signals.
void unblock_signals();

/// Sets all signals to their default actions and unblocks them, before another program is executed:
/// it would inherit what this one, or its parent, ignored and blocked.
void reset_signals();

}  // namespace monitoring
