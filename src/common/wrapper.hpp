#pragma once

#include <string>

#include "common/cli.hpp"
#include "common/status.hpp"

namespace monitoring {

/// What a wrapper passes on: the bytes for stdout, and the status that becomes the exit code.
struct Passed {
    Status status = Status::unknown;
    std::string output;
};

/// Runs a wrapper: like run_check, but the output goes out as it is, and there is no deadline
/// unless --timeout sets one.
[[nodiscard]] int run_wrapper(int argc, char** argv, Passed (*wrapper)(const Arguments&));

}  // namespace monitoring
