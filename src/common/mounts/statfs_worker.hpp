#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "common/mounts/file_systems.hpp"

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

/// Answers questions, each in the slot of its number, until none is left: all of them, or only the
/// harmless ones. To be called in a process of its own, of which it closes all descriptors.
void answer_questions(Board& board, const std::vector<FileSystemQuestion>& questions);
void answer_harmless_questions(Board& board, const std::vector<FileSystemQuestion>& questions);

}  // namespace monitoring
