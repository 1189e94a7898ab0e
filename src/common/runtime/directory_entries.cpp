#include "common/runtime/directory_entries.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace monitoring {

// The kernel's linux_dirent64. Its last member is as long as the name.
static_assert(sizeof(dirent::d_ino) == 8 && sizeof(dirent::d_off) == 8 &&
              offsetof(dirent, d_reclen) == 16 && offsetof(dirent, d_type) == 18 &&
              offsetof(dirent, d_name) == 19);

// Not each C library has a function for it.
ssize_t read_directory(int directory, std::span<char> buffer) {
    return syscall(SYS_getdents64, directory, buffer.data(), buffer.size());
}

const dirent& take_entry(std::span<const char>& entries) {
    const auto& entry = *reinterpret_cast<const dirent*>(entries.data());
    entries = entries.subspan(entry.d_reclen);
    return entry;
}

}  // namespace monitoring
