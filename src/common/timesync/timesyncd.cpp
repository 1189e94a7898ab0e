#include "common/timesync/timesyncd.hpp"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <string>

#include "common/process/find_program.hpp"

namespace monitoring {

/// Whether a unit is masked: a link to /dev/null, or empty (systemctl(1), mask).
static bool is_masked(const std::string& directory) {
    struct stat status {};
    return stat((directory + "/systemd-timesyncd.service").c_str(), &status) == 0 &&
           (!S_ISREG(status.st_mode) || status.st_size == 0);
}

static bool is_daemon_in(const std::string& directory) {
    return access((directory + "/lib/systemd/systemd-timesyncd").c_str(), F_OK) == 0;
}

bool has_timesyncd() {
    if (is_masked("/etc/systemd/system") || is_masked("/run/systemd/system")) return false;
    // Where systemd is in a place of its own, its programs are beside its daemons. /lib was not
    // always a part of /usr.
    const auto program = find_program("timedatectl");
    const auto file = program ? resolve_links(*program) : std::nullopt;
    return is_daemon_in("") || is_daemon_in("/usr") ||
           (file && is_daemon_in(file->substr(0, file->rfind('/')) + "/.."));
}

bool has_timesyncd_set_the_clock() {
    constexpr time_t kLately = 32000;
    struct stat status {};
    // timesyncd touches the file at each adjustment (systemd-timesyncd.service(8)).
    if (stat("/run/systemd/timesync/synchronized", &status) != 0) return false;
    return time(nullptr) - status.st_mtime < kLately;
}

}  // namespace monitoring
