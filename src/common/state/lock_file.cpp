#include "common/state/lock_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/deadline_timer.hpp"
#include "common/state/state_directory.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

/// Opens the file, new if need be. Returns whether it can be trusted.
bool LockFile::open_file() {
    const UmaskGuard plain;
    file_ = UniqueFd(openat(directory_, name_.c_str(),
                            O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (!file_.is_open()) {
        failure_ = fmt::format("{}: {}", path_, error_text(errno));
    } else if (!is_own_file(file_.get())) {
        failure_ = path_ + " is not a file of ours";
        file_ = {};
    }
    return file_.is_open();
}

/// Waits for the lock of the open file. Returns whether we have it.
bool LockFile::wait_for(Wait wait) {
    Seconds timeout{};
    if (wait == Wait::two_seconds) {
        timeout = std::min(Seconds(2), time_left().value_or(Seconds::max()) / 2);
    }
    const Deadline deadline(timeout);
    while (flock(file_.get(), LOCK_EX | (wait == Wait::for_ever ? 0 : LOCK_NB)) != 0) {
        // Some file systems have no locks, such as NFS without its daemon: ENOLCK.
        const int error = errno;
        const bool has_failed = error != EWOULDBLOCK && error != EINTR;
        is_busy_ = error == EWOULDBLOCK && deadline.remaining().count() <= 0;
        if (has_failed || is_busy_) {
            failure_ =
                fmt::format("{}: {}", path_, is_busy_ ? "another run holds it" : error_text(error));
            return false;
        }
        constexpr timespec kPause{.tv_sec = 0, .tv_nsec = 5'000'000};
        nanosleep(&kPause, nullptr);
    }
    return true;
}

bool LockFile::take(Wait wait) {
    if (directory_ < 0 || is_taken()) return is_taken();
    is_busy_ = false;
    const Activity activity("waiting for " + path_);
    struct stat status {};
    do {
        if (!open_file()) return false;
        if (!wait_for(wait)) {
            file_ = {};
            return false;
        }
        // The one we waited for may have been removed by its last holder.
    } while (fstat(file_.get(), &status) == 0 && status.st_nlink == 0);
    failure_.clear();
    return true;
}

void LockFile::remove() const {
    if (is_taken()) unlinkat(directory_, name_.c_str(), 0);
}

}  // namespace monitoring
