#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/procfs/mountinfo.hpp"
#include "common/procfs/procfs.hpp"

namespace monitoring {

/// The mounts of the host, with their paths on the host.
struct HostMounts {
    std::vector<Mount> mounts;
    /// Where the host's / is mounted, without trailing slashes: the prefix of a host's path. Empty
    /// when this process is on the host itself.
    std::string root;

    /// This process's mounts below that root, with their paths on the host; none for a copy of a
    /// /proc.
    std::optional<std::vector<Mount>> seen{};

    [[nodiscard]] std::string reach(const std::string& path) const { return root + path; }
    /// The mount with the longest mount point that contains a path; null when there is none.
    [[nodiscard]] const Mount* nearest(const std::string& path) const;
    /// Whether the mount is not visible below the root, when it was this device that answered for
    /// it: that of the file system above it, or of one that the host has no longer.
    [[nodiscard]] bool is_hidden(const Mount& mount, dev_t device) const;
};

/// The mounts of this process, or if $HOST_PROC is set those of process 1 there, below $HOST_ROOT.
/// Throws Error when they cannot be read, when $HOST_ROOT is not the host's /, or when it is not
/// set and the mounts are those of another mount namespace.
[[nodiscard]] HostMounts read_host_mounts(const ProcFs& proc);

}  // namespace monitoring
