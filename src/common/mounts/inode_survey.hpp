#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/mounts/inode_inquiry.hpp"
#include "common/procfs/procfs.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// A file system that counts inodes.
struct Volume {
    std::string name;
    std::uint64_t used_percentage = 0;
    std::uint64_t free = 0;
};

/// What the file systems said, by what is to be done about it. All texts are printable.
struct Survey {
    std::vector<Volume> volumes;
    std::vector<std::string> silent;
    std::vector<std::string> no_access;
    std::vector<std::string> failed;       ///< each with its reason
    std::vector<std::string> not_visible;  ///< mounts of the host that are not below its root here
    std::string root;                      ///< that one, if it is not ours
};

/// Asks the file systems that were selected, each for so long at the most. What has no inodes, or
/// was unmounted meanwhile, is left out.
[[nodiscard]] Survey survey_inodes(const ProcFs& proc, const Selection& selection, Seconds timeout);

/// The share of inodes in use as `df -i` shows it: in percent, rounded up.
[[nodiscard]] std::uint64_t used_percentage(std::uint64_t used, std::uint64_t total);

}  // namespace monitoring
