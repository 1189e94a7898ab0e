#pragma once

#include <string>

namespace monitoring {

/// Looks for a place where users other than root and us may rename things, and so put a directory
/// of theirs in the place of ours: the directory itself, one above it, or the owner of a symbolic
/// link on the way. Gives the first such directory or link; empty where there is none. A path that
/// leads nowhere ends the search: whoever uses it will see why.
[[nodiscard]] std::string find_unsafe_place(const std::string& path);

}  // namespace monitoring
