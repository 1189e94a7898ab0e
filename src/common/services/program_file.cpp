#include "common/services/program_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string_view>
#include <vector>

#include "common/mounts/mount_types.hpp"
#include "common/process/find_program.hpp"
#include "common/procfs/mountinfo.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

/// Thrown when a path leads to a file system that may hang.
struct MayHang {};

/// Resolves paths without touching a file system that may hang.
class Walker {
public:
    /// The path without symbolic links, as from realpath(3); empty when it does not exist. Throws
    /// MayHang.
    std::optional<std::string> resolve(const std::string& path) {
        constexpr int kMaxLinks = 40;  // path_resolution(7)
        std::vector<std::string> ahead;
        std::string here = path.starts_with('/') ? "" : working_directory();
        std::array<char, PATH_MAX> target{};
        add_steps(path, ahead);
        for (int links = 0; !ahead.empty();) {
            const auto name = std::move(ahead.back());
            ahead.pop_back();
            if (name.empty() || name == ".") continue;
            if (name == "..") {
                here.erase(std::min(here.rfind('/'), here.size()));
                continue;
            }
            const auto next = fmt::format("{}/{}", here, name);
            if (std::find(no_links_.begin(), no_links_.end(), next) != no_links_.end()) {
                here = next;
                continue;
            }
            if (!is_usual(next) && is_on_the_edge(next)) throw MayHang();
            const ssize_t size = readlink(next.c_str(), target.data(), target.size());
            if (size < 0 && errno != EINVAL) return {};
            if (size < 0) {
                no_links_.push_back(next);
                here = next;
                continue;
            }
            if (++links > kMaxLinks) return {};
            const std::string_view text(target.data(), static_cast<std::size_t>(size));
            if (text.starts_with('/')) here.clear();
            add_steps(text, ahead);
        }
        return here;
    }

private:
    static void add_steps(std::string_view path, std::vector<std::string>& ahead) {
        const auto names = split(path, '/');
        ahead.insert(ahead.end(), names.rbegin(), names.rend());
    }

    static std::string working_directory() {
        std::array<char, PATH_MAX> path{};
        if (getcwd(path.data(), path.size()) == nullptr) throw MayHang();
        return path.data();
    }

    /// Paths that cannot hang unless the whole host does: no need to read the mounts for them.
    static bool is_usual(std::string_view path) {
        constexpr std::array<std::string_view, 5> kUsual = {"/usr", "/bin", "/sbin", "/lib",
                                                            "/etc"};
        return !path.starts_with("/usr/local") &&
               std::any_of(kUsual.begin(), kUsual.end(), [path](std::string_view usual) {
                   return path.starts_with(usual) &&
                          (path.size() == usual.size() || path[usual.size()] == '/');
               });
    }

    /// Whether this is the mount point of a file system that may hang.
    bool is_on_the_edge(const std::string& path) {
        if (!edges_) edges_ = find_edges();
        return std::find(edges_->begin(), edges_->end(), path) != edges_->end();
    }

    static std::vector<std::string> find_edges() {
        std::vector<std::string> edges;
        try {
            for (auto& mount : ProcFs().mounts()) {
                const bool is_edge = may_hang(mount.type) || mount.type == "autofs";
                if (is_edge) edges.push_back(std::move(mount.path));
            }
        } catch (const Error&) {
            // Without a list of mounts none is assumed.
        }
        return edges;
    }

    std::optional<std::vector<std::string>> edges_;
    std::vector<std::string> no_links_;  ///< paths, the places in PATH have much in common
};

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

std::optional<ProgramFile> look_at_program(const std::string& program) try {
    Walker walker;
    for (const auto& place : places_of_program(program)) {
        auto path = walker.resolve(place);
        struct stat status {};
        if (!path || stat(path->c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
            access(path->c_str(), X_OK) != 0) {
            continue;
        }
        return ProgramFile{*std::move(path),
                           status.st_dev,
                           status.st_ino,
                           status.st_size,
                           nanoseconds(status.st_mtim),
                           nanoseconds(status.st_ctim)};
    }
    return {};
} catch (const MayHang&) {
    return {};
}

bool is_script(const ProgramFile& file) {
    std::array<char, 2> start{};
    const UniqueFd opened(open(file.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    return read(opened.get(), start.data(), start.size()) != ssize_t{start.size()} ||
           std::string_view(start.data(), start.size()) == "#!";
}

}  // namespace monitoring
