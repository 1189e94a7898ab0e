#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/drain.hpp"

namespace monitoring {

/// How another program ended.
struct CommandResult {
    enum class End {
        exited,        ///< number: its exit code
        killed,        ///< number: the signal
        not_executed,  ///< number: errno
        ended_by_us    ///< number: SIGALRM when our time was up, or the SIGTERM or SIGINT we got
    };
    End end = End::exited;
    int number = 0;
    Printed output;
    Printed errors;
};

/// Runs another program, without a shell, until it exits; a background process that it leaves
/// with its stdout or stderr is not waited for. The tool's deadline, SIGTERM and SIGINT end its
/// process group: by SIGTERM, and by SIGKILL two seconds later. Keeps so many bytes of each stream
/// at the most. Throws Error when no process can be made.
[[nodiscard]] CommandResult run_command(const std::vector<std::string>& command,
                                        std::size_t most_kept);

/// What came of a program in words, as in "check-tcp was killed by SIGKILL". Its arguments may
/// contain secrets and are not named.
[[nodiscard]] std::string describe_end(const std::string& program, const CommandResult& result);

}  // namespace monitoring
