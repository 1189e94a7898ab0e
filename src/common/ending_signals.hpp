#pragma once

#include <signal.h>

#include "common/file.hpp"

namespace monitoring {

/// Makes what ends the tool (SIGTERM, SIGINT and its deadline's SIGALRM) readable from a
/// descriptor, instead of ending it, for as long as the object lives.
class EndingSignals {
public:
    /// Throws Error when there is no descriptor to be had.
    EndingSignals();
    ~EndingSignals();
    EndingSignals(const EndingSignals&) = delete;
    EndingSignals& operator=(const EndingSignals&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_.get(); }

    /// The next one that has arrived; 0 where there is none.
    [[nodiscard]] int take() const;

private:
    sigset_t before_{};
    UniqueFd descriptor_;
};

}  // namespace monitoring
