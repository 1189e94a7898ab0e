#pragma once

#include <set>
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

    /// The devices of this process's own mounts that are in none of the host's: what the host has
    /// unmounted, but this container still has, among them.
    std::set<dev_t> foreign{};

    [[nodiscard]] std::string reach(const std::string& path) const { return root + path; }
    /// The mount with the longest mount point that contains a path; null when there is none.
    [[nodiscard]] const Mount* nearest(const std::string& path) const;
};

/// Whether a path is a mount point or below it.
[[nodiscard]] bool holds(const Mount& mount, const std::string& path);

/// The mounts of this process, or if $HOST_PROC is set those of process 1 there, below $HOST_ROOT.
/// Throws Error when they cannot be read, when $HOST_ROOT is not the host's /, or when it is not
/// set and the mounts are those of another mount namespace.
[[nodiscard]] HostMounts read_host_mounts(const ProcFs& proc);

}  // namespace monitoring
