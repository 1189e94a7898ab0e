#include "common/runtime/signals.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "common/text/error.hpp"

namespace monitoring {

static sigset_t set_of(std::initializer_list<int> signals) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals) sigaddset(&set, signal);
    return set;
}

BlockedSignals::BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
}

BlockedSignals::BlockedSignals(std::initializer_list<int> signals) {
    const sigset_t set = set_of(signals);
    pthread_sigmask(SIG_BLOCK, &set, &before_);
}

BlockedSignals::~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool BlockedSignals::is_ending_pending() const {
    sigset_t waiting;
    sigpending(&waiting);
    return std::any_of(kEndingSignals.begin(), kEndingSignals.end(), [&](int signal) {
        return sigismember(&waiting, signal) == 1 && sigismember(&before_, signal) == 0;
    });
}

void BlockedSignals::keep_ending_signals() {
    for (const int signal : kEndingSignals) sigaddset(&before_, signal);
}

ReadableSignals::ReadableSignals(std::initializer_list<int> signals) : blocked_(signals) {
    const sigset_t set = set_of(signals);
    descriptor_ = UniqueFd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!descriptor_.is_open()) throw system_error("cannot wait for signals", errno);
}

int ReadableSignals::take() const {
    signalfd_siginfo info{};
    const bool is_there = read(descriptor(), &info, sizeof info) == sizeof info;
    return is_there ? static_cast<int>(info.ssi_signo) : 0;
}

std::string signal_name(int signal) {
    // By their numbers, which x86 and ARM have in common. In one piece: pointers to texts would
    // each have to be relocated when the program starts.
    static constexpr char kNames[][8] = {
        "",     "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1",
        "SEGV", "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN",
        "TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "POLL", "PWR",  "SYS"};
    static_assert(SIGKILL == 9 && SIGSTKFLT == 16 && SIGSYS + 1 == std::size(kNames));
    if (signal < 1 || signal > SIGSYS) return fmt::format("signal {}", signal);
    return fmt::format("SIG{}", kNames[signal]);
}

void unblock_signals() {
    const sigset_t none = set_of({});
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

void reset_signals() {
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
    unblock_signals();
}

}  // namespace monitoring
