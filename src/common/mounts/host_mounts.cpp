#include "common/mounts/host_mounts.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <unordered_map>

#include "common/text/error.hpp"

namespace monitoring {

static std::optional<struct stat> status_of(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return {};
    return status;
}

/// $HOST_ROOT without trailing slashes; empty when it is not set.
static std::optional<std::string> host_root() {
    const char* const value = std::getenv("HOST_ROOT");
    if (value == nullptr || *value == '\0') return {};
    std::string root = value;
    root.erase(root.find_last_not_of('/') + 1);
    return root;
}

/// Whether process 1 there is in this process's mount namespace. Without permission to read its
/// ns/mnt the mount ids decide, of which no two namespaces have one in common.
static bool is_own_namespace(const ProcFs& proc, const std::vector<Mount>& mounts) {
    const auto own = status_of("/proc/self/ns/mnt");
    const auto other = status_of(proc.path("1/ns/mnt"));
    if (own && other) return own->st_dev == other->st_dev && own->st_ino == other->st_ino;
    std::unordered_map<std::uint64_t, const Mount*> known;
    for (const Mount& mount : mounts) known.emplace(mount.id, &mount);
    const auto own_mounts = ProcFs("/proc").mounts();
    return std::any_of(own_mounts.begin(), own_mounts.end(), [&](const Mount& mount) {
        const auto same = known.find(mount.id);
        return same != known.end() && same->second->device == mount.device &&
               same->second->parent == mount.parent;
    });
}

/// Whether it is a live /proc of another mount namespace; a live one always has a process 1.
static bool hides_first_process(const ProcFs& proc) {
    struct stat self {};
    if (lstat(proc.path("self").c_str(), &self) != 0 || !S_ISLNK(self.st_mode)) return false;
    const auto own = status_of("/proc");
    const auto other = status_of(proc.path(""));
    return own && other && own->st_dev != other->st_dev;
}

/// Whether a path is a mount point or below it.
static bool holds(const Mount& mount, const std::string& path) {
    return mount.path == path || path.starts_with(mount.path == "/" ? "/" : mount.path + "/");
}

const Mount* HostMounts::nearest(const std::string& path) const {
    const Mount* nearest = nullptr;
    for (const Mount& mount : mounts) {
        const bool is_nearer = nearest == nullptr || mount.path.size() > nearest->path.size();
        if (is_nearer && holds(mount, path)) nearest = &mount;
    }
    return nearest;
}

bool HostMounts::is_hidden(const Mount& mount, dev_t device) const {
    if (root.empty() || device == mount.device) return false;
    const auto is_it = [&](const Mount& other) {
        return other.path == mount.path && other.device == mount.device;
    };
    // On btrfs stat(2) gives another device than mountinfo does.
    if (seen) return std::none_of(seen->begin(), seen->end(), is_it);
    return std::any_of(mounts.begin(), mounts.end(), [&](const Mount& other) {
        return other.device == device && holds(other, mount.path);
    });
}

/// This process's mounts below a directory, with their paths from there.
static std::vector<Mount> mounts_below(const std::string& directory) {
    const std::unique_ptr<char, void (*)(void*)> real(realpath(directory.c_str(), nullptr), free);
    std::vector<Mount> mounts;
    if (real == nullptr) return mounts;
    const std::string path = real.get();
    const auto length = path == "/" ? 0 : path.size();
    for (auto& mount : ProcFs("/proc").mounts()) {
        const bool is_below = mount.path.compare(0, length, path, 0, length) == 0 &&
                              (mount.path.size() == length || mount.path[length] == '/');
        if (!is_below) continue;
        mount.path.erase(0, length);
        if (mount.path.empty()) mount.path = '/';
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

/// Throws Error unless $HOST_ROOT is the host's /. Without the volume it is an empty directory of
/// the container, and it is often set to / by habit: then the container's file systems would be
/// judged.
static void require_root_of_host(const HostMounts& host) {
    const auto is_root = [](const Mount& mount) { return mount.path == "/"; };
    const auto wanted = std::find_if(host.mounts.rbegin(), host.mounts.rend(), is_root);
    if (wanted == host.mounts.rend()) return;
    const std::string path = host.root.empty() ? "/" : host.root;
    const auto found = status_of(path);
    if (found && found->st_dev == wanted->device) return;
    // On btrfs stat(2) gives another device than mountinfo does.
    const auto seen = std::find_if(host.seen->rbegin(), host.seen->rend(), is_root);
    if (seen != host.seen->rend() && seen->device == wanted->device) return;
    throw Error(fmt::format("the host's / is not mounted at {}, where HOST_ROOT says", path));
}

HostMounts read_host_mounts(const ProcFs& proc) {
    if (!proc.is_replaced()) return {proc.mounts(), ""};
    const auto root = host_root();
    // "self" is this process, not one of the host's.
    const bool has_first = status_of(proc.path("1/mountinfo")).has_value();
    if (!has_first && hides_first_process(proc)) {
        throw Error(fmt::format("cannot open {}: process 1 is hidden from this user (hidepid)",
                                proc.path("1/mountinfo")));
    }
    HostMounts host{proc.mounts(has_first ? "1" : "self"), root.value_or("")};
    if (root) {
        // A copy of a /proc may be another host's, with other devices.
        if (!proc.is_live()) return host;
        host.seen = mounts_below(host.root + "/");
        require_root_of_host(host);
        return host;
    }
    if (has_first && !is_own_namespace(proc, host.mounts)) {
        throw Error(fmt::format(
            "the mounts in {} are those of another mount namespace: set HOST_ROOT to the directory "
            "where the host's / is mounted",
            proc.path("1/mountinfo")));
    }
    return host;
}

}  // namespace monitoring
