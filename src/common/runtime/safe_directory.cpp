#include "common/runtime/safe_directory.hpp"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <deque>

#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// The uid of users that are not mapped in this user namespace, such as the host's root.
static constexpr uid_t kOverflowUser = 65534;

/// Whether the uid is mapped in this user namespace (user_namespaces(7)).
static bool is_mapped(uid_t user) {
    constexpr std::size_t kMaxSize = 1U << 16U;
    try {
        const auto map = read_file("/proc/self/uid_map", kMaxSize);
        for (const auto line : split(map, '\n')) {
            const auto columns = words(line);
            if (columns.size() != 3) continue;
            const auto first = parse_integer(columns[0]);
            const auto count = parse_integer(columns[2]);
            if (!first || !count || (user >= *first && user - *first < *count)) return true;
        }
        return false;
    } catch (const Error&) {
        return true;
    }
}

/// Whether that is root or this user. In an unprivileged container the host's root shows as the
/// overflow uid, which is trusted unless it is a user of the container.
static bool is_trusted(uid_t owner) {
    return owner == 0 || owner == geteuid() || (owner == kOverflowUser && !is_mapped(owner));
}

/// Whether only root and this user may rename what is in a directory. With an access control list
/// the group bits are its mask, so that write permissions show there.
static bool is_safe(const struct stat& directory) {
    const bool is_ours_to_write = (directory.st_mode & (S_IWGRP | S_IWOTH)) == 0;
    return is_trusted(directory.st_uid) && (is_ours_to_write || (directory.st_mode & S_ISVTX) != 0);
}

static std::string link_target(const std::string& path) {
    std::array<char, PATH_MAX> target{};
    const ssize_t length = readlink(path.c_str(), target.data(), target.size());
    return {target.data(), length < 0 ? 0U : static_cast<std::size_t>(length)};
}

static std::string working_directory() {
    std::array<char, PATH_MAX> path{};
    return getcwd(path.data(), path.size()) == nullptr ? "" : path.data();
}

/// Path resolution as the kernel does it, component by component (path_resolution(7)).
class PathWalk {
public:
    explicit PathWalk(const std::string& path) {
        push_front(path.starts_with('/') ? path : working_directory() + "/" + path);
    }

    /// Resolves up to the end, or up to a place that is not safe, which it returns.
    std::string walk() {
        constexpr int kMaxLinks = 40;
        struct stat status {};
        if (stat("/", &status) == 0 && !is_safe(status)) return "/";
        for (int links = 0; !ahead_.empty() && links <= kMaxLinks;) {
            const auto name = ahead_.front();
            ahead_.pop_front();
            if (name.empty() || name == ".") continue;
            if (name == "..") {
                here_.erase(std::min(here_.rfind('/'), here_.size()));
                continue;
            }
            auto next = here_ + "/" + name;
            if (lstat(next.c_str(), &status) != 0) return "";
            if (S_ISLNK(status.st_mode)) {
                if (!is_trusted(status.st_uid)) return next;
                push_front(link_target(next));
                ++links;
                continue;
            }
            if (!S_ISDIR(status.st_mode)) return "";
            if (!is_safe(status)) return next;
            here_ = next;
        }
        return "";
    }

private:
    void push_front(const std::string& path) {
        if (path.starts_with('/')) here_.clear();
        const auto names = split(path, '/');
        ahead_.insert(ahead_.begin(), names.begin(), names.end());
    }

    std::string here_;  ///< without symbolic links; empty for "/"
    std::deque<std::string> ahead_;
};

std::string find_unsafe_place(const std::string& path) { return PathWalk(path).walk(); }

}  // namespace monitoring
