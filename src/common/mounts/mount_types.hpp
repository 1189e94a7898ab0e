#pragma once

#include <string_view>

namespace monitoring {

/// Whether it is a network file system, which may hang when its server does.
[[nodiscard]] bool is_remote(std::string_view type);

/// Whether it is in user space or remote: statfs(2) may hang for ever.
[[nodiscard]] bool may_hang(std::string_view type);

/// Whether its inodes cannot run out: pseudo file systems, automounts, and read-only images.
[[nodiscard]] bool is_pseudo_or_image(std::string_view type);

}  // namespace monitoring
