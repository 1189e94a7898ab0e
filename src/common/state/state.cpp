#include "common/state/state.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/output.hpp"
#include "common/runtime/termination.hpp"
#include "common/state/state_directory.hpp"
#include "common/state/state_format.hpp"
#include "common/text/error.hpp"
#include "common/text/hash.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// What is larger than that was not written by us.
static constexpr std::size_t kMaxSize = std::size_t{1} << 20U;

/// Whether an open file is a regular one of ours, as each that we made is.
static bool is_ours(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
}

StateFile::StateFile(std::string_view tool, const std::vector<std::string>& key, Wait wait) {
    auto place = find_state_place();
    obstacle_ = std::move(place.obstacle);
    if (!obstacle_.empty()) return;
    directory_path_ = std::move(place.directory);
    const Activity activity("opening " + directory_path_);
    std::vector<std::string_view> words{tool};
    words.insert(words.end(), key.begin(), key.end());
    name_ = fmt::format("{}-{}", tool, hash_words(words));
    directory_ = open_state_directory(directory_path_);
    if (!directory_.is_open()) {
        obstacle_ = fmt::format("{}: {}", directory_path_, strerror(errno));
    } else if (wait != Wait::none) {
        lock(wait);
    }
}

std::string StateFile::place() const {
    return obstacle_.empty() ? "kept in " + file_path() : "not kept: " + obstacle_;
}

std::string StateFile::file_path() const { return directory_path_ + "/" + name_; }

/// Takes the lock of the open lock file. Returns whether it could; else there is an obstacle.
bool StateFile::wait_for_lock(Wait wait) {
    Seconds timeout{};
    if (wait == Wait::two_seconds) {
        timeout = std::min(Seconds(2), time_left().value_or(Seconds::max()) / 2);
    }
    const Deadline deadline(timeout);
    while (flock(lock_.get(), LOCK_EX | (wait == Wait::for_ever ? 0 : LOCK_NB)) != 0) {
        // Some file systems have no locks, such as NFS without its daemon: ENOLCK.
        const int error = errno;
        const bool has_failed = error != EWOULDBLOCK && error != EINTR;
        is_busy_ = error == EWOULDBLOCK && deadline.remaining().count() <= 0;
        if (has_failed || is_busy_) {
            obstacle_ = fmt::format("{}.lock: {}", file_path(),
                                    is_busy_ ? "another run holds it" : strerror(error));
            return false;
        }
        constexpr timespec kPause{.tv_sec = 0, .tv_nsec = 5'000'000};
        nanosleep(&kPause, nullptr);
    }
    return true;
}

/// Opens the lock file, new if need be. Returns whether it can be trusted.
bool StateFile::open_lock() {
    const UmaskGuard plain;
    lock_ = UniqueFd(openat(directory_.get(), (name_ + ".lock").c_str(),
                            O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (!lock_.is_open()) {
        obstacle_ = fmt::format("{}.lock: {}", file_path(), strerror(errno));
    } else if (!is_ours(lock_.get())) {
        obstacle_ = fmt::format("{}.lock is not a file of ours", file_path());
        lock_ = {};
    }
    return lock_.is_open();
}

bool StateFile::lock(Wait wait) {
    if (!directory_.is_open() || lock_.is_open()) return lock_.is_open();
    const Activity activity("waiting for " + file_path() + ".lock");
    struct stat status {};
    do {
        if (!open_lock()) return false;
        if (!wait_for_lock(wait)) {
            lock_ = {};
            return false;
        }
        // The one we waited for may have been removed by its last holder.
    } while (fstat(lock_.get(), &status) == 0 && status.st_nlink == 0);
    obstacle_.clear();
    return true;
}

void StateFile::remove_lock() const {
    if (obstacle_.empty()) unlinkat(directory_.get(), (name_ + ".lock").c_str(), 0);
}

bool StateFile::exists() const {
    // By faccessat(3) a sandbox that forbids faccessat2(2), of Linux 5.8, would hide the file.
    struct stat status {};
    return directory_.is_open() &&
           fstatat(directory_.get(), name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

std::optional<StoredState> StateFile::load() const {
    if (!directory_.is_open()) return {};
    const auto forget = [this](std::string_view why) {
        warn(fmt::format("ignoring {}: {}", file_path(), why));
        return std::nullopt;
    };
    const UniqueFd file(
        openat(directory_.get(), name_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open() && errno == ENOENT) return {};
    if (!file.is_open()) return forget(strerror(errno));
    if (!is_ours(file.get())) return forget("not a file of ours");
    try {
        return parse_state(read_all(file.get(), file_path(), kMaxSize));
    } catch (const Error& error) {
        return forget(error.what());
    }
}

std::string StateFile::save(const Stamp& now, std::string_view content) const {
    if (!obstacle_.empty()) return obstacle_;
    const auto failed = [this] { return fmt::format("{}: {}", file_path(), strerror(errno)); };
    const std::string text = format_state({now, std::string(content)});
    if (text.size() > kMaxSize) return fmt::format("{}: over {} bytes", file_path(), kMaxSize);
    // The lock makes us the only writer: a temporary file that is there already was left by a run
    // that was killed.
    const std::string temporary = name_ + ".new";
    const UmaskGuard plain;
    unlinkat(directory_.get(), temporary.c_str(), 0);
    const UniqueFd file(openat(directory_.get(), temporary.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) return failed();
    errno = write_all(file.get(), text);
    if (errno == 0 &&
        renameat(directory_.get(), temporary.c_str(), directory_.get(), name_.c_str()) == 0) {
        return {};
    }
    auto reason = failed();
    unlinkat(directory_.get(), temporary.c_str(), 0);
    return reason;
}

std::string StateFile::forget() const {
    if (directory_.is_open() && unlinkat(directory_.get(), name_.c_str(), 0) != 0 &&
        errno != ENOENT) {
        return fmt::format("{}: {}", file_path(), strerror(errno));
    }
    return {};
}

std::optional<RecalledState> recall(const StateFile& file, const Stamp& now) {
    auto stored = file.load();
    if (!stored) return {};
    if (const auto age = time_between(stored->taken_at, now)) {
        return RecalledState{std::move(stored->content), *age};
    }
    if (stored->taken_at.boot_id == now.boot_id) {
        warn("ignoring the state of the last run: it is from the future");
    }
    return {};
}

void warn_of_damage(std::string_view what) {
    warn(fmt::format("ignoring the state of the last run: it holds no {}", what));
}

std::string not_saved_note(std::string_view reason) {
    constexpr std::size_t kRoom = kMaxLineLength / 5;
    if (reason.empty()) return "";
    return fmt::format(" (state not saved: {})", shorten(printable(reason), kRoom));
}

void warn_not_saved(std::string_view reason) {
    if (!reason.empty()) warn(fmt::format("state not saved: {}", reason));
}

}  // namespace monitoring
