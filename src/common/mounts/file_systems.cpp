#include "common/mounts/file_systems.hpp"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <numeric>

#include "common/mounts/statfs_worker.hpp"
#include "common/process/process.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kMaxWorkers = 64;
/// The factor by which workers are added when all of them are stuck.
constexpr std::size_t kGrowth = 4;

std::int64_t monotonic_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// The worker processes.
class Workers {
public:
    Workers(Board& board, const std::vector<FileSystemQuestion>& questions)
        : board_(board), questions_(questions) {}

    /// Starts the first one. For harmless questions it shares the memory of the parent, which does
    /// nothing but wait meanwhile.
    void start_first() {
        if (board_.harmless > 0) light_process_ = light_.start(work_lightly, this);
        if (!add(board_.harmless > 0 ? light_process_ : fork_worker())) {
            throw system_error("cannot start a process", errno);
        }
    }

    /// Starts up to `count` more, within kMaxWorkers and the system's limits. Returns whether it
    /// started any.
    bool start(std::size_t count) {
        const auto before = started_;
        while (started_ < std::min(before + count, kMaxWorkers)) {
            if (!add(fork_worker())) break;
        }
        return started_ > before;
    }

    /// Waits until a worker has ended, or for that time.
    void wait(std::int64_t nanoseconds) {
        pollfd ended{.fd = ended_.descriptor(), .events = POLLIN, .revents = 0};
        if (poll(&ended, 1, static_cast<int>(nanoseconds / 1'000'000) + 1) > 0) {
            static_cast<void>(ended_.take());
        }
        std::erase_if(workers_,
                      [](pid_t worker) { return waitpid(worker, nullptr, WNOHANG) != 0; });
    }

    [[nodiscard]] std::size_t busy() const { return workers_.size(); }
    [[nodiscard]] std::size_t started() const { return started_; }

    /// Kills and reaps the workers. Those that hang in the kernel are left to init.
    void dismiss() {
        for (const pid_t worker : workers_) kill(worker, SIGKILL);
        for (int timeout = 50; timeout > 0 && !workers_.empty(); --timeout) wait(5'000'000);
        if (std::find(workers_.begin(), workers_.end(), light_process_) != workers_.end()) {
            light_.abandon();
        }
    }

private:
    static void work_lightly(void* self) {
        const auto& workers = *static_cast<Workers*>(self);
        answer_harmless_questions(workers.board_, workers.questions_);
    }

    [[nodiscard]] pid_t fork_worker() const {
        return fork_process(Bond::dies_with_us, [this] { answer_questions(board_, questions_); });
    }

    bool add(pid_t worker) {
        if (worker < 0) return false;
        workers_.push_back(worker);
        ++started_;
        return true;
    }

    Board& board_;
    const std::vector<FileSystemQuestion>& questions_;
    ReadableSignals ended_{SIGCHLD};
    LightProcess light_{16000};
    pid_t light_process_ = 0;
    std::vector<pid_t> workers_;
    std::size_t started_ = 0;
};

/// The state of the questions.
class Progress {
public:
    Progress(const Board& board, std::int64_t timeout, std::int64_t slow_after)
        : board_(board), timeout_(timeout), slow_after_(slow_after), asked_at_(board.size, 0) {}

    /// Reads the board.
    void update() {
        open = slow = waiting = 0;
        const std::int64_t now = monotonic_ns();
        const std::size_t taken = board_.next;
        for (std::size_t i = 0; i < board_.size; ++i) {
            if (board_.slots[i].is_answered) continue;
            ++open;
            if (i >= taken) continue;
            if (asked_at_[i] == 0) asked_at_[i] = now;
            if (now - asked_at_[i] >= slow_after_) ++slow;
            if (now - asked_at_[i] < timeout_) ++waiting;
        }
    }

    std::size_t open = 0;     ///< not answered
    std::size_t slow = 0;     ///< asked, and without an answer for a suspiciously long time
    std::size_t waiting = 0;  ///< asked, within their timeout

private:
    const Board& board_;
    std::int64_t timeout_;
    std::int64_t slow_after_;
    std::vector<std::int64_t> asked_at_;  ///< when it was first seen to be taken; 0: not yet
};

}  // namespace

/// Asks the questions in order, and gives the answers in that order.
static std::vector<FileSystemAnswer> ask_in_order(const std::vector<FileSystemQuestion>& questions,
                                                  std::int64_t timeout) {
    const SharedBoard shared(questions.size());
    Board& board = shared.get();
    board.harmless = static_cast<std::size_t>(
        std::count_if(questions.begin(), questions.end(),
                      [](const FileSystemQuestion& question) { return !question.may_hang; }));
    Workers workers(board, questions);
    workers.start_first();
    // The last worker starts after three of these periods, which is little beside the timeout.
    const std::int64_t slow_after = std::min<std::int64_t>(100'000'000, timeout / 50);
    Progress progress(board, timeout, slow_after);
    while (true) {
        workers.wait(slow_after / 2);
        progress.update();
        const bool is_all_taken = board.next >= board.size;
        if (progress.open == 0 || (progress.waiting == 0 && is_all_taken)) break;
        if (is_all_taken || progress.slow < workers.busy()) continue;
        // All workers are stuck or have ended, and there are more questions.
        const auto more = std::min(workers.started() * (kGrowth - 1), board.size - board.next);
        if (!workers.start(more) && progress.waiting == 0) break;
    }
    const std::size_t taken = board.next;
    workers.dismiss();
    std::vector<FileSystemAnswer> answers(questions.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (i < taken) answers[i].kind = FileSystemAnswer::Kind::silent;
        if (board.slots[i].is_answered) answers[i] = board.slots[i].answer;
    }
    return answers;
}

std::vector<FileSystemAnswer> ask_file_systems(const std::vector<FileSystemQuestion>& questions,
                                               Seconds timeout) {
    if (questions.empty()) return {};
    const Activity activity("asking the file systems");
    const auto timeout_ns = static_cast<std::int64_t>(timeout.count() * 1e9);
    const auto is_harmless = [&](std::size_t i) { return !questions[i].may_hang; };
    // Those that cannot hang come first, since the others may use up all workers.
    std::vector<std::size_t> order(questions.size());
    std::iota(order.begin(), order.end(), 0);
    if (std::all_of(order.begin(), order.end(), is_harmless)) {
        return ask_in_order(questions, timeout_ns);
    }
    std::stable_partition(order.begin(), order.end(), is_harmless);
    std::vector<FileSystemQuestion> ordered;
    for (const auto i : order) ordered.push_back(questions[i]);
    const auto ordered_answers = ask_in_order(ordered, timeout_ns);
    std::vector<FileSystemAnswer> answers(questions.size());
    for (std::size_t i = 0; i < order.size(); ++i) answers[order[i]] = ordered_answers[i];
    return answers;
}

}  // namespace monitoring
