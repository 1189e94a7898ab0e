#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/process/drain.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// How another program ended.
struct CommandResult {
    enum class End {
        exited,        ///< number: its exit code
        killed,        ///< number: the signal
        not_executed,  ///< number: errno
        ended_by_us,   ///< number: SIGALRM when our time was up, or the SIGTERM or SIGINT we got
        out_of_time    ///< it took longer than the caller's timeout
    };
    End end = End::exited;
    int number = 0;
    int signal = 0;  ///< the SIGTERM, SIGINT or SIGALRM that we got meanwhile, if any
    CapturedStream output;
    CapturedStream errors;
};

/// How much another program may print and how long it may take.
struct CommandLimits {
    std::size_t max_kept = 65536;      ///< bytes of each stream
    std::optional<Seconds> timeout{};  ///< none: until the tool's own deadline
    Seconds grace{2};                  ///< between SIGTERM and SIGKILL
    /// Gets its stdout piece by piece, of which nothing is kept then. May not throw.
    std::function<void(std::string_view)> take_output{};
};

/// Runs another program, without a shell, until it exits; a background process that it leaves
/// with its stdout or stderr is not waited for. The end of our timeout, the tool's deadline,
/// SIGTERM and SIGINT end its process group: by SIGTERM, and after the grace by SIGKILL. Then they
/// stay blocked, so that a second one leaves time to say so. Throws Error when no process can be
/// made.
[[nodiscard]] CommandResult run_command(const std::vector<std::string>& command,
                                        const CommandLimits& limits);

/// What came of a program in words, as in "check-tcp was killed by SIGKILL". Its arguments may
/// contain secrets and are not named.
[[nodiscard]] std::string describe_end(const std::string& program, const CommandResult& result);

}  // namespace monitoring
