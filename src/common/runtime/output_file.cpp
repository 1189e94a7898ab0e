#include "common/runtime/output_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <span>
#include <string>

#include "common/runtime/directory_entries.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/output.hpp"
#include "common/text/error.hpp"
#include "common/text/hash.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::string_view kEnding = ".tmp";
static constexpr std::size_t kDigits = 16;

/// Hexadecimal digits that differ between processes, also those of other containers and hosts.
static std::string unique_number() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const auto time = fmt::format("{}.{}", now.tv_sec, now.tv_nsec);
    return hash_words({time, std::to_string(getpid())}).substr(0, kDigits);
}

OutputFile::OutputFile(std::string_view path) {
    const auto name_at = path.rfind('/') + 1;
    const auto name = path.substr(name_at);
    if (name.empty() || name == "." || name == ".." || path == "-") {
        throw UsageError(fmt::format("'{}' is not the path of a file", path));
    }
    constexpr std::size_t kMaxName = 255;
    const bool has_room = name.size() + kDigits + kEnding.size() + 2 <= kMaxName;
    const auto temporary =
        fmt::format("{}.{}.{}{}", path.substr(0, name_at),
                    has_room ? std::string(name) : hash_words({name}), unique_number(), kEnding);
    if (std::max(path.size(), temporary.size()) >= kMaxPath) {
        throw UsageError("the path is too long");
    }
    path.copy(path_.data(), kMaxPath - 1);
    temporary.copy(temporary_.data(), kMaxPath - 1);
    constexpr std::size_t kMaxShown = 250;  // characters, of up to four bytes
    static_cast<void>(shorten(printable(path), kMaxShown).copy(shown_.data(), shown_.size() - 1));
}

/// What is there and must not be replaced, such as /dev/null.
static int find_obstacle(const char* path) {
    struct stat status {};
    if (stat(path, &status) != 0) return 0;
    if (S_ISDIR(status.st_mode)) return EISDIR;
    // A link is replaced, and not its target; but /dev/stdout is a link to where stdout is.
    static constexpr std::string_view kProc = "/proc/";
    std::array<char, kProc.size()> target{};
    const auto length = readlink(path, target.data(), target.size());
    const bool is_special = length > 0 && std::string_view(target.data(), target.size()) == kProc;
    return S_ISREG(status.st_mode) && !is_special ? 0 : OutputFile::kNoRegularFile;
}

int OutputFile::replace(std::string_view content) const {
    if (const int obstacle = find_obstacle(path_.data()); obstacle != 0) return obstacle;
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const int file = open(temporary_.data(), kFlags, 0644);
    if (file < 0) return errno;
    int error = fchmod(file, 0644) == 0 ? write_all(file, content) : errno;
    if (close(file) != 0 && error == 0) error = errno;
    if (error == 0 && rename(temporary_.data(), path_.data()) != 0) error = errno;
    if (error != 0) unlink(temporary_.data());
    return error;
}

/// Whether two names differ in their numbers at most.
static bool is_alike(std::string_view name, std::string_view temporary) {
    if (name.size() != temporary.size()) return false;
    const auto number_at = name.size() - kEnding.size() - kDigits;
    const auto number = name.substr(number_at, kDigits);
    return name.starts_with(temporary.substr(0, number_at)) && name.ends_with(kEnding) &&
           number.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Whether a file is one that nobody is writing any longer.
static bool is_abandoned(int directory, const char* name) {
    constexpr time_t kHour = 3600;
    struct stat status {};
    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
           status.st_mtime < time(nullptr) - kHour;
}

void OutputFile::remove_leftovers() const {
    const std::string_view temporary(temporary_.data());
    const auto name_at = temporary.rfind('/') + 1;
    const auto path = name_at == 0 ? "." : std::string(temporary.substr(0, name_at));
    const UniqueFd directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    alignas(dirent) std::array<char, 8192> buffer{};
    while (true) {
        const ssize_t size = read_directory(directory.get(), buffer);
        if (size <= 0) return;
        std::span<const char> entries(buffer.data(), static_cast<std::size_t>(size));
        while (!entries.empty()) {
            const char* const name = take_entry(entries).d_name;
            if (is_alike(name, temporary.substr(name_at)) && is_abandoned(directory.get(), name)) {
                unlinkat(directory.get(), name, 0);
            }
        }
    }
}

}  // namespace monitoring
