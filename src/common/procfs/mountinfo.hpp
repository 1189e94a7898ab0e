#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// One line of /proc/PID/mountinfo, see proc(5).
struct Mount {
    std::uint64_t id = 0;
    std::uint64_t parent = 0;
    dev_t device = 0;
    std::string path;  ///< the mount point, unescaped
    std::string type;  ///< such as "ext4" or "fuse.sshfs"
};

/// The mounts in the kernel's order. Throws Error for a line that is not complete.
[[nodiscard]] std::vector<Mount> parse_mountinfo(std::string_view content);

/// Those that can be reached by their path, since no later mount covers them.
[[nodiscard]] std::vector<Mount> reachable_mounts(std::vector<Mount> mounts);

}  // namespace monitoring
