// Processes that a wrapped command leaves behind, and wrappers around wrappers.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using std::chrono::seconds;

class EveryWrapperDescendant : public EachWrapperTest {
protected:
    ~EveryWrapperDescendant() override {
        if (left_ > 1) end_process(left_);
    }
    /// The command leaves a process that sleeps for a minute. We shall see its result, and the end
    /// of what the wrapper prints, long before.
    void expect_not_waited_for(const std::string& leave, const std::string& output, int exit_code) {
        const auto result = pass(sh(leave + " & echo $! >" + path("left") + "; echo said; exit " +
                                    std::to_string(exit_code)));
        left_ = read_process(path("left"));
        EXPECT_EQ(result.output, output);
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_LT(result.duration, seconds(30));
        EXPECT_TRUE(is_running(left_)) << "what it leaves behind on purpose is not our business";
    }

private:
    pid_t left_ = -1;
};

TEST_P(EveryWrapperDescendant, IsNotWaitedForInASessionOfItsOwnThatHoldsStdout) {
    expect_not_waited_for("setsid sleep 60", "said\n", 0);
}

TEST_P(EveryWrapperDescendant, IsNotWaitedForInTheGroupOfTheCommand) {
    expect_not_waited_for("sleep 60 >&2", GetParam().failing + "said\n", 1);
}

TEST_P(EveryWrapperDescendant, IsNotWaitedForAsADaemon) {
    expect_not_waited_for("setsid sleep 60 </dev/null >/dev/null 2>&1", "said\n", 0);
}

TEST_P(EveryWrapperDescendant, HasAMomentToPrintTheRest) {
    const auto result = pass(sh("(sleep 0.05; echo later) & echo first"));
    EXPECT_EQ(result.output, "first\nlater\n");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_P(EveryWrapperDescendant, IsNotWaitedForWhenItPrintsForEver) {
    const auto result = pass(sh("yes & echo $! >" + path("left") + "; echo said"));
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_LT(result.duration, seconds(30));
    EXPECT_LE(result.output.size(), 65537U);
    const pid_t left = read_process(path("left"));
    EXPECT_TRUE(comes_true([left] { return !is_running(left); })) << "nobody reads it any more";
}

INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperDescendant,
                         testing::Values(kDelay, kInterval, kPeriodic), wrapper_name);

class NestedWrappers : public WrapperTest {
protected:
    [[nodiscard]] static Words nest(const Words& delay, const Words& interval,
                                    const Words& periodic, const Words& command) {
        const std::string bin = TOOLS_DIRECTORY "/";
        auto inner = wrap(periodic, command);
        inner.insert(inner.begin(), bin + "periodic-checker");
        auto middle = wrap(interval, inner);
        middle.insert(middle.begin(), bin + "interval-checker");
        return wrap(delay, middle);
    }
    void expect(const Words& arguments, const std::string& output, int exit_code) const {
        expect_line("delay-checker", arguments, output, exit_code);
    }
};

TEST_F(NestedWrappers, TakeTheirOwnOptionsAndPassOnTheRest) {
    const auto command = sh("echo >>" + path("runs") + "; echo \"$0\" said; exit 2");
    const auto words = nest({"-c", "2"}, {"--interval", "1h"}, {}, command);
    expect(words, "DelayWarn(1/2): sh said", 0);
    expect(words, "DelayNG(2/2): sh said", 2);
    EXPECT_EQ(count_runs(), 2U);
    const auto kept = nest({"-c", "2"}, {"--interval", "1h", "--failure-interval", "1h"},
                           {"--timeout", "1m"}, command);
    expect(kept, "DelayWarn(1/2): sh said", 0);
    expect(kept, "DelayNG(2/2): sh said", 2);
    EXPECT_EQ(count_runs(), 3U) << "the second one is repeated";
}

TEST_F(NestedWrappers, PassOnWhatNobodyCouldExecute) {
    expect(nest({}, {"--interval", "1h"}, {}, {"no-such-command"}),
           "DelayNG(1/1): UNKNOWN: cannot run no-such-command: No such file or directory", 3);
    expect(nest({}, {"--interval", "1h"}, {"--range", "25:00-26:00"}, {"true"}),
           "DelayNG(1/1): UNKNOWN: --range: '25:00-26:00' is not a time range such as "
           "09:00-18:00 or Mon-Fri 22:00-06:00 (see --help)",
           3);
    expect(nest({}, {"--interval", "1h"}, {"--status-as", "critical=ok"}, sh("echo x; exit 2")),
           "x", 0);
}

TEST_F(NestedWrappers, AllEndWhenTheOutermostIsTold) {
    const auto command = sh("echo $$ >" + path("child") + "; sleep 60; sleep 60");
    const Running running =
        start("delay-checker", nest({}, {"--interval", "1h"}, {"--timeout", "1h"}, command));
    const pid_t child = read_process(path("child"));
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    const std::string stopped = "UNKNOWN: stopped by SIGTERM (running ";
    EXPECT_EQ(result.output, stopped + TOOLS_DIRECTORY "/interval-checker): " + stopped +
                                 TOOLS_DIRECTORY "/periodic-checker): " + stopped + "sh)\n");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_TRUE(comes_true([child] { return !is_running(child); }));
}

}  // namespace
}  // namespace monitoring
