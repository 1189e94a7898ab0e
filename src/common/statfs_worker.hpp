#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "common/file_systems.hpp"

namespace monitoring {

/// A question's place in the memory that the workers share with their parent.
struct Slot {
    std::atomic<bool> is_answered = false;  ///< only then the answer counts
    FileSystemAnswer answer;
};

/// The slots, and the number of the next one that nobody has taken.
struct Board {
    std::atomic<std::size_t> next = 0;
    std::size_t size = 0;
    std::size_t harmless = 0;  ///< so many at the beginning are for file systems that cannot hang
    Slot* slots = nullptr;
};

/// A board in memory that stays shared across fork. Throws Error when there is no memory.
class SharedBoard {
public:
    explicit SharedBoard(std::size_t size);
    ~SharedBoard();
    SharedBoard(const SharedBoard&) = delete;
    SharedBoard& operator=(const SharedBoard&) = delete;

    [[nodiscard]] Board& get() const { return *static_cast<Board*>(memory_); }

private:
    std::size_t bytes_;
    void* memory_ = nullptr;
};

/// Starts a child that answers questions, each in the slot of its number, until none is left. It
/// keeps no descriptor of its parent's, and it dies with its parent if it can. Returns its process
/// ID, or -1 and errno.
[[nodiscard]] pid_t start_worker(Board& board, const std::vector<FileSystemQuestion>& questions);

/// The same for the harmless questions, at a third of the cost: instead of a copy of the memory
/// the child has the memory itself. There may be one such child only, and the arguments must stay
/// where they are until it has ended or was sent SIGKILL.
class LightWorker {
public:
    LightWorker(Board& board, const std::vector<FileSystemQuestion>& questions)
        : board_(board),
          questions_(questions),
          stack_(std::make_unique_for_overwrite<char[]>(kStackSize)) {}
    [[nodiscard]] pid_t start();
    /// Leaves the stack to a child that does not end: the kernel may still write to it.
    void abandon() { static_cast<void>(stack_.release()); }

private:
    static constexpr std::size_t kStackSize = 65536;
    static int run(void* self);

    Board& board_;
    const std::vector<FileSystemQuestion>& questions_;
    std::unique_ptr<char[]> stack_;
};

}  // namespace monitoring
