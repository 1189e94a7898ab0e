#pragma once

#include <functional>
#include <string>

#include "common/tool/cli.hpp"

namespace monitoring {

/// How a tool ends: what it prints, where, and its exit code.
struct Ending {
    std::string text;
    int exit_code = 0;
    int descriptor = 1;  ///< stdout or stderr
};

/// Runs a tool of any kind from its first to its last system call: standard descriptors, signals,
/// deadline, the one place where exceptions end, the one write. Returns the exit code. The timeout
/// is the one that holds unless --timeout is given; a wrapper has none then.
[[nodiscard]] int run_tool(int argc, char** argv, Kind kind,
                           const std::function<Ending(const Arguments&)>& tool,
                           Seconds timeout = kUsualTimeout);

/// What a check says, in its format and with the warnings that were kept, and the exit code.
[[nodiscard]] Ending ending_of(const Verdict& verdict, const Style& style);

}  // namespace monitoring
