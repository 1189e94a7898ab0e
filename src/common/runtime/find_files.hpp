#pragma once

#include <string>
#include <vector>

namespace monitoring {

struct FoundFile {
    std::string path;
    bool is_named = false;  ///< the user wrote this path; else it was found in a directory or by
                            ///< a pattern, and may be of another kind
};

struct FoundFiles {
    std::vector<FoundFile> files;
    std::vector<std::string> unreadable;  ///< found in a directory, without permission to read
};

/// The files that a text stands for: that file; for a directory the regular files in it, sorted by
/// name, not recursively; where neither exists, the matches of a glob(7) pattern, directories among
/// them as above. Throws Error when a directory cannot be read, when no file matches the pattern,
/// or when there are more than 10,000.
[[nodiscard]] FoundFiles find_files(const std::string& text);

/// For a pattern whose last component has no wildcard, such as `live/*/fullchain.pem`, its matches;
/// else the text itself. Throws Error as find_files().
[[nodiscard]] std::vector<std::string> parts_of(const std::string& text);

}  // namespace monitoring
