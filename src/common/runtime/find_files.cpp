#include "common/runtime/find_files.hpp"

#include <dirent.h>
#include <errno.h>
#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <new>
#include <set>
#include <string_view>

#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static constexpr std::size_t kMaxFiles = 10'000;

static void close_directory(DIR* directory) { closedir(directory); }

namespace {

/// Owns the matches of glob(3).
class Matches {
public:
    explicit Matches(const std::string& pattern, bool fails_with_directories = false)
        : error_(
              glob(pattern.c_str(), 0, fails_with_directories ? is_failure : nullptr, &matches_)) {}
    ~Matches() { globfree(&matches_); }
    Matches(const Matches&) = delete;
    Matches& operator=(const Matches&) = delete;

    [[nodiscard]] int error() const { return error_; }
    [[nodiscard]] std::vector<std::string> paths() const {
        return {matches_.gl_pathv, matches_.gl_pathv + matches_.gl_pathc};
    }

private:
    /// Whether a directory that cannot be read ends the search. Not each C library tells a file
    /// from it before, where a symbolic link leads to one.
    static int is_failure(const char* /*path*/, int error) { return error == ENOTDIR ? 0 : 1; }

    glob_t matches_{};
    int error_;
};

}  // namespace

static Error too_many(const std::string& text) {
    return Error(fmt::format("more than {} files in {}", kMaxFiles, text));
}

/// The names in a directory, without "." and "..".
static std::set<std::string> names_in(const std::string& path) {
    const std::unique_ptr<DIR, decltype(&close_directory)> directory(opendir(path.c_str()),
                                                                     close_directory);
    if (!directory) throw system_error(fmt::format("cannot open {}", path), errno);
    std::set<std::string> names;
    while (true) {
        errno = 0;
        const dirent* const entry = readdir(directory.get());
        if (entry == nullptr && errno != 0) {
            throw system_error(fmt::format("cannot read {}", path), errno);
        }
        if (entry == nullptr) break;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace(name);
        if (names.size() > kMaxFiles) throw too_many(path);
    }
    return names;
}

static void add_directory(const std::string& path, FoundFiles& found) {
    for (const auto& name : names_in(path)) {
        const auto file = fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/", name);
        struct stat status {};
        const bool is_there = stat(file.c_str(), &status) == 0;
        // A dangling symbolic link is kept: opening it gives the reason.
        if (is_there && !S_ISREG(status.st_mode)) continue;
        if (is_there && access(file.c_str(), R_OK) != 0 && errno == EACCES) {
            found.unreadable.push_back(file);
        } else {
            found.files.push_back({file, false});
        }
    }
}

/// Adds what a pattern matched; as in a directory, nothing that is neither file nor directory.
static void add_match(const std::string& path, FoundFiles& found) {
    struct stat status {};
    const bool is_there = stat(path.c_str(), &status) == 0;
    if (is_there && S_ISDIR(status.st_mode)) return add_directory(path, found);
    if (!is_there || S_ISREG(status.st_mode)) found.files.push_back({path, false});
}

/// Whether a wildcard stands in the text (glob(7)).
static bool has_wildcard(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
            continue;
        }
        const bool is_set = text[i] == '[' && text.find(']', i + 1) != text.npos;
        if (is_set || text[i] == '*' || text[i] == '?') return true;
    }
    return false;
}

static bool is_unreadable_directory(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           access(path.c_str(), X_OK) != 0 && errno == EACCES;
}

/// The paths of the pattern below matching directories that may not be entered. glob(3) leaves them
/// out without an error.
static std::vector<std::string> unreadable_matches(const std::string& pattern) {
    std::vector<std::string> unreadable;
    const auto last = pattern.find_last_not_of('/');
    std::size_t start = 0;
    while (true) {
        const auto end = pattern.find('/', start);
        if (end > last) return unreadable;
        if (has_wildcard(std::string_view(pattern).substr(start, end - start))) {
            for (const auto& path : Matches(pattern.substr(0, end)).paths()) {
                if (is_unreadable_directory(path)) unreadable.push_back(path + pattern.substr(end));
            }
        }
        start = end + 1;
    }
}

/// The matches of a pattern, and the paths without permission. Throws Error without either.
static std::vector<std::string> match(const std::string& pattern) {
    const auto unreadable = unreadable_matches(pattern);
    // An error in one directory does not end the search.
    const Matches matches(pattern, unreadable.empty());
    if (matches.error() == GLOB_NOSPACE) throw std::bad_alloc();
    if (matches.error() != 0 && matches.error() != GLOB_NOMATCH) {
        throw system_error(fmt::format("cannot look for {}", pattern), errno);
    }
    auto paths = matches.paths();
    paths.insert(paths.end(), unreadable.begin(), unreadable.end());
    if (paths.empty()) throw Error(fmt::format("no file matches {}", pattern));
    if (paths.size() > kMaxFiles) throw too_many(pattern);
    return paths;
}

std::vector<std::string> parts_of(const std::string& text) {
    const Activity activity("looking for " + text);
    const std::string_view all = text;
    const auto start = all.substr(0, all.find_last_not_of('/') + 1).rfind('/');
    if (start == all.npos || !has_wildcard(all.substr(0, start)) ||
        has_wildcard(all.substr(start)) || access(text.c_str(), F_OK) == 0) {
        return {text};
    }
    return match(text);
}

FoundFiles find_files(const std::string& text) {
    const Activity activity("looking for " + text);
    FoundFiles found;
    struct stat status {};
    const bool is_there = stat(text.c_str(), &status) == 0;
    if (is_there && S_ISDIR(status.st_mode)) {
        add_directory(text, found);
    } else if (is_there || text.find_first_of("*?[") == std::string::npos) {
        found.files.push_back({text, true});
    } else {
        for (const auto& path : match(text)) {
            add_match(path, found);
            if (found.files.size() > kMaxFiles) throw too_many(text);
        }
    }
    return found;
}

}  // namespace monitoring
