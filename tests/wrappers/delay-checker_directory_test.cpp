// delay-checker where its directory, its file or its lock cannot be used.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <optional>

#include "support/held_lock.hpp"
#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class DelayCheckerDirectory : public WrapperTest {
protected:
    void expect_failure(const std::string& output, int exit_code) const {
        expect_line("delay-checker",
                    wrap({"-c", "3"}, sh("echo >>" + path("runs") + "; echo bad; exit 2")), output,
                    exit_code);
    }
    void expect_refused(const std::string& why) const {
        expect_failure("UNKNOWN: will not keep state in " + state_directory().string() + ": " +
                           why + "; remove it",
                       3);
        EXPECT_EQ(count_runs(), 0U);
    }
};

TEST_F(DelayCheckerDirectory, IsRefusedWhenItIsNotSafe) {
    fs::create_directory(state_directory());
    fs::permissions(state_directory(), fs::perms(0770));
    expect_refused("other users may write to it");
    fs::remove(state_directory());
    fs::create_directory(path("elsewhere"));
    fs::create_directory_symlink(path("elsewhere"), state_directory());
    expect_refused("it is not a directory");
    fs::remove(state_directory());
    write_text(state_directory(), "");
    expect_refused("it is not a directory");
}

// The agent's own directory is 0777 without the sticky bit: whoever can log in could move the
// memory away, or put an old one back.
TEST_F(DelayCheckerDirectory, IsNotWhereAnybodyMayRenameIt) {
    fs::permissions(path("work"), fs::perms::all);
    fs::create_directory(path("other"));
    set("TMPDIR", path("other"));
    const auto moved = fs::path(path("other")) / state_directory().filename();
    for (const std::string count : {"DelayWarn(1/3)", "DelayWarn(2/3)", "DelayNG(3/3)"}) {
        expect_failure(count + ": bad", count == "DelayNG(3/3)" ? 2 : 0);
    }
    EXPECT_FALSE(fs::exists(state_directory()));
    const auto result =
        run("delay-checker", wrap({"--show"}, sh("echo >>" + path("runs") + "; echo bad; exit 2")));
    EXPECT_NE(result.output.find("\nkept in " + moved.string() + "/delay-checker-"),
              std::string::npos)
        << result.output;
}

TEST_F(DelayCheckerDirectory, IsNotBelowWhereAnybodyMayRenameIt) {
    fs::create_directory(path("work/safe"));
    fs::permissions(path("work"), fs::perms::all);
    fs::create_directory(path("other"));
    set("MACKEREL_PLUGIN_WORKDIR", path("work/safe"));
    set("TMPDIR", path("other"));
    expect_failure("DelayWarn(1/3): bad", 0);
    EXPECT_TRUE(fs::is_empty(path("work/safe")));
    EXPECT_FALSE(fs::is_empty(path("other")));
}

TEST_F(DelayCheckerDirectory, IsRefusedWhenItIsSomebodyElses) {
    if (lacks(geteuid() == 0, "root to give a directory away")) return;
    fs::create_directory(state_directory());
    ASSERT_EQ(chown(state_directory().c_str(), 65534, 65534), 0);
    expect_refused("another user owns it");
}

TEST_F(DelayCheckerDirectory, LetsAFailureThroughThatCouldNeverBeCounted) {
    forbid_state();
    expect_failure("DelayWarn(1/3): bad" + not_saved_note(), 2);
    expect_failure("DelayWarn(1/3): bad" + not_saved_note(), 2);
    expect_line("delay-checker", wrap({"-c", "3"}, {"echo", "fine"}), "fine", 0);
}

TEST_F(DelayCheckerDirectory, HasItsNoteOnTheLastLine) {
    forbid_state();
    expect_line("delay-checker", wrap({}, sh("printf 'a\\nb\\n'; exit 1")),
                "DelayNG(1/1): a\nb" + not_saved_note(), 1);
    expect_line("delay-checker", wrap({"-c", "2"}, sh("exit 1")),
                "DelayWarn(1/2): no output" + not_saved_note(), 1);
}

TEST_F(DelayCheckerDirectory, LosesNoVerdictWhenAnotherRunKeepsTheLock) {
    expect_failure("DelayWarn(1/3): bad", 0);
    const auto lock = state_file().string() + ".lock";
    std::optional<HeldLock> other(lock);
    expect_failure("DelayWarn(2/3): bad (state not saved: " + lock + ": another run holds it)", 2);
    other.reset();
    expect_failure("DelayWarn(2/3): bad", 0);
}

TEST_F(DelayCheckerDirectory, SaysWhyItCannotBeLocked) {
    const auto failing = sh("echo bad; exit 2");
    expect_line("delay-checker", wrap({"-c", "3"}, failing), "DelayWarn(1/3): bad", 0);
    const auto why = state_file().string() + ".lock: No locks available";
    expect_line(DENY_CALLS, wrap({"ENOLCK", TOOLS_DIRECTORY "/delay-checker", "-c", "3"}, failing),
                "DelayWarn(2/3): bad (state not saved: " + why + ")", 2);
}

TEST_F(DelayCheckerDirectory, TakesAFileOfAnotherUserForNoMemory) {
    if (lacks(geteuid() == 0, "root to give a file away")) return;
    expect_failure("DelayWarn(1/3): bad", 0);
    const auto file = state_file();
    ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
    const auto result = run("delay-checker",
                            wrap({"-c", "3"}, sh("echo >>" + path("runs") + "; echo bad; exit 2")));
    EXPECT_EQ(result.output, "DelayWarn(1/3): bad\n");
    EXPECT_EQ(result.exit_code, 0);
    const auto why = "delay-checker: ignoring " + file.string() + ": not a file of ours\n";
    EXPECT_EQ(result.errors, why);
    ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
    const auto shown = run("delay-checker", {"--show", "--format", "nagios", "--", "sh", "-c",
                                             "echo >>" + path("runs") + "; echo bad; exit 2"});
    EXPECT_EQ(shown.errors, why);
}

}  // namespace
}  // namespace monitoring
