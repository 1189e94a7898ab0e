#include "common/x509/certificate_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static Error too_large(const std::string& path, std::size_t largest) {
    return Error(fmt::format("cannot read {}: larger than {} bytes", path, largest));
}

UniqueFd open_regular_file(const std::string& path, std::size_t largest) {
    // Opening a pipe would block, and a terminal could become the controlling one.
    UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) throw system_error(fmt::format("cannot open {}", path), errno);
    struct stat status {};
    if (fstat(file.get(), &status) != 0) {
        throw system_error(fmt::format("cannot read {}", path), errno);
    }
    if (S_ISDIR(status.st_mode)) throw system_error(fmt::format("cannot read {}", path), EISDIR);
    if (!S_ISREG(status.st_mode)) {
        throw Error(fmt::format("cannot read {}: not a regular file", path));
    }
    if (static_cast<std::size_t>(status.st_size) > largest) throw too_large(path, largest);
    return file;
}

void read_rest(int descriptor, const std::string& path, std::size_t largest, SecretBytes& bytes) {
    do {
        if (bytes.is_full()) bytes.grow(bytes.view().size() * 4);
        if (bytes.view().size() > largest) throw too_large(path, largest);
    } while (bytes.read_more(descriptor, path) > 0);
}

SecretBytes read_secret_file(const std::string& path, std::size_t largest) {
    const Activity activity("reading " + path);
    const UniqueFd file = open_regular_file(path, largest);
    SecretBytes bytes(4096);
    read_rest(file.get(), path, largest, bytes);
    return bytes;
}

SecretBytes read_password_file(const std::string& path) {
    static constexpr std::size_t kMaxLength = 4096;
    SecretBytes password = read_secret_file(path, kMaxLength);
    if (password.view().ends_with('\n')) password.remove_suffix(1);
    if (password.view().ends_with('\r')) password.remove_suffix(1);
    return password;
}

}  // namespace monitoring
