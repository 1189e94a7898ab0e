#pragma once

#include <string>
#include <vector>

namespace monitoring {

struct FoundFile {
    std::string path;
    bool is_named = false;  ///< the user wrote this path; else it was found in a directory or by
                            ///< a pattern, and may as well be none of those that were meant
};

struct FoundFiles {
    std::vector<FoundFile> files;
    std::vector<std::string> unreadable;  ///< what lies in a directory and may not be read
};

/// The files that a text stands for: a file; a directory, that is the regular files in it, by name,
/// without its directories; or, where there is neither, a pattern of glob(7), whose directories
/// count the same. Throws Error when a directory cannot be read, when no file matches the pattern,
/// or when there are more than 10,000.
[[nodiscard]] FoundFiles find_files(const std::string& text);

/// The texts that a text means one by one: what a pattern matches whose last part has no wildcard,
/// such as `live/*/fullchain.pem`; else the text itself. Throws Error as the above.
[[nodiscard]] std::vector<std::string> parts_of(const std::string& text);

}  // namespace monitoring
