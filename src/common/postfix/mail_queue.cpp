#include "common/postfix/mail_queue.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bitset>
#include <climits>
#include <cstddef>
#include <memory>
#include <span>

#include "common/runtime/activity.hpp"
#include "common/runtime/directory_entries.hpp"
#include "common/runtime/file.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

/// Most queues are almost empty, and a large buffer costs system calls of its own.
constexpr std::size_t kSmallBuffer = std::size_t{32} << 10U;
/// Large enough that the cost of a system call does not show.
constexpr std::size_t kLargeBuffer = std::size_t{256} << 10U;

/// The names of one character, each a byte.
using HashNames = std::bitset<UCHAR_MAX + 1>;

[[noreturn]] void fail(std::string_view doing, const std::string& path, int error) {
    const auto reason = system_error(fmt::format("cannot {} {}", doing, path), error);
    if (error == EACCES || error == EPERM) throw UnreadableQueue(reason.what());
    throw reason;
}

/// Counts the files of one queue. Memory is constant, however many there are.
class FileCounter {
public:
    explicit FileCounter(const std::string& path) : path_(path) {}

    /// Counts what is in this directory, so many levels below the queue.
    void count(const UniqueFd& directory, int depth) {
        HashNames hash_names;
        for (auto entries = read_entries(directory, depth); !entries.empty();
             entries = read_entries(directory, depth)) {
            count_entries(directory, entries, hash_names);
            if (entries.size() > kSmallBuffer / 2) use_large_buffer();
        }
        // After the loop, which used the buffer. A set, since a directory that is created again
        // while it is read can appear twice.
        for (std::size_t name = 0; name < hash_names.size() && hash_names.any(); ++name) {
            if (hash_names[name]) count_hash(directory, static_cast<char>(name), depth + 1);
        }
    }

    [[nodiscard]] std::uint64_t files() const { return files_; }

private:
    void use_large_buffer() {
        if (buffer_size_ == kLargeBuffer) return;
        buffer_size_ = kLargeBuffer;
        buffer_ = std::make_unique_for_overwrite<char[]>(buffer_size_);
    }

    /// The next entries, in the buffer; none at the end.
    std::span<const char> read_entries(const UniqueFd& directory, int depth) {
        const ssize_t size = read_directory(directory.get(), {buffer_.get(), buffer_size_});
        if (size >= 0) return {buffer_.get(), static_cast<std::size_t>(size)};
        // The directory was removed, so it was empty.
        if (errno == ENOENT && depth > 0) return {};
        fail("read", path_, errno);
    }

    void count_entries(const UniqueFd& directory, std::span<const char> entries,
                       HashNames& hash_names) {
        while (!entries.empty()) {
            const dirent& entry = take_entry(entries);
            const auto* name = entry.d_name;
            const auto type = entry.d_type == DT_UNKNOWN ? type_of(directory, name) : entry.d_type;
            if (type == DT_REG) ++files_;
            if (type == DT_DIR && name[0] != '.' && name[0] != '\0' && name[1] == '\0') {
                hash_names.set(static_cast<unsigned char>(name[0]));
            }
        }
    }

    /// For file systems that do not fill in d_type.
    [[nodiscard]] unsigned char type_of(const UniqueFd& directory, const char* name) const {
        struct stat status {};
        if (fstatat(directory.get(), name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
            return static_cast<unsigned char>(IFTODT(status.st_mode));
        }
        if (errno == ENOENT) return DT_UNKNOWN;
        fail("examine a file in", path_, errno);
    }

    void count_hash(const UniqueFd& parent, char name, int depth) {
        if (depth > kMaxHashDepth) {
            throw Error(
                fmt::format("cannot count {}: its hash directories are nested deeper than "
                            "{} levels",
                            path_, kMaxHashDepth));
        }
        const std::string text(1, name);
        const UniqueFd directory(
            openat(parent.get(), text.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (directory.is_open()) return count(directory, depth);
        // The queue manager removes empty ones.
        if (errno != ENOENT) fail("open a hash directory of", path_, errno);
    }

    const std::string& path_;
    std::size_t buffer_size_ = kSmallBuffer;
    std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(buffer_size_);
    std::uint64_t files_ = 0;
};

}  // namespace

std::optional<std::uint64_t> count_queue_files(const std::string& path) {
    const Activity activity("reading " + path);
    // Not O_NOFOLLOW: a queue may be a symbolic link to another disk.
    const UniqueFd directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open()) {
        const int error = errno;
        struct stat status {};
        // A dangling symbolic link means a missing disk, not a queue that does not exist.
        const bool is_missing = error == ENOENT && lstat(path.c_str(), &status) != 0;
        if (is_missing) return {};
        fail("open", path, error);
    }
    FileCounter counter(path);
    counter.count(directory, 0);
    return counter.files();
}

MailQueueCounts count_mail_queues(const std::string& directory) {
    MailQueueCounts counts;
    bool has_any = false;
    for (const auto queue : kMailQueues) {
        const auto files = count_queue_files(fmt::format("{}/{}", directory, queue));
        counts.emplace(queue, files.value_or(0));
        has_any = has_any || files;
    }
    if (has_any) return counts;
    if (access(directory.c_str(), F_OK) != 0) {
        throw system_error(fmt::format("cannot open {}", directory), errno);
    }
    throw Error(fmt::format("{} holds none of {}", directory, join(kMailQueues, ", ")));
}

}  // namespace monitoring
