#pragma once

#include <string_view>

namespace monitoring {

/// Another host's file system, which may not answer when that host does not.
[[nodiscard]] bool is_remote(std::string_view type);

/// File systems in userspace and remote ones: whoever asks them may wait for ever.
[[nodiscard]] bool may_hang(std::string_view type);

/// File systems without inodes that could run out: those that only show the kernel's own data,
/// automatic mounts, and images that are never written.
[[nodiscard]] bool is_pseudo_or_image(std::string_view type);

}  // namespace monitoring
