#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// The name that the tool was called by, without directories, as it can be shown.
[[nodiscard]] std::string called_name();

/// "TOOL: text\n", clean and not too long: how a tool speaks on stderr, for the agent's log.
[[nodiscard]] std::string log_line(std::string_view text);

/// Writes that to stderr.
void warn(std::string_view text);

}  // namespace monitoring
