#pragma once

#include <string>
#include <vector>

namespace monitoring {

/// Replaces this process by a program, with all signals at their defaults. It is found as execvp(3)
/// finds it, but what the kernel does not take for a program is not handed to a shell: that would
/// make a success of an empty file. The argument vector ends with a null pointer. Returns only when
/// that fails: errno. Only async-signal-safe calls.
[[nodiscard]] int execute(char* const* arguments);

/// The reason for that errno in words.
[[nodiscard]] std::string why_not_executed(const std::string& program, int error);

/// The pointers to the words that execute() wants.
[[nodiscard]] std::vector<char*> argument_vector(const std::vector<std::string>& command);

}  // namespace monitoring
