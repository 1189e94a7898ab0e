#include "common/process/process.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/runtime/signals.hpp"

namespace monitoring {

/// What a new process does first; all signals are blocked so far.
static void begin(Bond bond, pid_t parent) {
    for (const int number : kEndingSignals) signal(number, SIG_DFL);
    if (bond == Bond::dies_with_us) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
    }
    unblock_signals();
}

/// What the parent does next. A signal to our group that came before the process was in it will
/// end us as soon as it is let through: then the process must end as well.
static pid_t end_if_we_end(pid_t process, const BlockedSignals& blocked) {
    if (process > 0 && blocked.is_ending_pending()) kill(process, SIGKILL);
    return process;
}

pid_t fork_process(Bond bond, const std::function<void()>& work) {
    const BlockedSignals blocked;
    const pid_t parent = getpid();
    const pid_t process = fork();
    if (process != 0) return end_if_we_end(process, blocked);
    begin(bond, parent);
    try {
        work();
    } catch (...) {
        // Nobody listens here, and what called us is for our parent to go on with.
        _exit(1);
    }
    _exit(0);
}

/// At the low end of the stack, which grows downwards on every machine that Linux runs on but
/// PA-RISC.
struct LightProcess::Beginning {
    void (*work)(void*);
    void* argument;
    pid_t parent;
};

LightProcess::LightProcess(std::size_t stack_size)
    : stack_size_((stack_size + sizeof(Beginning)) & ~std::size_t{63}),
      memory_(std::make_unique_for_overwrite<char[]>(stack_size_)) {}

int LightProcess::run(void* beginning) {
    const auto& [work, argument, parent] = *static_cast<const Beginning*>(beginning);
    begin(Bond::dies_with_us, parent);
    work(argument);
    return 0;
}

pid_t LightProcess::start(void (*work)(void*), void* argument) {
    const BlockedSignals blocked;
    // What new[] gives is aligned as stacks must be.
    auto* const beginning = new (memory_.get()) Beginning{work, argument, getpid()};
    const pid_t process = clone(run, memory_.get() + stack_size_, CLONE_VM | SIGCHLD, beginning);
    return end_if_we_end(process, blocked);
}

}  // namespace monitoring
