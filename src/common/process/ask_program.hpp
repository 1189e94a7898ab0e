#pragma once

#include <string>
#include <vector>

#include "common/process/run_command.hpp"
#include "common/text/error.hpp"

namespace monitoring {

/// The Error of a program that is not installed, or not in PATH.
class MissingProgram : public Error {
    using Error::Error;
};

/// What a program printed before it exited.
struct ProgramAnswer {
    int exit_code = 0;
    CapturedStream output;
    CapturedStream errors;
};

/// Asks another program of this host something: runs it and returns what it printed, whatever its
/// exit code. A signal that ends the tool ends the program first, and then the tool with its exit
/// message. Throws MissingProgram when there is no such program, NoProcess when none could be run,
/// and Error when it cannot be executed, is killed, or does not answer in time.
[[nodiscard]] ProgramAnswer ask_program(const std::vector<std::string>& command,
                                        CommandLimits limits);

}  // namespace monitoring
