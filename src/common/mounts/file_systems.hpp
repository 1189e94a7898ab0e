#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/text/quantity.hpp"

namespace monitoring {

/// A question to the file system that holds a path.
struct FileSystemQuestion {
    std::string path;
    bool may_hang = false;      ///< so that at most one process of ours at a time waits for it
    bool wants_device = false;  ///< whether the answer shall name the device
    std::string root{};  ///< if any, the path is one as it is seen by who has this directory as /
};

/// Its answer.
struct FileSystemAnswer {
    enum class Kind {
        answered,
        failed,    ///< error says why
        silent,    ///< it was given its time
        not_asked  ///< too many others were silent
    };
    Kind kind = Kind::not_asked;
    int error = 0;            ///< errno of statfs(2) or stat(2)
    std::uint64_t files = 0;  ///< inodes; 0 where the file system does not count them
    std::uint64_t free = 0;   ///< inodes that are not in use
    dev_t device = 0;         ///< 0 unless asked for
};

/// Asks file systems, each for so long at the most, and all at once as soon as one is slow.
///
/// statfs(2) on a dead file system may never return, and not even SIGKILL ends it then. So forked
/// children ask, which hold no descriptor of ours; those that do not come back are left behind.
[[nodiscard]] std::vector<FileSystemAnswer> ask_file_systems(
    const std::vector<FileSystemQuestion>& questions, Seconds timeout);

}  // namespace monitoring
