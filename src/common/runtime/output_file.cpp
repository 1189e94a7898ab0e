#include "common/runtime/output_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/runtime/output.hpp"
#include "common/text/error.hpp"

namespace monitoring {

OutputFile::OutputFile(std::string_view path) {
    const auto name_at = path.rfind('/') + 1;
    const auto name = path.substr(name_at);
    if (name.empty() || name == "." || name == "..") {
        throw UsageError(fmt::format("'{}' is not the path of a file", path));
    }
    const auto temporary = fmt::format("{}.{}.{}.tmp", path.substr(0, name_at), name, getpid());
    if (temporary.size() >= kMaxPath) throw UsageError("the path is too long");
    path.copy(path_.data(), kMaxPath - 1);
    temporary.copy(temporary_.data(), kMaxPath - 1);
}

int OutputFile::replace(std::string_view content) const {
    unlink(temporary_.data());  // of a process that had our number and was killed
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const int file = open(temporary_.data(), kFlags, 0644);
    if (file < 0) return errno;
    int error = fchmod(file, 0644) == 0 ? write_all(file, content) : errno;
    if (close(file) != 0 && error == 0) error = errno;
    if (error == 0 && rename(temporary_.data(), path_.data()) != 0) error = errno;
    if (error != 0) unlink(temporary_.data());
    return error;
}

}  // namespace monitoring
