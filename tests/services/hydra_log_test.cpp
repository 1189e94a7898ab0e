#include "common/services/hydra_log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "common/text/text.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

const HydraLag kUnmeasured;
const HydraLag kIdle{0, true, ""};
const HydraLag kFar{101, false, ""};
const HydraLag kGone{{}, false, "No such file or directory"};

Limit limit(double value) { return {value, false, std::to_string(static_cast<int>(value))}; }

void expect(const Verdict& verdict, Status status, const std::string& message) {
    EXPECT_EQ(verdict.status, status);
    EXPECT_EQ(verdict.message, message);
}

Verdict judge(std::optional<double> rate, const HydraLag& lag, const HydraLimits& limits) {
    return judge_reading("/a.log", true, rate, lag, limits);
}

Verdict judge_file(const HydraFile& file, const ReadProgress& progress,
                   const HydraLimits& limits = {}) {
    return judge_log("/none/a.log", true, file, progress, limits);
}

TEST(JudgeLog, NamesALogThatHydraDoesNotReadAndItsErrorInBounds) {
    expect(judge_file({-1, ""}, {7, ""}), Status::critical, "position -1 (/none/a.log)");
    expect(judge_file({5, "denied"}, {7, ""}), Status::critical, "denied (/none/a.log)");
    expect(judge_file({{}, "denied"}, {}), Status::critical,
           "hydra does not tell the position (/none/a.log)");
    const auto message = judge_file({-1, std::string(2000, 'x')}, {}).message;
    EXPECT_TRUE(message.ends_with("… (/none/a.log)")) << message;
    EXPECT_LE(count_characters(message), kMaxLineLength / 2 + 14);
}

TEST(JudgeLog, LooksUpTheSizeOnlyWhereTheLimitsNeedIt) {
    expect(judge_file({5, ""}, {7, ""}), Status::ok, "7 position-updated/sec (/none/a.log)");
    expect(judge_file({5, ""}, {7, ""}, {.lag = {limit(100), {}}}), Status::unknown,
           "7 position-updated/sec (/none/a.log), its size is not known: "
           "No such file or directory");
}

TEST(JudgeLog, IsUnknownWhenItIsTheFirstTimeForEver) {
    const auto verdict = judge_file({5, ""}, {{}, "disk full"});
    expect(verdict, Status::unknown, "first time check (/none/a.log)");
    EXPECT_EQ(verdict.note, " (state not saved: disk full)");
    EXPECT_EQ(judge_file({5, ""}, {7, "disk full"}).status, Status::ok);
    EXPECT_EQ(judge_file({-1, ""}, {{}, "disk full"}).status, Status::critical);
}

TEST(JudgeReading, AlertsBelowTheLimitAndShowsNoMoreThanWasRead) {
    const HydraLimits limits{.progress = {limit(10), limit(5)}, .lag = {}};
    expect(judge(10, kUnmeasured, limits), Status::ok, "10 position-updated/sec (/a.log)");
    expect(judge(9.9999, kUnmeasured, limits), Status::warning,
           "9.999 position-updated/sec less than 10 (/a.log)");
    expect(judge(4.5, kUnmeasured, limits), Status::critical,
           "4.5 position-updated/sec less than 5 (/a.log)");
    expect(judge(2e15, kUnmeasured, limits), Status::ok,
           "2000000000000000 position-updated/sec (/a.log)");
}

TEST(JudgeReading, NamesTheOnlyLogNotBeforeThereIsSomethingToSay) {
    expect(judge({}, kUnmeasured, {}), Status::ok, "first time check");
    expect(judge_reading("/a.log", false, {}, kUnmeasured, {}), Status::ok,
           "first time check (/a.log)");
    expect(judge({}, kIdle, {.lag = {limit(100), {}}}), Status::ok,
           "first time check (/a.log), 0 bytes behind");
}

TEST(JudgeReading, TakesAnIdleLogForFineIfTold) {
    expect(judge(0, kIdle, {}), Status::critical, "0 position-updated/sec less than 1 (/a.log)");
    expect(judge(0, kIdle, {.lag = {}, .is_idle_ok = true}), Status::ok,
           "0 position-updated/sec (/a.log)");
    expect(judge(0, kFar, {.lag = {}, .is_idle_ok = true}), Status::critical,
           "0 position-updated/sec less than 1 (/a.log)");
}

TEST(JudgeReading, PutsTheWorseOfProgressAndLagInFront) {
    const HydraLimits limits{.progress = {limit(10), limit(5)}, .lag = {limit(100), limit(200)}};
    expect(judge(10, {100, false, ""}, limits), Status::ok,
           "10 position-updated/sec (/a.log), 100 bytes behind");
    expect(judge(10, kFar, limits), Status::warning,
           "101 bytes behind, more than 100 | 10 position-updated/sec (/a.log)");
    expect(judge(9, kFar, limits), Status::warning,
           "9 position-updated/sec less than 10 (/a.log), 101 bytes behind, more than 100");
    expect(judge(9, {201, false, ""}, limits), Status::critical,
           "201 bytes behind, more than 200 | 9 position-updated/sec less than 10 (/a.log)");
    expect(judge(4, kFar, limits), Status::critical,
           "4 position-updated/sec less than 5 (/a.log), 101 bytes behind, more than 100");
}

TEST(JudgeReading, IsUnknownWhereOnlyTheLagIsAndThatIsJudged) {
    const HydraLimits limits{.lag = {limit(100), {}}};
    const std::string reason = " (/a.log), its size is not known: No such file or directory";
    expect(judge(7, kGone, limits), Status::unknown, "7 position-updated/sec" + reason);
    expect(judge(0, kGone, limits), Status::critical,
           "0 position-updated/sec less than 1" + reason);
    const HydraLimits idle{.lag = {}, .is_idle_ok = true};
    expect(judge(7, kGone, idle), Status::ok, "7 position-updated/sec (/a.log)");
    expect(judge(0, kGone, idle), Status::critical, "0 position-updated/sec less than 1" + reason);
}

TEST(JudgeUnknownLog, NamesThoseThatHydraKnows) {
    expect(judge_unknown_log("/c.log", {}), Status::critical,
           "hydra does not know /c.log; it knows no file at all");
    expect(judge_unknown_log("/c.log", {{"/a.log", {}}, {"/b\n.log", {}}}), Status::critical,
           "hydra does not know /c.log; it knows /a.log, /b\\n.log");
}

class MeasureLag : public ToolTest {};

TEST_F(MeasureLag, ComparesThePositionWithTheSize) {
    const auto path = directory() / "app.log";
    std::ofstream(path) << std::string(100, 'x');
    EXPECT_EQ(measure_lag(path, 99).bytes, 1);
    EXPECT_FALSE(measure_lag(path, 99).is_idle);
    EXPECT_EQ(measure_lag(path, 100).bytes, 0);
    EXPECT_TRUE(measure_lag(path, 100).is_idle);
    EXPECT_EQ(measure_lag(path, 101).bytes, 100) << "it was truncated, and nothing read since";
    EXPECT_FALSE(measure_lag(path, 101).is_idle);
    std::ofstream(path) << "";
    EXPECT_TRUE(measure_lag(path, 101).is_idle);
}

TEST_F(MeasureLag, SaysWhyThereIsNone) {
    EXPECT_EQ(measure_lag(directory() / "none", 1).failure, "No such file or directory");
    EXPECT_EQ(measure_lag(directory(), 1).failure, "not a file");
}

}  // namespace
}  // namespace monitoring
