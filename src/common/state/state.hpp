#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/runtime/file.hpp"
#include "common/state/lock_file.hpp"
#include "common/state/stamp.hpp"

namespace monitoring {

/// What an earlier run left, and when.
struct StoredState {
    Stamp taken_at;
    std::string content;
};

/// One small file that a tool remembers things in between two runs, locked while this lives.
///
/// It stands in mackerel-native-plugins-EUID below the first of $MACKEREL_PLUGIN_WORKDIR, $TMPDIR
/// and /var/tmp in which no other user can rename that. The directory is ours alone, mode 0700; the
/// file is replaced as a whole.
class StateFile {
public:
    using Wait = LockFile::Wait;

    /// The key tells apart what one tool remembers for different command lines. Makes the
    /// directory and, unless told not to, waits for the lock. Where either cannot be had, save()
    /// says so; a directory that exists and is not safe throws Error.
    StateFile(std::string_view tool, const std::vector<std::string>& key,
              Wait wait = Wait::two_seconds);

    /// Takes the lock if that was not done before. A process that a fork makes of this one holds
    /// it as well. Returns whether it is ours now.
    bool lock(Wait wait);

    /// Whether another process held the lock for all the time that we waited.
    [[nodiscard]] bool is_busy() const { return lock_.is_busy(); }

    /// The descriptors it needs.
    [[nodiscard]] std::vector<int> descriptors() const {
        return {directory_.get(), lock_.descriptor()};
    }

    /// Removes the lock file, for keys that may never come again.
    void remove_lock() const { lock_.remove(); }

    /// For people: "kept in FILE", or "not kept: REASON".
    [[nodiscard]] std::string place() const;

    /// Whether there is something in the file's place.
    [[nodiscard]] bool exists() const;

    /// What the last run saved. Empty when there is nothing, or nothing that can be trusted: that
    /// is then said on stderr.
    [[nodiscard]] std::optional<StoredState> load() const;

    /// Replaces it. Returns why that failed, or an empty text. Needs the lock.
    [[nodiscard]] std::string save(const Stamp& now, std::string_view content) const;

    /// Removes it. Returns why that failed, or an empty text. Needs the lock.
    [[nodiscard]] std::string forget() const;

private:
    [[nodiscard]] std::string file_path() const;

    std::string directory_path_;
    std::string name_;
    UniqueFd directory_;
    LockFile lock_;
    std::string obstacle_;  ///< why nothing can be saved
};

/// What the last run saved, and how long ago; empty after a reboot or when a clock went back.
struct RecalledState {
    std::string content;
    Seconds age{};
};
[[nodiscard]] std::optional<RecalledState> recall(const StateFile& file, const Stamp& now);

/// A value from what the last run saved.
template <typename Value>
struct Recalled {
    Value value;
    Seconds age{};
};

/// Says on stderr that the state was damaged: it "holds no WHAT".
void warn_of_damage(std::string_view what);

/// The same as recall(), read by a parser. Empty also for what is no such value; that is then said
/// on stderr.
template <typename Value>
[[nodiscard]] std::optional<Recalled<Value>> recall(const StateFile& file, const Stamp& now,
                                                    std::optional<Value> (*parse)(std::string_view),
                                                    std::string_view what) {
    const auto state = recall(file, now);
    if (!state) return {};
    if (auto value = parse(state->content)) return Recalled<Value>{*std::move(value), state->age};
    warn_of_damage(what);
    return {};
}

/// " (state not saved: REASON)" for behind a message; empty when the reason is.
[[nodiscard]] std::string not_saved_note(std::string_view reason);

/// The same on stderr, where there is no message.
void warn_not_saved(std::string_view reason);

}  // namespace monitoring
