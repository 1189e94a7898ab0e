#pragma once

#include <string>
#include <vector>

namespace monitoring {

/// What execute() needs of a command, which has to stay where it is.
struct Execution {
    explicit Execution(const std::vector<std::string>& command);
    std::vector<std::string> places;  ///< where the program may be
    std::vector<char*> arguments;     ///< with a null pointer at the end
};

/// Replaces this process by a program, with all signals at their defaults. It is found as execvp(3)
/// finds it, but what the kernel does not take for a program is not handed to a shell: that would
/// make a success of an empty file. Returns only when that fails: errno. Only async-signal-safe
/// calls.
[[nodiscard]] int execute(const Execution& execution);

/// Replaces this process by a program that gets our stdout and stderr, an empty stdin and no other
/// descriptor, as a Child does. Throws Error when that fails.
[[noreturn]] void exec_command(const std::vector<std::string>& command);

/// The reason for that errno in words.
[[nodiscard]] std::string why_not_executed(const std::string& program, int error);

}  // namespace monitoring
