#include "common/mounts/path_in_root.hpp"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

namespace monitoring {

/// The target of a symbolic link; empty when it is none, or cannot be read.
static std::optional<std::string> target_of(const std::string& path) {
    std::string target(PATH_MAX, '\0');
    const ssize_t size = readlink(path.c_str(), target.data(), target.size());
    if (size < 0) return {};
    target.resize(static_cast<std::size_t>(size));
    return target;
}

/// Removes the first component of a path, with the slashes around it.
static std::string take_name(std::string& path) {
    path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
    const auto end = std::min(path.find('/'), path.size());
    auto name = path.substr(0, end);
    path.erase(0, end);
    return name;
}

std::string path_in_root(const std::string& root, const std::string& path) {
    static constexpr int kMaxLinks = 40;  // as the kernel
    int links = 0;
    std::string done;
    std::string rest = path;
    while (true) {
        const auto name = take_name(rest);
        if (name.empty()) break;
        if (name == ".") continue;
        if (name == "..") {
            done.erase(std::min(done.rfind('/'), done.size()));
            continue;
        }
        auto next = done;
        next.append("/").append(name);
        const auto target = target_of(root + next);
        // EINVAL: it exists, and is no symbolic link.
        if (!target && errno != EINVAL) return "";
        if (target && ++links > kMaxLinks) {
            errno = ELOOP;
            return "";
        }
        if (!target) done = next;
        if (target && target->starts_with('/')) done.clear();
        if (target) rest.insert(0, "/").insert(0, *target);
    }
    return root + (done.empty() ? "/" : done);
}

}  // namespace monitoring
