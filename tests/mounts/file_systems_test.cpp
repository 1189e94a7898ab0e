#include "common/mounts/file_systems.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "common/runtime/file.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using Kind = FileSystemAnswer::Kind;
using Questions = std::vector<FileSystemQuestion>;

namespace {

constexpr Seconds kMaxLooks(20);

class AskFileSystems : public ToolTest {
protected:
    AskFileSystems() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~AskFileSystems() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }
};

/// A file system in userspace, seen by this process only, whose server never answers.
class DeadFileSystem {
public:
    explicit DeadFileSystem(std::string path)
        : path_(std::move(path)), server_(open("/dev/fuse", O_RDWR | O_CLOEXEC)) {
        const auto options =
            "fd=" + std::to_string(server_.get()) + ",rootmode=40000,user_id=0,group_id=0";
        is_mounted_ = server_.is_open() && unshare(CLONE_NEWNS) == 0 &&
                      mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                      mount("dead", path_.c_str(), "fuse", 0, options.c_str()) == 0;
    }
    ~DeadFileSystem() {
        if (is_mounted_) umount2(path_.c_str(), MNT_DETACH);
    }
    DeadFileSystem(const DeadFileSystem&) = delete;
    DeadFileSystem& operator=(const DeadFileSystem&) = delete;

    [[nodiscard]] bool is_mounted() const { return is_mounted_; }

private:
    std::string path_;
    UniqueFd server_;
    bool is_mounted_ = false;
};

void expect_no_child() {
    errno = 0;
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
}

}  // namespace

TEST_F(AskFileSystems, AnswersForTheRoot) {
    struct statfs expected {};
    ASSERT_EQ(statfs("/", &expected), 0);
    const auto answers = ask_file_systems({{.path = "/"}}, kMaxLooks);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].kind, Kind::answered);
    EXPECT_EQ(answers[0].error, 0);
    EXPECT_EQ(answers[0].files, expected.f_files);
    EXPECT_LE(answers[0].free, answers[0].files);
    EXPECT_EQ(answers[0].device, 0U) << "nobody asked for it";
}

TEST_F(AskFileSystems, TellsTheDeviceWhenAsked) {
    struct stat expected {};
    ASSERT_EQ(stat("/", &expected), 0);
    const auto answers = ask_file_systems({{.path = "/", .wants_device = true}}, kMaxLooks);
    EXPECT_EQ(answers.at(0).kind, Kind::answered);
    EXPECT_EQ(answers.at(0).device, expected.st_dev);
}

TEST_F(AskFileSystems, SaysWhyAPathFailed) {
    const auto answers = ask_file_systems(
        {{.path = "/nonexistent"}, {.path = ""}, {.path = "/etc/passwd/x"}}, kMaxLooks);
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0].kind, Kind::failed);
    EXPECT_EQ(answers[0].error, ENOENT);
    EXPECT_EQ(answers[1].kind, Kind::failed);
    EXPECT_EQ(answers[1].error, ENOENT);
    EXPECT_EQ(answers[2].kind, Kind::failed);
    EXPECT_EQ(answers[2].error, ENOTDIR);
}

TEST_F(AskFileSystems, AnswersNothingWhenNothingIsAsked) {
    EXPECT_TRUE(ask_file_systems({}, kMaxLooks).empty());
}

TEST_F(AskFileSystems, AnswersManyInTheirOrder) {
    Questions questions;
    for (int i = 0; i < 5000; ++i) {
        questions.push_back({.path = i % 3 == 0 ? "/nonexistent" : "/", .may_hang = i % 500 == 1});
    }
    const auto answers = ask_file_systems(questions, kMaxLooks);
    ASSERT_EQ(answers.size(), questions.size());
    int wrong = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].kind != (i % 3 == 0 ? Kind::failed : Kind::answered)) ++wrong;
    }
    EXPECT_EQ(wrong, 0);
}

TEST_F(AskFileSystems, AsksOneThatMayHangLikeAnyOther) {
    const auto answers = ask_file_systems(
        {{.path = "/", .may_hang = true}, {.path = "/", .may_hang = true}}, kMaxLooks);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].kind, Kind::answered);
    EXPECT_EQ(answers[1].kind, Kind::answered);
}

TEST_F(AskFileSystems, LeavesNoChildBehind) {
    static_cast<void>(ask_file_systems({{.path = "/"}, {.path = "/nonexistent"}}, kMaxLooks));
    expect_no_child();
}

TEST_F(AskFileSystems, GivesUpOneThatIsSilentAndAsksTheOthers) {
    const auto path = (directory() / "proc").string();
    const DeadFileSystem dead(path);
    if (lacks(dead.is_mounted(), "root and FUSE")) return;
    const auto started = std::chrono::steady_clock::now();
    const auto answers = ask_file_systems(
        {{.path = "/"}, {.path = path, .may_hang = true}, {.path = path + "/x"}, {.path = "/dev"}},
        Seconds(0.5));
    const auto duration = std::chrono::steady_clock::now() - started;
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[0].kind, Kind::answered);
    EXPECT_EQ(answers[1].kind, Kind::silent);
    EXPECT_EQ(answers[2].kind, Kind::silent);
    EXPECT_EQ(answers[3].kind, Kind::answered);
    EXPECT_GE(duration, std::chrono::milliseconds(500));
    EXPECT_LT(duration, std::chrono::seconds(20));
    expect_no_child();
}

TEST_F(AskFileSystems, GivesUpManyThatAreSilentAtTheSameTime) {
    const auto path = (directory() / "proc").string();
    const DeadFileSystem dead(path);
    if (lacks(dead.is_mounted(), "root and FUSE")) return;
    Questions questions(40, {.path = path});
    questions.push_back({.path = "/"});
    const auto started = std::chrono::steady_clock::now();
    const auto answers = ask_file_systems(questions, Seconds(1));
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20))
        << "it asked one after the other";
    for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(answers.at(i).kind, Kind::silent) << i;
    EXPECT_EQ(answers.back().kind, Kind::answered);
    expect_no_child();
}
