#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/cli.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// What a wrapper passes on: the bytes for stdout, and the status that becomes the exit code.
struct WrapperResult {
    Status status = Status::unknown;
    std::string output;
    bool is_stopped = false;  ///< by SIGTERM or SIGINT: the tool must end with this
    std::string prefix{};     ///< of the wrapper's own, in front of the command's text
    std::string note{};       ///< ... and behind it
    bool is_answer = false;   ///< to the user's question, such as --show: no result of a check
};

/// Runs a wrapper: like run_check, but the output goes out as it is, and there is no deadline
/// unless --timeout sets one.
[[nodiscard]] int run_wrapper(int argc, char** argv, WrapperResult (*wrapper)(const Arguments&));

/// "STATUS: message" in the wrapper's own words, as one clean line.
[[nodiscard]] WrapperResult status_line(const Arguments& arguments, Status status,
                                        std::string_view message);

/// The wrapped command. Throws UsageError where there is none.
[[nodiscard]] const std::vector<std::string>& wrapped_command(const Arguments& arguments);

/// What tells apart what is remembered of commands: an identifier that the user chose, and the
/// command.
[[nodiscard]] std::vector<std::string> command_key(const Arguments& arguments,
                                                   const std::string& identifier);

/// Runs the command. Its stderr goes to ours, and stands in for an empty stdout. What is neither an
/// exit code from 0 to 3 nor an answer is UNKNOWN, and the output then begins with the reason.
[[nodiscard]] WrapperResult run_wrapped_command(const Arguments& arguments);

}  // namespace monitoring
