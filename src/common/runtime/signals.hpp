#pragma once

#include <signal.h>

#include <initializer_list>

#include "common/runtime/file.hpp"

namespace monitoring {

/// Keeps signals from this thread for as long as it lives; then those that came are let through.
class BlockedSignals {
public:
    BlockedSignals();  ///< all of them
    explicit BlockedSignals(std::initializer_list<int> signals);
    ~BlockedSignals();
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;

    /// Whether one that ends the tool waits to be let through.
    [[nodiscard]] bool will_end_us() const;

    [[nodiscard]] const sigset_t& before() const { return before_; }  ///< what was blocked earlier

    /// Those that end the tool are kept from it for good, until unblock_signals().
    void keep_ending_signals();

private:
    sigset_t before_{};
};

/// What ends the tool: told to stop, by whom it may be, or by its own deadline.
inline constexpr std::initializer_list<int> kEndingSignals = {SIGTERM, SIGINT, SIGALRM};

/// Makes signals readable from a descriptor, in place of what they do, for as long as it lives.
class ReadableSignals {
public:
    /// Throws Error when there is no descriptor to be had.
    explicit ReadableSignals(std::initializer_list<int> signals);

    [[nodiscard]] int descriptor() const { return descriptor_.get(); }

    /// The next one that has arrived; 0 where there is none.
    [[nodiscard]] int take() const;

    /// See BlockedSignals.
    void keep_ending_signals() { blocked_.keep_ending_signals(); }

private:
    BlockedSignals blocked_;
    UniqueFd descriptor_;
};

/// Lets all signals through.
void unblock_signals();

/// Undoes whatever we, or whoever started us, did to the signals: of that a program that we execute
/// would keep what is ignored and what is blocked.
void reset_signals();

}  // namespace monitoring
