#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace monitoring {

/// A lock file that is held for as long as this lives, as another run of a tool would.
class HeldLock {
public:
    explicit HeldLock(const std::filesystem::path& path)
        : path_(path), file_(open(path.c_str(), O_RDWR | O_CLOEXEC)) {
        EXPECT_EQ(flock(file_, LOCK_EX), 0) << path;
    }
    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;
    ~HeldLock() { close(file_); }

    /// Returns when that process has come to the lock.
    void wait_for(pid_t process) const {
        const std::filesystem::path descriptors = "/proc/" + std::to_string(process) + "/fd";
        for (int timeout = 5000; timeout > 0; --timeout) {
            std::error_code vanished;
            for (const auto& entry : std::filesystem::directory_iterator(descriptors, vanished)) {
                if (std::filesystem::read_symlink(entry.path(), vanished) == path_) return;
            }
            usleep(2000);
        }
        FAIL() << "nobody waits for " << path_;
    }

private:
    std::filesystem::path path_;
    int file_;
};

}  // namespace monitoring
