#include "common/state/state.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/runtime/activity.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/output.hpp"
#include "common/state/state_directory.hpp"
#include "common/state/state_format.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"
#include "common/text/hash.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// What is larger than that was not written by us.
static constexpr std::size_t kMaxSize = std::size_t{1} << 20U;

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
        obstacle_ = fmt::format("{}: {}", directory_path_, error_text(errno));
        return;
    }
    lock_ = LockFile(directory_.get(), name_ + ".lock", directory_path_);
    if (wait != Wait::none) lock(wait);
}

std::string StateFile::place() const {
    return obstacle_.empty() ? "kept in " + file_path() : "not kept: " + obstacle_;
}

std::string StateFile::file_path() const { return directory_path_ + "/" + name_; }

bool StateFile::lock(Wait wait) {
    if (!directory_.is_open() || lock_.is_taken()) return lock_.is_taken();
    lock_.take(wait);
    obstacle_ = lock_.failure();
    return lock_.is_taken();
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
    if (!file.is_open()) return forget(error_text(errno));
    if (!is_own_file(file.get())) return forget("not a file of ours");
    try {
        return read_state(read_all(file.get(), file_path(), kMaxSize));
    } catch (const Error& error) {
        return forget(error.what());
    }
}

std::string StateFile::save(const Stamp& now, std::string_view content) const {
    if (!obstacle_.empty()) return obstacle_;
    const auto failed = [this] { return fmt::format("{}: {}", file_path(), error_text(errno)); };
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
        return fmt::format("{}: {}", file_path(), error_text(errno));
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
