#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// The base name of argv[0], printable.
[[nodiscard]] std::string called_name();

/// "TOOL: text\n", printable and of bounded length: a line on stderr for the agent's log.
[[nodiscard]] std::string log_line(std::string_view text);

/// Writes a log_line() to stderr.
void warn(std::string_view text);

/// The text of the first warn() of this run; empty without one.
[[nodiscard]] const std::string& first_warning();

}  // namespace monitoring
