#include "common/ending_signals.hpp"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/error.hpp"

namespace monitoring {

EndingSignals::EndingSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGALRM}) sigaddset(&signals, signal);
    sigprocmask(SIG_BLOCK, &signals, &before_);
    descriptor_ = UniqueFd(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
    if (descriptor_.is_open()) return;
    const int error = errno;
    sigprocmask(SIG_SETMASK, &before_, nullptr);
    throw system_error("cannot wait for signals", error);
}

EndingSignals::~EndingSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

int EndingSignals::take() const {
    signalfd_siginfo info{};
    const bool is_there = read(descriptor(), &info, sizeof info) == sizeof info;
    return is_there ? static_cast<int>(info.ssi_signo) : 0;
}

}  // namespace monitoring
