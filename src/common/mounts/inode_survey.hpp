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

/// The answers of the file systems, sorted by kind. All texts are printable.
struct Survey {
    std::vector<Volume> volumes;
    std::vector<std::string> silent;
    std::vector<std::string> no_access;
    std::vector<std::string> failed;  ///< each with its reason
    std::vector<std::string>
        not_visible;   ///< mounts of the host that are not visible below its root
    std::string root;  ///< of the host, if it is not /
};

/// Asks the selected file systems, each with that timeout. Those without inodes, and those that
/// were unmounted meanwhile, are left out.
[[nodiscard]] Survey survey_inodes(const ProcFs& proc, const Selection& selection, Seconds timeout);

/// The share of inodes in use as `df -i` shows it: in percent, rounded up.
[[nodiscard]] std::uint64_t used_percentage(std::uint64_t used, std::uint64_t total);

}  // namespace monitoring
