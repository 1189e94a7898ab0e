#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/text/quantity.hpp"

namespace monitoring {

struct HostMounts;
struct Mount;

/// A statfs(2) or stat(2) of the file system that holds a path.
struct FileSystemQuestion {
    std::string path;
    bool may_hang = false;      ///< then one process at a time, also of other runs, waits for it
    bool wants_device = false;  ///< whether to fill in the device
    const HostMounts* host = nullptr;  ///< if not null, the path is one of that host
};

/// The answer to a FileSystemQuestion.
struct FileSystemAnswer {
    enum class Kind {
        answered,
        failed,    ///< see `error`
        silent,    ///< no answer within the timeout
        not_asked  ///< too many others did not answer
    };
    Kind kind = Kind::not_asked;
    int error = 0;            ///< errno of statfs(2) or stat(2)
    std::uint64_t files = 0;  ///< inodes; 0 where the file system does not count them
    std::uint64_t free = 0;   ///< unused inodes
    dev_t device = 0;         ///< 0 unless asked for
    /// The mount of the question's host that holds the path, links followed; null without a host.
    const Mount* nearest = nullptr;
};

/// Asks file systems, each with that timeout, and in parallel once one is slow.
///
/// statfs(2) on a dead file system may never return, and not even SIGKILL interrupts it. So worker
/// processes without inherited descriptors ask; those that hang are left behind.
[[nodiscard]] std::vector<FileSystemAnswer> ask_file_systems(
    const std::vector<FileSystemQuestion>& questions, Seconds timeout);

}  // namespace monitoring
