#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "common/runtime/file.hpp"

namespace monitoring {

/// Another program that runs beside us: in a process group of its own, with stdin from /dev/null,
/// pipes behind stdout and stderr, and no other descriptor. It does not outlive us: when we end
/// before it, be it by SIGKILL, so does it.
class Child {
public:
    /// Starts it. Throws Error when there can be no process; what keeps the program from being
    /// executed is known when the process has ended.
    explicit Child(const std::vector<std::string>& command);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The read ends of its pipes, which do not block. They have no end before has_ended(), which
    /// spares us being woken for each of them.
    UniqueFd output;
    UniqueFd errors;

    /// Whether it has ended, which SIGCHLD tells; its status as waitpid(2) gives it, and errno of a
    /// failed execution.
    [[nodiscard]] bool has_ended();
    [[nodiscard]] int wait_status() const { return wait_status_; }
    [[nodiscard]] int execution_error() const;

    /// Sends a signal to the whole group. Returns whether anyone was there to get it.
    bool signal_group(int signal) const;

    /// Once it has ended: whether others of its group live on. The number of the group cannot be
    /// given away before.
    [[nodiscard]] bool has_group() const;

private:
    struct Start;

    pid_t process_ = -1;
    int wait_status_ = -1;
    std::unique_ptr<Start> start_;
};

}  // namespace monitoring
