#include "common/statfs_worker.hpp"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <memory>
#include <optional>

#include "common/error.hpp"
#include "common/state.hpp"

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

/// Waits until no other process of ours asks the same file system, by a lock that the kernel frees
/// when its holder is gone. Without it every run would leave one more process at a dead mount.
/// Where there can be no lock it does without.
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
    if (statfs(question.path.c_str(), &file_system) != 0 ||
        (question.wants_device && stat(question.path.c_str(), &status) != 0)) {
        answer.kind = FileSystemAnswer::Kind::failed;
        answer.error = errno;
        return;
    }
    answer.kind = FileSystemAnswer::Kind::answered;
    answer.files = file_system.f_files;
    answer.free = file_system.f_ffree;
    answer.device = status.st_dev;
}

static void ask(const FileSystemQuestion& question, FileSystemAnswer& answer) {
    if (!question.may_hang) return ask_kernel(question, answer);
    const auto turn = take_turn(question.path);
    ask_kernel(question, answer);
    if (turn) turn->remove_lock();
}

/// The signal handlers that the child inherits find stdout and stderr closed, and end it silently.
static void work_on(Board& board, const std::vector<FileSystemQuestion>& questions,
                    std::size_t end) {
    if (close_range(0, ~0U, 0) != 0) {
        for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) close(standard);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (std::size_t i = board.next; i < end; i = board.next) {
        if (!board.next.compare_exchange_strong(i, i + 1)) continue;
        ask(questions[i], board.slots[i].answer);
        board.slots[i].is_answered = true;
    }
}

pid_t start_worker(Board& board, const std::vector<FileSystemQuestion>& questions) {
    const pid_t worker = fork();
    if (worker != 0) return worker;
    work_on(board, questions, board.size);
    _exit(0);
}

// What the child shares with us beside the board is errno and the heap. It allocates nothing for a
// harmless question, and meanwhile we only wait for it.
int LightWorker::run(void* self) {
    auto& worker = *static_cast<LightWorker*>(self);
    work_on(worker.board_, worker.questions_, worker.board_.harmless);
    return 0;
}

pid_t LightWorker::start() {
    // What new[] gives is aligned as stacks must be. Stacks grow downwards on every machine that
    // Linux runs on but one, which is gone.
    return clone(run, stack_.get() + kStackSize, CLONE_VM | SIGCHLD, this);
}

}  // namespace monitoring
