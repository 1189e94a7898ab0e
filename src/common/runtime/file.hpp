#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace monitoring {

/// Owns a file descriptor.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int descriptor) : descriptor_(descriptor) {}
    UniqueFd(UniqueFd&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd();

    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// Opens /dev/null at the lowest free number, with the flags of open(2). In a root without it, such
/// as that of an empty container, it is a pipe of which the other end is closed: reading finds the
/// end of the file, and writing fails. -1 and errno where there is no descriptor left.
[[nodiscard]] int open_null(int flags);

/// Sets the umask to 0 while it lives, so that files get exactly the mode they are created with.
class UmaskGuard {
public:
    UmaskGuard();
    UmaskGuard(const UmaskGuard&) = delete;
    UmaskGuard& operator=(const UmaskGuard&) = delete;
    ~UmaskGuard();

private:
    mode_t mask_;
};

/// The whole content of a file. Throws Error when it cannot be read or is larger than that many
/// bytes.
[[nodiscard]] std::string read_file(const std::string& path, std::size_t largest);

/// The same, but empty when there is no such file.
[[nodiscard]] std::optional<std::string> read_file_if_exists(const std::string& path,
                                                             std::size_t largest);

/// The whole content of an open file; the path is for the Error.
[[nodiscard]] std::string read_all(int descriptor, const std::string& path, std::size_t largest);

}  // namespace monitoring
