#include "common/mounts/statfs_worker.hpp"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <memory>
#include <optional>

#include "common/mounts/host_mounts.hpp"
#include "common/mounts/path_in_root.hpp"
#include "common/process/process.hpp"
#include "common/state/state.hpp"
#include "common/text/error.hpp"

namespace monitoring {

SharedBoard::SharedBoard(std::size_t size) : bytes_(sizeof(Board) + size * sizeof(Slot)) {
    memory_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) throw system_error("cannot map memory", errno);
    auto* const board = std::construct_at(static_cast<Board*>(memory_));
    board->size = size;
    board->slots = reinterpret_cast<Slot*>(static_cast<char*>(memory_) + sizeof(Board));
    std::uninitialized_default_construct_n(board->slots, size);
}

SharedBoard::~SharedBoard() { munmap(memory_, bytes_); }

/// Waits until no other worker, of this run or another, asks the same file system, by a lock that
/// the kernel releases with the process. Otherwise every run would leave one more process hanging
/// at a dead mount. Goes on without the lock where there can be none.
static std::optional<StateFile> take_turn(const std::string& path) {
    try {
        while (true) {
            StateFile turn("statfs", {path});
            if (!turn.is_busy()) return turn;
        }
    } catch (const Error&) {
        return {};
    }
}

static void ask_kernel(const FileSystemQuestion& question, FileSystemAnswer& answer) {
    struct statfs file_system {};
    struct stat status {};
    const HostMounts* const host = question.host;
    const auto found = host != nullptr ? path_in_root(host->root, question.path) : std::string();
    const char* const path = host != nullptr ? found.c_str() : question.path.c_str();
    if ((host != nullptr && found.empty()) || statfs(path, &file_system) != 0 ||
        (question.wants_device && stat(path, &status) != 0)) {
        answer.kind = FileSystemAnswer::Kind::failed;
        answer.error = errno;
        return;
    }
    answer.kind = FileSystemAnswer::Kind::answered;
    answer.files = file_system.f_files;
    answer.free = file_system.f_ffree;
    answer.device = status.st_dev;
    // A worker has the memory of its parent, where the mounts stay as they are.
    if (host != nullptr) answer.nearest = host->nearest(found.substr(host->root.size()));
}

static void ask(const FileSystemQuestion& question, FileSystemAnswer& answer) {
    if (!question.may_hang) return ask_kernel(question, answer);
    const auto turn = take_turn(question.path);
    ask_kernel(question, answer);
    if (turn) turn->remove_lock();
}

static void answer(Board& board, const std::vector<FileSystemQuestion>& questions,
                   std::size_t end) {
    close_descriptors_but({});
    for (std::size_t i = board.next; i < end; i = board.next) {
        if (!board.next.compare_exchange_strong(i, i + 1)) continue;
        ask(questions[i], board.slots[i].answer);
        board.slots[i].is_answered = true;
    }
}

void answer_questions(Board& board, const std::vector<FileSystemQuestion>& questions) {
    answer(board, questions, board.size);
}

// The worker may share its parent's memory, so nothing is allocated for a harmless question.
void answer_harmless_questions(Board& board, const std::vector<FileSystemQuestion>& questions) {
    answer(board, questions, board.harmless);
}

}  // namespace monitoring
