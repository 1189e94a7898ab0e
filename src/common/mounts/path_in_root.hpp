#pragma once

#include <string>

namespace monitoring {

/// The path of what `path` leads to for who has the directory `root` as /: neither symbolic links
/// nor ".." lead out of it. Empty, and errno, when there is no such thing. Touches the file system.
[[nodiscard]] std::string path_in_root(const std::string& root, const std::string& path);

}  // namespace monitoring
