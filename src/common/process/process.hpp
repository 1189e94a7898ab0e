#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace monitoring {

// The one place of fork(2) and clone(2). All signals are blocked meanwhile, so that no handler of
// ours ever runs in the new process: there SIGTERM, SIGINT and SIGALRM do what they do by default.

enum class Bond {
    dies_with_us,  ///< be it by SIGKILL
    outlives_us    ///< but for a signal that ends us and came before the process was there
};

/// Starts a process with a copy of our memory, which does this work and ends. Returns its ID, or -1
/// and errno.
[[nodiscard]] pid_t fork_process(Bond bond, const std::function<void()>& work);

/// A process that dies with us and shares our memory, as after vfork(2): clone(2) with CLONE_VM,
/// since copying page tables costs more than all the rest. It has a stack of its own, but shares
/// errno and the heap with its parent, which runs beside it, and so must not use them.
class LightProcess {
public:
    explicit LightProcess(std::size_t stack_size);

    /// Starts it. Returns its ID, or -1 and errno. What it uses must stay where it is until it has
    /// ended or executed another program.
    [[nodiscard]] pid_t start(void (*work)(void*), void* argument);

    /// Leaves its stack to a process that does not end: the kernel may still write to it.
    void abandon() { static_cast<void>(memory_.release()); }

private:
    struct Beginning;
    static int run(void* beginning);

    std::size_t stack_size_;
    std::unique_ptr<char[]> memory_;
};

/// Closes all descriptors but these, of which those below 0 do not count. Only async-signal-safe
/// calls, of which Linux 3.10 has enough.
void close_descriptors_but(std::span<const int> kept);

}  // namespace monitoring
