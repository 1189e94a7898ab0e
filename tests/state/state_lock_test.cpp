// The lock of a state file, as a tool takes it that does not always need it.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/state/state.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using Wait = StateFile::Wait;
namespace fs = std::filesystem;

namespace {

const Stamp kStamp = {.boot_id = "b00d", .boot_time_ns = 12, .real_time_ns = 34};

class StateLock : public ToolTest {
protected:
    StateLock() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~StateLock() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    /// A file whose lock nobody took yet.
    static StateFile unlocked() { return {"probe", {}, Wait::none}; }
};

/// Another process, which does something and then lives until this has gone.
class Other {
public:
    template <typename Work>
    explicit Other(Work work) {
        int ends[2];
        if (pipe(ends) != 0) std::abort();
        process_ = fork();
        if (process_ == 0) {
            // Should the test end before it does.
            alarm(60);
            work();
            static_cast<void>(!write(ends[1], "x", 1));
            while (true) pause();
        }
        close(ends[1]);
        done_ = UniqueFd(ends[0]);
    }
    ~Other() {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    Other(const Other&) = delete;
    Other& operator=(const Other&) = delete;

    /// Waits until it has done its work. Whether it has.
    [[nodiscard]] bool is_done() const {
        char byte = 0;
        return read(done_.get(), &byte, 1) == 1;
    }
    [[nodiscard]] pid_t process() const { return process_; }

private:
    pid_t process_ = -1;
    UniqueFd done_;
};

/// Waits until a process waits for a lock; false when it ends before that.
bool is_blocked_on_lock(pid_t process) {
    while (waitpid(process, nullptr, WNOHANG) == 0) {
        if (read_text("/proc/locks")
                .find("-> FLOCK  ADVISORY  WRITE " + std::to_string(process) + " ") !=
            std::string::npos) {
            return true;
        }
        usleep(1000);
    }
    return false;
}

}  // namespace

TEST_F(StateLock, IsNotTakenWhereNobodyAsksForIt) {
    const auto first = unlocked();
    auto second = unlocked();
    EXPECT_TRUE(second.lock(Wait::none));
    EXPECT_FALSE(first.load());
    EXPECT_FALSE(first.is_busy());
}

TEST_F(StateLock, LeavesNoFileWhereNobodyAsksForIt) {
    const auto file = unlocked();
    EXPECT_FALSE(file.exists());
    EXPECT_TRUE(fs::is_empty(state_directory()));
}

TEST_F(StateLock, IsTakenOnce) {
    auto file = unlocked();
    EXPECT_TRUE(file.lock(Wait::none));
    EXPECT_TRUE(file.lock(Wait::none)) << "it is ours already";
    EXPECT_TRUE(file.lock(Wait::for_ever));
    EXPECT_EQ(file.save(kStamp, "x"), "");
}

TEST_F(StateLock, IsTriedOnceWithoutWaiting) {
    std::optional<StateFile> holder(std::in_place, "probe", std::vector<std::string>{});
    auto file = unlocked();
    EXPECT_FALSE(file.lock(Wait::none));
    EXPECT_TRUE(file.is_busy());
    EXPECT_NE(file.save(kStamp, "x").find(".lock: another run holds it"), std::string::npos);
    EXPECT_FALSE(file.exists());
    holder.reset();
    EXPECT_TRUE(file.lock(Wait::none));
    EXPECT_EQ(file.save(kStamp, "x"), "") << "the obstacle has gone";
}

TEST_F(StateLock, CannotBeTakenWhereThereIsNoDirectory) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    auto file = unlocked();
    EXPECT_FALSE(file.lock(Wait::for_ever));
    EXPECT_FALSE(file.is_busy());
}

TEST_F(StateLock, IsHeldByAForkAsWell) {
    std::optional<StateFile> file(std::in_place, "probe", std::vector<std::string>{});
    auto other = unlocked();
    {
        const Other fork([] {});
        file.reset();
        EXPECT_FALSE(other.lock(Wait::none));
    }
    EXPECT_TRUE(other.lock(Wait::none)) << "until that has ended";
}

TEST_F(StateLock, IsHadByOneThatWaitsForEverWhenItBecomesFree) {
    std::optional<StateFile> holder(std::in_place, "probe", std::vector<std::string>{});
    auto file = unlocked();
    const Other waiting([&] {
        // The fork's copy of the lock, not the lock itself.
        holder.reset();
        if (!file.lock(Wait::for_ever) || !file.save(kStamp, "mine").empty()) _exit(1);
    });
    ASSERT_TRUE(is_blocked_on_lock(waiting.process()));
    holder.reset();
    ASSERT_TRUE(waiting.is_done());
    EXPECT_FALSE(file.lock(Wait::none));
    EXPECT_EQ(file.load().value_or(StoredState{}).content, "mine");
}

// Else the one that waited would hold a file that nobody else can find.
TEST_F(StateLock, IsHadOnANewFileWhenTheOneThatWasWaitedForIsRemoved) {
    std::optional<StateFile> holder(std::in_place, "probe", std::vector<std::string>{});
    auto file = unlocked();
    const Other waiting([&] {
        holder.reset();
        if (!file.lock(Wait::for_ever)) _exit(1);
    });
    ASSERT_TRUE(is_blocked_on_lock(waiting.process()));
    holder->remove_lock();
    holder.reset();
    ASSERT_TRUE(waiting.is_done());
    EXPECT_FALSE(file.lock(Wait::none));
}
