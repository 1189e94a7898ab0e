#include "common/runtime/file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

UniqueFd::~UniqueFd() {
    if (is_open()) close(descriptor_);
}

int open_null(int flags) {
    const int null = open("/dev/null", flags);
    if (null >= 0 || errno == EMFILE || errno == ENFILE) return null;
    int ends[2];
    if (pipe2(ends, flags & O_CLOEXEC) != 0) return -1;
    close(ends[1]);
    return ends[0];
}

UmaskGuard::UmaskGuard() : mask_(umask(0)) {}

UmaskGuard::~UmaskGuard() { umask(mask_); }

std::string read_all(int descriptor, const std::string& path, std::size_t largest) {
    std::string content;
    // Most files of /proc are smaller than a page, and the kernel gives at most a page per read.
    std::size_t size = 0;
    while (true) {
        if (size == content.size()) content.resize(std::max<std::size_t>(4096, size * 4));
        const ssize_t count = read(descriptor, content.data() + size, content.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error(fmt::format("cannot read {}", path), errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
        if (size > largest) {
            throw Error(fmt::format("cannot read {}: larger than {} bytes", path, largest));
        }
    }
    content.resize(size);
    return content;
}

std::optional<std::string> read_file_if_exists(const std::string& path, std::size_t largest) {
    const Activity activity("reading " + path);
    const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() && errno == ENOENT) return {};
    if (!file.is_open()) throw system_error(fmt::format("cannot open {}", path), errno);
    return read_all(file.get(), path, largest);
}

std::string read_file(const std::string& path, std::size_t largest) {
    if (auto content = read_file_if_exists(path, largest)) return *std::move(content);
    throw system_error(fmt::format("cannot open {}", path), ENOENT);
}

}  // namespace monitoring
