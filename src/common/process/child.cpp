#include "common/process/child.hpp"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "common/process/execute.hpp"
#include "common/process/process.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static UniqueFd open_empty() {
    UniqueFd null(open_null(O_RDONLY | O_CLOEXEC));
    if (!null.is_open()) throw system_error("cannot open /dev/null", errno);
    return null;
}

struct Pipe {
    Pipe() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw system_error("cannot make a pipe", errno);
        read_end = UniqueFd(ends[0]);
        write_end = UniqueFd(ends[1]);
        fcntl(read_end.get(), F_SETFL, O_NONBLOCK);
    }
    UniqueFd read_end;
    UniqueFd write_end;
};

/// What the new process works with until execve(2). It shares our memory so far (CLONE_VM).
struct Child::Start {
    explicit Start(const std::vector<std::string>& command) : execution(command) {}

    /// What it does until then, by async-signal-safe calls only. Its errno is also ours, but none
    /// of our own calls fails meanwhile.
    static void run(void* self) {
        auto& start = *static_cast<Start*>(self);
        setpgid(0, 0);
        for (int standard = 0; standard < 3; ++standard) {
            if (dup2(start.standard[standard], standard) >= 0) continue;
            start.error = errno;
            return;
        }
        constexpr std::array kStandard = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
        close_descriptors_but(kStandard);
        start.error = execute(start.execution);
    }

    Execution execution;
    LightProcess process{16000};
    UniqueFd null = open_empty();
    Pipe output;
    Pipe errors;
    /// What it begins with as its stdin, stdout and stderr, whatever we have closed meanwhile.
    const int standard[3] = {null.get(), output.write_end.get(), errors.write_end.get()};
    volatile int error = 0;
};

Child::Child(const std::vector<std::string>& command) : start_(std::make_unique<Start>(command)) {
    // As subreaper we reap the orphans of its group, see has_group(): kill(-pgid, 0) succeeds for
    // zombies as well, and the init of a container may leave them for long.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    process_ = start_->process.start(Start::run, start_.get());
    if (process_ < 0) throw system_error("cannot start a process", errno);
    // The process does the same. Whoever comes first, nobody meets it without its group.
    setpgid(process_, process_);
    output = std::move(start_->output.read_end);
    errors = std::move(start_->errors.read_end);
}

/// One that has not ended may still be at its start, if the program is on a dead file system.
Child::~Child() {
    if (process_ >= 0 && wait_status_ < 0 && !has_ended()) static_cast<void>(start_.release());
}

bool Child::has_ended() {
    if (wait_status_ < 0 && waitpid(process_, &wait_status_, WNOHANG) != process_) {
        wait_status_ = -1;
    }
    if (wait_status_ >= 0) {
        start_->output.write_end = {};
        start_->errors.write_end = {};
    }
    return wait_status_ >= 0;
}

int Child::execution_error() const { return start_->error; }

bool Child::has_group() const {
    while (waitpid(-process_, nullptr, WNOHANG) > 0) continue;
    return kill(-process_, 0) == 0;
}

bool Child::signal_group(int signal) const {
    const bool has_group = kill(-process_, signal) == 0;
    // It may have left its group for another one. Its number is its own until we have waited for
    // it.
    const bool is_alone = !has_group && wait_status_ < 0 && kill(process_, signal) == 0;
    return has_group || is_alone;
}

}  // namespace monitoring
