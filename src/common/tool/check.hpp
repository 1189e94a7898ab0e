#pragma once

#include "common/tool/cli.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// Runs a check: prints "STATUS: message" on stdout and returns the status as the exit code, 3
/// (UNKNOWN) when the check throws, when time is up, or when stdout cannot be written. The timeout
/// is the one that holds unless --timeout is given.
[[nodiscard]] int run_check(int argc, char** argv, Verdict (*check)(const Arguments&),
                            Seconds timeout = kUsualTimeout);

}  // namespace monitoring
