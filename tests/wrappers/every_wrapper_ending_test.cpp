// What a wrapper does with its command when the time is up or when it is told to stop.

#include <sys/prctl.h>
#include <sys/wait.h>

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// What would hang for ever ends by itself after a minute, should a wrapper leave it behind.
constexpr auto kHang = "sleep 60";

class EveryWrapperEnding : public EachWrapperTest {
protected:
    /// A script that tells its number and that of a process of its group, and waits for that.
    [[nodiscard]] Words family(const std::string& before) const {
        return sh(before + "; " + kHang + " & echo $! >" + path("grandchild") + "; echo $$ >" +
                  path("child") + "; wait; " + kHang);
    }
    void expect_family_gone() const {
        for (const auto* const name : {"child", "grandchild"}) {
            const pid_t process = read_process(path(name));
            EXPECT_TRUE(comes_true([process] { return !is_running(process); })) << name;
        }
    }
    /// Starts it and returns when its command has told its number.
    Running start_family(const std::string& before, const Words& more = {}) const {
        const Running running = start(GetParam().program, line(family(before), more));
        read_process(path("child"));
        return running;
    }
    static void expect_result(const ToolResult& result, const std::string& output) {
        EXPECT_EQ(result.output, output + "\n");
        EXPECT_EQ(result.exit_code, 3);
        EXPECT_EQ(result.errors, "");
        EXPECT_LT(result.duration, seconds(50)) << "as long as the command would have hung";
    }
};

TEST_P(EveryWrapperEnding, IsUnknownWhenTheTimeIsUp) {
    const auto& failing = GetParam().failing;
    expect_result(pass({"sleep", "60"}, {"--timeout", "0.5"}),
                  failing + "UNKNOWN: no answer within 0.5 s (running sleep)");
    forget();
    expect_result(pass(sh("printf 'so far\\n\\n'; sleep 60"), {"--timeout", "300ms"}),
                  failing + "UNKNOWN: no answer within 0.3 s (running sh): so far");
}

TEST_P(EveryWrapperEnding, EndsTheWholeGroupWhenTheTimeIsUp) {
    const auto result = pass(family("true"), {"--timeout", "0.5"});
    expect_result(result, GetParam().failing + "UNKNOWN: no answer within 0.5 s (running sh)");
    expect_family_gone();
}

TEST_P(EveryWrapperEnding, KillsAGroupThatIgnoresTermAfterTwoSeconds) {
    const auto result = pass(family("trap '' TERM"), {"--timeout", "0.5"});
    expect_result(result, GetParam().failing + "UNKNOWN: no answer within 0.5 s (running sh)");
    EXPECT_GE(result.duration, milliseconds(2400)) << "it had no time to end by itself";
    expect_family_gone();
}

TEST_P(EveryWrapperEnding, GivesACommandTheTimeToEndByItself) {
    const auto result =
        pass(sh("trap 'sleep 0.5; echo bye; exit 0' TERM; sleep 60 & wait"), {"--timeout", "0.5"});
    expect_result(result, GetParam().failing + "UNKNOWN: no answer within 0.5 s (running sh): bye");
}

TEST_P(EveryWrapperEnding, EndsACommandThatStoppedItself) {
    const auto result =
        pass(sh("echo $$ >" + path("child") + "; kill -STOP $$; sleep 60"), {"--timeout", "0.5"});
    expect_result(result, GetParam().failing + "UNKNOWN: no answer within 0.5 s (running sh)");
    const pid_t process = read_process(path("child"));
    EXPECT_TRUE(comes_true([process] { return !is_running(process); }));
}

TEST_P(EveryWrapperEnding, EndsAGroupWhoseLeaderEndsAtOnce) {
    const auto result = pass(sh("sh -c 'trap \"\" TERM; echo $$ >" + path("grandchild") +
                                "; sleep 60; sleep 60' & sleep 60"),
                             {"--timeout", "1"});
    expect_result(result, GetParam().failing + "UNKNOWN: no answer within 1 s (running sh)");
    const pid_t process = read_process(path("grandchild"));
    EXPECT_TRUE(comes_true([process] { return !is_running(process); }));
}

TEST_P(EveryWrapperEnding, DoesNotMeetADeadlineThatIsNotReached) {
    const auto result = pass(sh("sleep 0.3; echo fine"), {"--timeout", "1000000h"});
    EXPECT_EQ(result.output, "fine\n");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_P(EveryWrapperEnding, HandsASignalToTheWholeGroupAndSaysSo) {
    for (const auto& [signal, name] :
         {std::pair(SIGTERM, "SIGTERM"), std::pair(SIGINT, "SIGINT")}) {
        std::filesystem::remove(path("child"));
        std::filesystem::remove(path("grandchild"));
        const Running running = start_family("true");
        kill(running.process, signal);
        expect_result(finish(running),
                      "UNKNOWN: stopped by " + std::string(name) + " (running sh)");
        expect_family_gone();
    }
}

TEST_P(EveryWrapperEnding, ShowsWhatThereWasBeforeTheSignal) {
    const Running running = start_family("echo so far");
    kill(-running.process, SIGTERM);
    expect_result(finish(running), "UNKNOWN: stopped by SIGTERM (running sh): so far");
}

TEST_P(EveryWrapperEnding, IsNotEndedByASignalThatComesAgain) {
    const Running running = start_family("trap '' TERM INT");
    for (const int signal : {SIGTERM, SIGTERM, SIGINT, SIGTERM}) {
        kill(-running.process, signal);
        usleep(100'000);
    }
    expect_result(finish(running), "UNKNOWN: stopped by SIGTERM (running sh)");
    expect_family_gone();
}

TEST_P(EveryWrapperEnding, IsStoppedByASignalAlsoBeforeItsDeadline) {
    const Running running = start_family("trap '' TERM", {"--timeout", "20"});
    kill(running.process, SIGTERM);
    expect_result(finish(running), "UNKNOWN: stopped by SIGTERM (running sh)");
    expect_family_gone();
}

TEST_P(EveryWrapperEnding, EndsAlsoWhereItsParentBlockedOrIgnoredTheSignals) {
    const auto before =
        "trap '' TERM INT CHLD ALRM; env --block-signal=TERM --block-signal=ALRM "
        "--block-signal=CHLD timeout 30";
    const auto result = pass_in_shell(before, sh("echo fine"));
    EXPECT_EQ(result.output, "fine\n");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_P(EveryWrapperEnding, DoesNotWaitForThoseWhoAreDeadAlready) {
    // This is the init of all below, and one that does not look after its children.
    ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    const auto result =
        run(GetParam().program, line(sh(std::string(kHang) + "; true"), {"--timeout", "0.2"}));
    ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
    while (waitpid(-1, nullptr, WNOHANG) > 0) continue;
    EXPECT_LT(result.duration, milliseconds(2200)) << "that is the grace for the living";
}

TEST_P(EveryWrapperEnding, TakesItsCommandAlongWhenItIsKilled) {
    const auto words = sh("trap '' TERM; echo $$ >" + path("child") + "; " + kHang);
    const Running running = start(GetParam().program, line(words, {"--timeout", "50"}));
    const pid_t child = read_process(path("child"));
    kill(running.process, SIGKILL);
    EXPECT_EQ(finish(running).exit_code, 128 + SIGKILL);
    EXPECT_TRUE(comes_true([child] { return !is_running(child); }));
    end_process(child);
}

INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperEnding,
                         testing::Values(kDelay, kInterval, kPeriodic), wrapper_name);

}  // namespace
}  // namespace monitoring
