#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace monitoring {

/// A program as a file: what replaces or changes it changes one of these.
struct ProgramFile {
    std::string path;  ///< without links
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t modified_ns = 0;  ///< since 1970, as is the next
    std::int64_t changed_ns = 0;   ///< which nobody can set
    friend bool operator==(const ProgramFile&, const ProgramFile&) = default;
};

/// Looks at the file that execvp(3) would execute. Empty when there is none, and where looking may
/// last for ever: behind a mount of another host's file system or of one in userspace.
[[nodiscard]] std::optional<ProgramFile> look_at_program(const std::string& program);

/// Whether it names an interpreter ("#!"), and so may do anything; also when that cannot be read.
[[nodiscard]] bool is_script(const ProgramFile& file);

}  // namespace monitoring
