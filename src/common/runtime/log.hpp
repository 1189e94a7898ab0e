#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// The base name of argv[0], printable.
[[nodiscard]] std::string called_name();

/// "TOOL: text\n", printable and of bounded length: a line on stderr for the agent's log.
[[nodiscard]] std::string log_line(std::string_view text);

/// Writes a log_line() to stderr, or keeps the text for warning_note().
void warn(std::string_view text);

/// Whether warn() keeps its texts: Icinga takes stderr for lines of the answer, and Nagios does not
/// read it.
void keep_warnings(bool are_kept);

/// " (text; text)", of what was kept; empty without any.
[[nodiscard]] std::string warning_note();

/// What was kept, which is then kept no longer.
[[nodiscard]] std::vector<std::string> take_warnings();

}  // namespace monitoring
