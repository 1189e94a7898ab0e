// The directory, the lock and the temporary file around a state file.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "common/state/state.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

namespace {

const Stamp kStamp = {.boot_id = "b00d", .boot_time_ns = 12, .real_time_ns = 34};

class StateDirectoryTest : public ToolTest {
protected:
    StateDirectoryTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~StateDirectoryTest() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    /// The Error of opening a state file; "" when it opens.
    static std::string refusal() {
        try {
            const StateFile file("probe", {});
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    [[nodiscard]] std::string refusal_because(const std::string& why) const {
        return "will not keep state in " + state_directory().string() + ": " + why + "; remove it";
    }

    static void save(const std::string& content) {
        EXPECT_EQ(StateFile("probe", {}).save(kStamp, content), "");
    }
    static std::string load() {
        return StateFile("probe", {}).load().value_or(StoredState{}).content;
    }
};

}  // namespace

TEST_F(StateDirectoryTest, IsRefusedWhenOthersMayWriteToIt) {
    for (const mode_t mode : {0770U, 0702U, 0777U, 01777U}) {
        fs::remove_all(state_directory());
        fs::create_directory(state_directory());
        ASSERT_EQ(chmod(state_directory().c_str(), mode), 0);
        EXPECT_EQ(refusal(), refusal_because("other users may write to it"));
    }
}

TEST_F(StateDirectoryTest, IsTakenWhenOthersMayOnlyReadIt) {
    fs::create_directory(state_directory());
    ASSERT_EQ(chmod(state_directory().c_str(), 0755), 0);
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateDirectoryTest, IsRefusedWhenItIsASymbolicLink) {
    fs::create_directory(directory() / "elsewhere");
    fs::create_directory_symlink(directory() / "elsewhere", state_directory());
    EXPECT_EQ(refusal(), refusal_because("it is not a directory"));
    fs::remove(directory() / "elsewhere");
    EXPECT_EQ(refusal(), refusal_because("it is not a directory")) << "dangling";
    EXPECT_FALSE(fs::exists(directory() / "elsewhere"));
}

TEST_F(StateDirectoryTest, IsRefusedWhenItIsAFile) {
    write_text(state_directory(), "");
    EXPECT_EQ(refusal(), refusal_because("it is not a directory"));
}

TEST_F(StateDirectoryTest, IsRefusedWhenItBelongsToAnotherUser) {
    if (lacks(geteuid() == 0, "root to give a directory away")) return;
    fs::create_directory(state_directory());
    ASSERT_EQ(chown(state_directory().c_str(), 65534, 65534), 0);
    EXPECT_EQ(refusal(), refusal_because("another user owns it"));
}

TEST_F(StateDirectoryTest, ThatCannotBeMadeIsSaidWhenSaving) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    const StateFile file("probe", {});
    EXPECT_FALSE(file.load());
    EXPECT_EQ(file.save(kStamp, "x"), "/nonexistent/mackerel-native-plugins-" +
                                          std::to_string(geteuid()) +
                                          ": No such file or directory");
}

TEST_F(StateDirectoryTest, StandsInTheFirstDirectoryThatTheEnvironmentNames) {
    const auto name = "mackerel-native-plugins-" + std::to_string(geteuid());
    const char* const old = getenv("TMPDIR");
    const std::string old_value = old == nullptr ? "" : old;
    setenv("TMPDIR", (directory() / "proc").c_str(), 1);
    save("x");
    EXPECT_FALSE(fs::exists(directory() / "proc" / name));
    setenv("MACKEREL_PLUGIN_WORKDIR", "", 1);
    save("x");
    EXPECT_TRUE(fs::exists(directory() / "proc" / name));
    old == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", old_value.c_str(), 1);
}

TEST_F(StateDirectoryTest, LosesATemporaryFileThatWasLeftOver) {
    save("x");
    const auto temporary = state_file().string() + ".new";
    write_text(temporary, "torn");
    save("y");
    EXPECT_EQ(load(), "y");
    EXPECT_FALSE(fs::exists(temporary));
}

TEST_F(StateDirectoryTest, WritesToNothingThatATemporaryFileLinksTo) {
    const auto victim = directory() / "victim";
    write_text(victim, "untouched");
    save("x");
    const auto temporary = state_file().string() + ".new";
    fs::create_symlink(victim, temporary);
    save("y");
    fs::create_hard_link(victim, temporary);
    save("z");
    EXPECT_EQ(load(), "z");
    EXPECT_EQ(read_text(victim), "untouched");
    EXPECT_FALSE(fs::is_symlink(state_file()));
}

TEST_F(StateDirectoryTest, SaysThatItCannotSaveWhenTheTemporaryNameIsTaken) {
    save("x");
    const auto file = state_file();
    fs::create_directory(file.string() + ".new");
    EXPECT_EQ(StateFile("probe", {}).save(kStamp, "y"), file.string() + ": File exists");
    EXPECT_EQ(load(), "x") << "what was there is kept";
}

TEST_F(StateDirectoryTest, DoesNotLockWhatIsNoFileOfOurs) {
    save("x");
    const auto lock = state_file().string() + ".lock";
    fs::remove(lock);
    ASSERT_EQ(mkfifo(lock.c_str(), 0600), 0);
    EXPECT_EQ(StateFile("probe", {}).save(kStamp, "y"), lock + " is not a file of ours");
    fs::remove(lock);
    fs::create_symlink(directory() / "victim", lock);
    EXPECT_EQ(StateFile("probe", {}).save(kStamp, "y"),
              lock + ": Too many levels of symbolic links");
    EXPECT_FALSE(fs::exists(directory() / "victim"));
    EXPECT_EQ(load(), "x");
}

TEST_F(StateDirectoryTest, GivesUpAfterTwoSecondsWhenAnotherRunHoldsTheLock) {
    save("x");
    const StateFile holder("probe", {});
    const auto started = steady_clock::now();
    const StateFile file("probe", {});
    const auto waited = steady_clock::now() - started;
    EXPECT_GE(waited, std::chrono::milliseconds(1900));
    EXPECT_LT(waited, std::chrono::seconds(20));
    EXPECT_TRUE(file.is_busy());
    EXPECT_FALSE(holder.is_busy());
    EXPECT_EQ(file.save(kStamp, "y"), state_file().string() + ".lock: another run holds it");
    ASSERT_TRUE(file.load()) << "reading needs no lock";
    EXPECT_EQ(file.load()->content, "x");
}

TEST_F(StateDirectoryTest, IsNotInTheWayOfAnotherKey) {
    const StateFile holder("probe", {"one"});
    const StateFile other("probe", {"two"});
    EXPECT_EQ(other.save(kStamp, "y"), "");
}

// Four processes add one, five times each: without the lock some of them would be lost.
TEST_F(StateDirectoryTest, LetsOneProcessAtATimeReadAndChange) {
    constexpr int kProcesses = 4;
    constexpr int kTimes = 5;
    save("0");
    std::vector<pid_t> processes;
    for (int i = 0; i < kProcesses; ++i) {
        processes.push_back(fork());
        if (processes.back() != 0) continue;
        bool is_good = true;
        for (int j = 0; j < kTimes; ++j) {
            const StateFile file("probe", {});
            const auto number = std::stoi(file.load().value_or(StoredState{}).content);
            usleep(1000);
            is_good = is_good && file.save(kStamp, std::to_string(number + 1)).empty();
        }
        _exit(is_good ? 0 : 1);
    }
    for (const pid_t process : processes) {
        int status = 0;
        ASSERT_EQ(waitpid(process, &status, 0), process);
        EXPECT_EQ(status, 0) << "it could not save";
    }
    EXPECT_EQ(load(), std::to_string(kProcesses * kTimes));
}
