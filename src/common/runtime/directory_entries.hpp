#pragma once

#include <dirent.h>
#include <sys/types.h>

#include <span>

namespace monitoring {

/// Reads entries of an open directory, as many as fit in the buffer, by getdents64(2): unlike
/// readdir(3), without memory from the heap. Returns those bytes; 0 at the end; -1 and errno.
[[nodiscard]] ssize_t read_directory(int directory, std::span<char> buffer);

/// Takes the first entry from the bytes that read_directory() gave.
[[nodiscard]] const dirent& take_entry(std::span<const char>& entries);

}  // namespace monitoring
