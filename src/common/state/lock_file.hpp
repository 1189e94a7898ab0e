#pragma once

#include <string>
#include <utility>

#include "common/runtime/file.hpp"

namespace monitoring {

/// What one process at a time may hold: flock(2) on an empty file of its own. The kernel frees it
/// when the holder is gone; processes that a fork makes of the holder hold it as well.
class LockFile {
public:
    /// How long to wait for it. Two seconds, but no more than half of the time that the tool has
    /// left, so that what it found out is not lost.
    enum class Wait { none, two_seconds, for_ever };

    LockFile() = default;  ///< none at all: not to be taken

    /// The file of that name in an open directory, which has to stay open. The path is that of the
    /// directory, for messages.
    LockFile(int directory, std::string name, const std::string& directory_path)
        : directory_(directory), name_(std::move(name)), path_(directory_path + "/" + name_) {}

    /// Takes it if that was not done before, making the file if need be. Returns whether it is
    /// ours now.
    bool take(Wait wait);

    [[nodiscard]] bool is_taken() const { return file_.is_open(); }

    /// Whether another process held it for all the time that we waited.
    [[nodiscard]] bool is_busy() const { return is_busy_; }

    /// Why it could not be taken, with its path; empty when it could.
    [[nodiscard]] const std::string& failure() const { return failure_; }

    /// -1 when it is not taken.
    [[nodiscard]] int descriptor() const { return file_.get(); }

    /// Removes the file, if we hold it. Those who wait for it notice, and make a new one.
    void remove() const;

private:
    [[nodiscard]] bool open_file();
    [[nodiscard]] bool wait_for(Wait wait);

    int directory_ = -1;
    std::string name_;
    std::string path_;
    UniqueFd file_;
    bool is_busy_ = false;
    std::string failure_;
};

}  // namespace monitoring
