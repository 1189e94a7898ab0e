#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/mounts/file_systems.hpp"
#include "common/mounts/host_mounts.hpp"
#include "common/text/regex.hpp"

namespace monitoring {

using FileSystemTypes = std::set<std::string, std::less<>>;

/// The file systems to judge: those of `paths`, or without paths the mounts that the rest selects.
struct Selection {
    std::vector<std::string> paths;
    FileSystemTypes types;
    FileSystemTypes excluded_types;
    RegexList excluded_paths;
    bool with_remote = false;
};

/// Questions, and in the same order their answers and their paths on the host.
struct Inquiry {
    std::vector<FileSystemQuestion> questions;
    std::vector<FileSystemAnswer> answers;
    std::vector<std::string> names;
};

/// Asks the selected mounts, one for each device: the first one that can be reached.
[[nodiscard]] Inquiry ask_mounts(const HostMounts& host, const Selection& selection,
                                 Seconds timeout);

/// Asks the file systems that hold these paths. The answers name their devices.
[[nodiscard]] Inquiry ask_paths(const HostMounts& host, const std::vector<std::string>& paths,
                                Seconds timeout);

}  // namespace monitoring
