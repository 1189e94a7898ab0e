#include "common/state_directory.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "common/error.hpp"

namespace monitoring {

static std::string base_directory() {
    for (const char* name : {"MACKEREL_PLUGIN_WORKDIR", "TMPDIR"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    return "/var/tmp";
}

std::string state_directory() {
    return fmt::format("{}/mackerel-native-plugins-{}", base_directory(), geteuid());
}

UniqueFd open_state_directory(const std::string& path) {
    const PlainModes plain;
    const bool is_new = mkdir(path.c_str(), 0700) == 0;
    const bool exists = is_new || errno == EEXIST;
    if (!exists) return {};
    UniqueFd directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const auto refuse = [&](const char* why) {
        return Error(fmt::format("will not keep state in {}: {}; remove it", path, why));
    };
    if (!directory.is_open()) {
        if (errno == ENOTDIR || errno == ELOOP) throw refuse("it is not a directory");
        return directory;
    }
    struct stat status {};
    if (fstat(directory.get(), &status) != 0) throw refuse(strerror(errno));
    if (status.st_uid != geteuid()) throw refuse("another user owns it");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) throw refuse("other users may write to it");
    return directory;
}

}  // namespace monitoring
