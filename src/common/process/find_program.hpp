#pragma once

#include <optional>
#include <string>
#include <vector>

namespace monitoring {

/// The paths at which execvp(3) looks for a program: a path as it stands, a name in the directories
/// of PATH.
[[nodiscard]] std::vector<std::string> places_of_program(const std::string& program);

/// The file that execvp(3) would execute. Empty when there is none.
[[nodiscard]] std::optional<std::string> find_program(const std::string& program);

/// The path without links (realpath(3)); empty when it leads nowhere.
[[nodiscard]] std::optional<std::string> resolve_links(const std::string& path);

}  // namespace monitoring
