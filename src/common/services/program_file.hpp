#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace monitoring {

/// The identity of a program file: replacing or changing the file changes one of these.
struct ProgramFile {
    std::string path;  ///< without symbolic links
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t modified_ns = 0;  ///< mtime, since 1970
    std::int64_t changed_ns = 0;   ///< ctime, since 1970, which cannot be set
    friend bool operator==(const ProgramFile&, const ProgramFile&) = default;
};

/// The file that execvp(3) would execute. Empty when there is none, or when it is on a file system
/// that may hang, remote or in user space.
[[nodiscard]] std::optional<ProgramFile> look_at_program(const std::string& program);

/// Whether it is a script ("#!"), or cannot be read.
[[nodiscard]] bool is_script(const ProgramFile& file);

}  // namespace monitoring
