// Which failures are let through. How a history is kept is in failure_history_format_test.cpp.

#include "common/wrapper/failure_history.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

using namespace monitoring;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1000 * kSecond;

using Shown = std::vector<std::string>;

std::string show(const Judgement& shown) {
    return std::string(status_name(shown.status)) + " " + shown.prefix;
}

Status status_of(char run) { return static_cast<Status>(std::string(".wcu").find(run)); }

DelayRules count(std::uint64_t failures, std::uint64_t recoveries = 0, std::uint64_t window = 0) {
    DelayRules rules;
    rules.failures = failures;
    rules.recoveries = recoveries;
    rules.window = window;
    return rules;
}

/// A period, and perhaps a count.
DelayRules lasting(double seconds, std::uint64_t failures = 0) {
    DelayRules rules = failures > 0 ? count(failures) : DelayRules();
    rules.period = Seconds(seconds);
    return rules;
}

/// What is shown of runs, one a minute: '.' is OK, and w, c and u are failures.
Shown judge(const DelayRules& rules, const std::string& runs, FailureHistory history = {}) {
    Shown shown;
    auto now = kStart;
    for (const char run : runs) {
        shown.push_back(show(judge_run(history, status_of(run), now, rules)));
        now += 60 * kSecond;
    }
    return shown;
}

/// What is shown of failures at those times after the first one, which is at 0.
Shown judge_failures_at(const DelayRules& rules, const std::vector<std::int64_t>& times) {
    FailureHistory history;
    Shown shown;
    for (const auto time : times) {
        shown.push_back(show(judge_run(history, Status::critical, kStart + time, rules)));
    }
    return shown;
}

}  // namespace

TEST(JudgeRun, LetsTheFirstFailureThroughWhenNothingElseIsAskedFor) {
    EXPECT_EQ(judge({}, "cw.u"), (Shown{"CRITICAL DelayNG(1/1): ", "WARNING DelayNG(2/1): ", "OK ",
                                        "UNKNOWN DelayNG(1/1): "}));
}

TEST(JudgeRun, LetsTheThirdFailureInARowThroughAndAllBehindIt) {
    EXPECT_EQ(
        judge(count(3), ".cwuwc.c"),
        (Shown{"OK ", "OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "UNKNOWN DelayNG(3/3): ",
               "WARNING DelayNG(4/3): ", "CRITICAL DelayNG(5/3): ", "OK ", "OK DelayWarn(1/3): "}));
}

