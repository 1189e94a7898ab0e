#pragma once

#include <string>

namespace monitoring {

/// Resolves `path` as after chroot(2) to `root`: neither symbolic links nor ".." lead out of it.
/// Empty, with errno set, when it does not exist. Touches the file system, and so may hang.
[[nodiscard]] std::string path_in_root(const std::string& root, const std::string& path);

}  // namespace monitoring
