#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/file.hpp"
#include "common/stamp.hpp"

namespace monitoring {

/// What an earlier run left, and when.
struct Memory {
    Stamp taken_at;
    std::string content;
};

/// One small file that a tool remembers things in between two runs, locked while this lives.
///
/// It stands in mackerel-native-plugins-EUID below $MACKEREL_PLUGIN_WORKDIR, else $TMPDIR, else
/// /var/tmp. The directory is ours alone, mode 0700; the file is replaced as a whole.
class StateFile {
public:
    /// The key tells apart what one tool remembers for different command lines. Makes the
    /// directory and waits for the lock, for two seconds at the most. Where either cannot be had,
    /// save() says so; a directory that exists and is not safe throws Error.
    StateFile(std::string_view tool, const std::vector<std::string>& key);

    /// Whether another process held the lock for all that time.
    [[nodiscard]] bool is_busy() const { return is_busy_; }

    /// Removes the lock file, for keys that may never come again. Nobody else sees a lock that
    /// is held free by that.
    void remove_lock() const;

    /// What the last run saved. Empty when there is nothing, or nothing that can be trusted: that
    /// is then said on stderr.
    [[nodiscard]] std::optional<Memory> load() const;

    /// Replaces it. Returns why that failed, or an empty text.
    [[nodiscard]] std::string save(const Stamp& now, std::string_view content) const;

private:
    void lock();
    [[nodiscard]] bool wait_for_lock();
    [[nodiscard]] std::string file_path() const;

    std::string directory_path_;
    std::string name_;
    UniqueFd directory_;
    UniqueFd lock_;
    bool is_busy_ = false;
    std::string obstacle_;  ///< why nothing can be saved
};

/// " (state not saved: REASON)" for behind a message; empty when the reason is.
[[nodiscard]] std::string not_saved_note(std::string_view reason);

}  // namespace monitoring
