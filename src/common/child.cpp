#include "common/child.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "common/error.hpp"

namespace monitoring {

/// Undoes what we, or whoever started us, did to the signals; an exec would keep what is ignored.
static void reset_signals() {
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

int execute(char* const* arguments) {
    reset_signals();
    execvp(arguments[0], arguments);
    return errno;
}

std::string why_not_executed(const std::string& program, int error) {
    struct stat status {};
    const bool is_path = program.find('/') != std::string::npos;
    if (is_path && stat(program.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) return strerror(EISDIR);
        if (error == ENOENT) return "the interpreter that it names does not exist";
    }
    return strerror(error);
}

std::vector<char*> argument_vector(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    // execvp(3) does not write to them.
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    return arguments;
}

static UniqueFd open_null() {
    UniqueFd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
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

/// What the new process works with until it is the other program. It shares our memory so far:
/// copying that would cost more than all the rest.
struct Child::Start {
    explicit Start(const std::vector<std::string>& command)
        : arguments(argument_vector(command)),
          // execvp(3) puts the path, and for a script without "#!" the arguments, on the stack.
          stack_size((65536 + arguments.size() * sizeof(char*)) & ~std::size_t{63}),
          stack(std::make_unique_for_overwrite<char[]>(stack_size)) {}

    /// Its life in our memory. Only async-signal-safe calls.
    static int run(void* self) {
        auto& start = *static_cast<Start*>(self);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != start.parent) return 127;
        for (int standard = 0; standard < 3; ++standard) {
            if (dup2(start.standard[standard], standard) >= 0) continue;
            start.error = errno;
            return 127;
        }
        closefrom(STDERR_FILENO + 1);
        start.error = execute(start.arguments.data());
        return 127;
    }

    const pid_t parent = getpid();
    std::vector<char*> arguments;
    std::size_t stack_size;
    std::unique_ptr<char[]> stack;
    UniqueFd null = open_null();
    Pipe output;
    Pipe errors;
    /// What it begins with as its stdin, stdout and stderr, whatever we have closed meanwhile.
    const int standard[3] = {null.get(), output.write_end.get(), errors.write_end.get()};
    volatile int error = 0;
};

Child::Child(const std::vector<std::string>& command) : start_(std::make_unique<Start>(command)) {
    // What its group leaves behind comes to us, and not to an init that may take its time, or never
    // look: until then the dead of the group cannot be told from the living.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int descriptor = -1;
    // Stacks grow downwards on every machine that Linux runs on but one, which is gone. The
    // process begins with our signal mask and handlers, but may not run a handler of ours.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    process_ = clone(Start::run, start_->stack.get() + start_->stack_size,
                     CLONE_VM | CLONE_PIDFD | SIGCHLD, start_.get(), &descriptor);
    const int error = errno;
    sigprocmask(SIG_SETMASK, &before, nullptr);
    if (process_ < 0) throw system_error("cannot start a process", error);
    process_descriptor_ = UniqueFd(descriptor);
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
