#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "common/mounts/file_systems.hpp"

namespace monitoring {

/// The place for an answer in the memory that the workers share with their parent.
struct Slot {
    std::atomic<bool> is_answered = false;  ///< the answer is complete
    FileSystemAnswer answer;
};

/// The slots, and the number of the next question that no worker has taken.
struct Board {
    std::atomic<std::size_t> next = 0;
    std::size_t size = 0;
    std::size_t harmless = 0;  ///< that many questions, the first ones, cannot hang
    Slot* slots = nullptr;
};

/// A board in shared memory (mmap(2), MAP_SHARED). Throws Error when that fails.
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

/// Answers questions, all or only the harmless ones, until none is left, each in the slot with its
/// number. To be called in a worker process, all of whose descriptors it closes.
void answer_questions(Board& board, const std::vector<FileSystemQuestion>& questions);
void answer_harmless_questions(Board& board, const std::vector<FileSystemQuestion>& questions);

}  // namespace monitoring
