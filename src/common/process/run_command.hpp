#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/process/drain.hpp"
#include "common/text/error.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// It ended by itself.
struct Exited {
    int code = 0;
    bool operator==(const Exited&) const = default;
};

/// A signal ended it that we have nothing to do with.
struct Killed {
    int signal = 0;
    bool operator==(const Killed&) const = default;
};

/// It was never run.
struct NotExecuted {
    int error = 0;  ///< the errno of execve(2)
    bool operator==(const NotExecuted&) const = default;
};

/// We ended it because of a signal that we got: SIGALRM at our deadline, SIGTERM or SIGINT.
struct EndedByUs {
    int signal = 0;
    bool operator==(const EndedByUs&) const = default;
};

/// We ended it because it took longer than CommandLimits::timeout.
struct OutOfTime {
    bool operator==(const OutOfTime&) const = default;
};

using CommandEnd = std::variant<Exited, Killed, NotExecuted, EndedByUs, OutOfTime>;

/// How another program ended, and what it printed.
struct CommandResult {
    CommandEnd end;
    int signal = 0;  ///< the SIGTERM, SIGINT or SIGALRM that we got meanwhile; 0: none
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

/// The Error of a host where no further process can be made: it tells nothing of the program.
class NoProcess : public Error {
    using Error::Error;
};

/// Runs another program, without a shell, until it exits; a background process that it leaves
/// with its stdout or stderr is not waited for. The end of our timeout, the tool's deadline,
/// SIGTERM and SIGINT end its process group: by SIGTERM, and after the grace by SIGKILL. Then they
/// stay blocked, so that a second one leaves time to say so. Throws NoProcess.
[[nodiscard]] CommandResult run_command(const std::vector<std::string>& command,
                                        const CommandLimits& limits);

/// The end of a program in words, as in "check-tcp was killed by SIGKILL". Its arguments may
/// contain secrets and are not named.
[[nodiscard]] std::string describe_end(const std::string& program, const CommandEnd& end);

}  // namespace monitoring
