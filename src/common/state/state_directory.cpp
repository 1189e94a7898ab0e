#include "common/state/state_directory.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "common/runtime/activity.hpp"
#include "common/runtime/safe_directory.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"
#include "common/text/text.hpp"

namespace monitoring {

StatePlace find_state_place() {
    const auto name = fmt::format("mackerel-native-plugins-{}", geteuid());
    std::vector<std::string> unsafe;
    const char* const work = std::getenv("MACKEREL_PLUGIN_WORKDIR");
    const char* const temporary = std::getenv("TMPDIR");
    for (const char* const parent : {work, temporary, "/var/tmp"}) {
        if (parent == nullptr || *parent == '\0') continue;
        auto directory = fmt::format("{}/{}", parent, name);
        const Activity activity("opening " + directory);
        // Usually it is there, and costs less: where that hangs, so does the whole host.
        if (!directory.starts_with("/var/tmp/")) start_watchdog();
        auto place = find_unsafe_place(parent);
        if (place.empty()) return {std::move(directory), ""};
        if (std::find(unsafe.begin(), unsafe.end(), place) == unsafe.end()) {
            unsafe.push_back(std::move(place));
        }
    }
    return {"", fmt::format("other users may rename what is in {}", join(unsafe, ", "))};
}

UniqueFd open_state_directory(const std::string& path) {
    const UmaskGuard plain;
    const bool is_new = mkdir(path.c_str(), 0700) == 0;
    const bool exists = is_new || errno == EEXIST;
    if (!exists) return {};
    UniqueFd directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const auto refuse = [&](std::string_view why) {
        return Error(fmt::format("will not keep state in {}: {}; remove it", path, why));
    };
    if (!directory.is_open()) {
        if (errno == ENOTDIR || errno == ELOOP) throw refuse("it is not a directory");
        return directory;
    }
    struct stat status {};
    if (fstat(directory.get(), &status) != 0) throw refuse(error_text(errno));
    if (status.st_uid != geteuid()) throw refuse("another user owns it");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) throw refuse("other users may write to it");
    return directory;
}

bool is_own_file(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
}

}  // namespace monitoring
