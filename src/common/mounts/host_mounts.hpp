#pragma once

#include <string>
#include <vector>

#include "common/procfs/mountinfo.hpp"
#include "common/procfs/procfs.hpp"

namespace monitoring {

/// The mounts of the host by the paths that they have there.
struct HostMounts {
    std::vector<Mount> mounts;
    /// Where the host's / is mounted, without slashes at its end: what stands in front of a path to
    /// reach it. Empty when the paths are our own.
    std::string root;

    [[nodiscard]] std::string reach(const std::string& path) const { return root + path; }
};

/// Our own mounts. Where $HOST_PROC is set they are those of the first process in there, below
/// $HOST_ROOT. Throws Error when these cannot be read, when the host's / is not there, or when they
/// are another mount namespace's and nobody said where its / is.
[[nodiscard]] HostMounts read_host_mounts(const ProcFs& proc);

}  // namespace monitoring
