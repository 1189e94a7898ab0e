#include "common/state/read_progress.hpp"

#include <cstdlib>

#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

/// The moment so many milliseconds after the first run.
Stamp at(std::int64_t milliseconds, const std::string& boot_id = "b00d") {
    return {boot_id, (1'000'000 + milliseconds) * kMillisecond,
            (1'700'000'000'000 + milliseconds) * kMillisecond};
}

class ExchangePosition : public ToolTest {
protected:
    ExchangePosition() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~ExchangePosition() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    static std::optional<double> rate(const Stamp& now, std::uint64_t position) {
        const auto progress = exchange_position(StateFile("probe", {}), now, position);
        EXPECT_EQ(progress.not_saved, "");
        return progress.rate;
    }
};

}  // namespace

TEST_F(ExchangePosition, KnowsNoRateAtTheFirstRun) { EXPECT_EQ(rate(at(0), 500), std::nullopt); }

TEST_F(ExchangePosition, GivesTheBytesASecondSinceTheLastRun) {
    rate(at(0), 1000);
    EXPECT_EQ(rate(at(2000), 2025), 512.5);
    EXPECT_EQ(rate(at(3000), 2025), 0);
    EXPECT_EQ(rate(at(7000), 2026), 0.25);
}

TEST_F(ExchangePosition, CountsFromTheStartOfALogThatWasRotated) {
    rate(at(0), 1000);
    EXPECT_EQ(rate(at(10'000), 50), 5);
    EXPECT_EQ(rate(at(20'000), 0), 0);
    EXPECT_EQ(rate(at(30'000), 10), 1);
}

TEST_F(ExchangePosition, GivesTheRateOfTheRunBeforeWithinASecond) {
    rate(at(0), 1000);
    EXPECT_EQ(rate(at(999), 9000), std::nullopt) << "the run before was the first";
    EXPECT_EQ(rate(at(1000), 1100), 100);
    EXPECT_EQ(rate(at(1000), 5000), 100);
    EXPECT_EQ(rate(at(1999), 0), 100);
    EXPECT_EQ(rate(at(3000), 1300), 100) << "compared with the run at one second";
}

TEST_F(ExchangePosition, SeesAChangeEvenWhenItIsAskedEveryMoment) {
    rate(at(0), 0);
    for (int i = 1; i < 4; ++i) EXPECT_EQ(rate(at(i * 300), 100), std::nullopt);
    EXPECT_EQ(rate(at(1200), 120), 100);
    for (int i = 5; i < 8; ++i) EXPECT_EQ(rate(at(i * 300), 120), 100);
    EXPECT_EQ(rate(at(2400), 120), 0);
}

TEST_F(ExchangePosition, TakesARebootForAFirstRun) {
    rate(at(0), 1000);
    EXPECT_EQ(rate(at(5000, "another"), 2000), std::nullopt);
    EXPECT_EQ(rate(at(6000, "another"), 2010), 10);
}

TEST_F(ExchangePosition, TakesAClockThatWentBackForAFirstRun) {
    rate(at(5000), 1000);
    testing::internal::CaptureStderr();
    EXPECT_EQ(rate(at(0), 2000), std::nullopt);
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "state_test: ignoring the state of the last run: it is from the future\n");
    EXPECT_EQ(rate(at(1000), 2010), 10);
}

TEST_F(ExchangePosition, TakesWhatIsNoPositionForAFirstRun) {
    for (const auto* const content : {"nonsense", "bytes 1\n", "", "position x\n"}) {
        EXPECT_EQ(StateFile("probe", {}).save(at(0), content), "");
        testing::internal::CaptureStderr();
        EXPECT_EQ(rate(at(5000), 2000), std::nullopt);
        EXPECT_EQ(testing::internal::GetCapturedStderr(),
                  "state_test: ignoring the state of the last run: it holds no position\n");
        EXPECT_EQ(rate(at(6000), 2010), 10);
    }
}

TEST_F(ExchangePosition, DoesNotDivideByATimeOfNothing) {
    EXPECT_EQ(StateFile("probe", {}).save(at(0), "bytes 5\nnanoseconds 0\nposition 5\n"), "");
    EXPECT_EQ(rate(at(100), 2000), std::nullopt);
}

TEST_F(ExchangePosition, SaysWhyNothingWasSaved) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    const auto progress = exchange_position(StateFile("probe", {}), at(0), 5);
    EXPECT_EQ(progress.rate, std::nullopt);
    EXPECT_TRUE(progress.not_saved.starts_with("/nonexistent/")) << progress.not_saved;
}