TEST(JudgeRun, CountsAnewBehindAnOk) {
    EXPECT_EQ(judge(count(3), "cc.cc.ccc"),
              (Shown{"OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "OK ",
                     "OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "OK ",
                     "OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "CRITICAL DelayNG(3/3): "}));
}

TEST(JudgeRun, ShowsADelayedFailureAsPending) {
    DelayRules rules = count(3);
    rules.pending = Status::warning;
    EXPECT_EQ(
        judge(rules, "ccc"),
        (Shown{"WARNING DelayWarn(1/3): ", "WARNING DelayWarn(2/3): ", "CRITICAL DelayNG(3/3): "}));
}

TEST(JudgeRun, CountsTheFailuresAmongTheLastRunsOfAWindow) {
    EXPECT_EQ(judge(count(2, 0, 3), "c.c.c..c"),
              (Shown{"OK DelayWarn(1/2): ", "OK ", "CRITICAL DelayNG(2/2): ", "OK ",
                     "CRITICAL DelayNG(2/2): ", "OK ", "OK ", "OK DelayWarn(1/2): "}));
}

TEST(JudgeRun, CountsNoMoreFailuresThanAWindowHolds) {
    EXPECT_EQ(judge(count(3, 0, 3), "cc.ccc"),
              (Shown{"OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "OK ",
                     "OK DelayWarn(2/3): ", "OK DelayWarn(2/3): ", "CRITICAL DelayNG(3/3): "}));
}

TEST(JudgeRun, ForgetsWhatAWiderWindowRemembered) {
    FailureHistory wider;
    wider.runs = "xxxxx.";
    EXPECT_EQ(judge(count(2, 0, 2), "c", wider), (Shown{"OK DelayWarn(1/2): "}));
    EXPECT_EQ(judge(count(2), "c", wider), (Shown{"OK DelayWarn(1/2): "}));
}

TEST(JudgeRun, HoldsAnAlertUntilItHasRecovered) {
    EXPECT_EQ(
        judge(count(2, 3), "cc...."),
        (Shown{"OK DelayWarn(1/2): ", "CRITICAL DelayNG(2/2): ", "CRITICAL DelayRecover(1/3): ",
               "CRITICAL DelayRecover(2/3): ", "OK ", "OK "}));
}

TEST(JudgeRun, CountsTheOksAnewBehindAFailureAndGoesOnAlerting) {
    EXPECT_EQ(judge(count(3, 2), "ccc.c..c"),
              (Shown{"OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "CRITICAL DelayNG(3/3): ",
                     "CRITICAL DelayRecover(1/2): ", "CRITICAL DelayNG(4/3): ",
                     "CRITICAL DelayRecover(1/2): ", "OK ", "OK DelayWarn(1/3): "}));
}

TEST(JudgeRun, RecoversFromTheLastFailureThatWasLetThrough) {
    EXPECT_EQ(
        judge(count(1, 2), "cw.u."),
        (Shown{"CRITICAL DelayNG(1/1): ", "WARNING DelayNG(2/1): ", "WARNING DelayRecover(1/2): ",
               "UNKNOWN DelayNG(3/1): ", "UNKNOWN DelayRecover(1/2): "}));
}

TEST(JudgeRun, NeedsNoRecoveryFromAFailureThatWasDelayed) {
    EXPECT_EQ(judge(count(2, 2), "c.c"),
              (Shown{"OK DelayWarn(1/2): ", "OK ", "OK DelayWarn(1/2): "}));
}

TEST(JudgeRun, ShowsTheFirstOkWhenOneIsEnough) {
    EXPECT_EQ(judge(count(1, 1), "c."), (Shown{"CRITICAL DelayNG(1/1): ", "OK "}));
    FailureHistory alerting;
    alerting.failures = 3;
    alerting.alert = Status::critical;
    EXPECT_EQ(judge(count(1, 1), ".", alerting), (Shown{"OK "}));
    EXPECT_EQ(judge({}, ".", alerting), (Shown{"OK "})) << "the option was taken away";
}

TEST(JudgeRun, HoldsAnAlertAlsoWithAWindow) {
    EXPECT_EQ(judge(count(2, 2, 3), "c.c..."),
              (Shown{"OK DelayWarn(1/2): ", "OK ",
                     "CRITICAL DelayNG(2/2): ", "CRITICAL DelayRecover(1/2): ", "OK ", "OK "}));
}

TEST(JudgeRun, LetsAFailureThroughWhenItHasLastedForThatLong) {
    EXPECT_EQ(
        judge_failures_at(lasting(600),
                          {0, 300 * kSecond, 600 * kSecond - 1, 600 * kSecond, 86400 * kSecond}),
        (Shown{"OK DelayWarn(0s/600s): ", "OK DelayWarn(300s/600s): ", "OK DelayWarn(599s/600s): ",
               "CRITICAL DelayNG(600s/600s): ", "CRITICAL DelayNG(600s/600s): "}));
}

TEST(JudgeRun, MeasuresFromTheFirstFailureBehindAnOk) {
    EXPECT_EQ(judge(lasting(120), "cc.ccc"),
              (Shown{"OK DelayWarn(0s/120s): ", "OK DelayWarn(60s/120s): ", "OK ",
                     "OK DelayWarn(0s/120s): ", "OK DelayWarn(60s/120s): ",
                     "CRITICAL DelayNG(120s/120s): "}));
}

TEST(JudgeRun, MeasuresFromTheFirstFailureOfAWindow) {
    DelayRules rules = lasting(120);
    rules.window = 3;
    EXPECT_EQ(judge(rules, "c.c"),
              (Shown{"OK DelayWarn(0s/120s): ", "OK ", "CRITICAL DelayNG(120s/120s): "}));
}

TEST(JudgeRun, NamesAPeriodInFull) {
    EXPECT_EQ(judge(lasting(1209600), "c"), (Shown{"OK DelayWarn(0s/1209600s): "}));
    EXPECT_EQ(judge(lasting(0.5), "c"), (Shown{"OK DelayWarn(0s/0.5s): "}));
}

TEST(JudgeRun, WaitsForBothTheCountAndThePeriod) {
    EXPECT_EQ(judge_failures_at(lasting(100, 2), {0, 50 * kSecond, 100 * kSecond}),
              (Shown{"OK DelayWarn(1/2): ", "OK DelayWarn(2/2): ", "CRITICAL DelayNG(3/2): "}));
    EXPECT_EQ(judge_failures_at(lasting(100, 3), {0, 200 * kSecond, 201 * kSecond}),
              (Shown{"OK DelayWarn(1/3): ", "OK DelayWarn(2/3): ", "CRITICAL DelayNG(3/3): "}));
}

TEST(JudgeRun, DelaysOnlyThoseThatItWasToldTo) {
    DelayRules rules = count(3);
    rules.delayed = {Status::warning, Status::unknown};
    EXPECT_EQ(judge(rules, "c.wcu"), (Shown{"CRITICAL ", "OK ", "OK DelayWarn(1/3): ", "CRITICAL ",
                                            "UNKNOWN DelayNG(3/3): "}));
}

TEST(JudgeRun, RecoversAlsoFromAFailureThatPassedAtOnce) {
    DelayRules rules = count(3, 2);
    rules.delayed = {Status::warning};
    EXPECT_EQ(judge(rules, "c.w.."),
              (Shown{"CRITICAL ", "CRITICAL DelayRecover(1/2): ", "WARNING DelayNG(2/3): ",
                     "WARNING DelayRecover(1/2): ", "OK "}));
}
