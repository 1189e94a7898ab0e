#include "common/state/stamp.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

class StampTest : public ToolTest {
protected:
    StampTest() { setenv("HOST_PROC", proc().c_str(), 1); }
    ~StampTest() override { unsetenv("HOST_PROC"); }
};

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

TEST_F(StampTest, HoldsTheBootAndBothClocks) {
    write_proc("sys/kernel/random/boot_id", "1b2c\n");
    const auto before = std::int64_t{time(nullptr)} * kSecond;
    const Stamp stamp = stamp_now(ProcFs());
    EXPECT_EQ(stamp.boot_id, "1b2c");
    EXPECT_GT(stamp.boot_time_ns, 0);
    EXPECT_GE(stamp.real_time_ns, before);
    EXPECT_LT(stamp.real_time_ns, before + 60 * kSecond);
}

TEST_F(StampTest, HasNoBootWhereTheKernelDoesNotTell) {
    EXPECT_EQ(stamp_now(ProcFs()).boot_id, "");
}

TEST_F(StampTest, GrowsFromOneToTheNext) {
    const ProcFs proc_fs;
    const Stamp first = stamp_now(proc_fs);
    const Stamp second = stamp_now(proc_fs);
    const auto elapsed = time_between(first, second);
    ASSERT_TRUE(elapsed);
    EXPECT_GE(elapsed->count(), 0);
    EXPECT_LT(elapsed->count(), 60);
}

TEST(TimeBetween, IsMeasuredByTheBootTimeClock) {
    const auto elapsed = time_between({"a", kSecond, 0}, {"a", 3 * kSecond / 2 + kSecond, kSecond});
    ASSERT_TRUE(elapsed);
    EXPECT_DOUBLE_EQ(elapsed->count(), 1.5);
}

TEST(TimeBetween, IsZeroForTheSameMoment) {
    const auto elapsed = time_between({"a", 5, 5}, {"a", 5, 5});
    ASSERT_TRUE(elapsed);
    EXPECT_EQ(elapsed->count(), 0);
}

TEST(TimeBetween, IsEmptyAfterAReboot) {
    EXPECT_FALSE(time_between({"a", 5, 5}, {"b", 6, 6}));
    EXPECT_FALSE(time_between({"a", 5, 5}, {"", 6, 6}));
}

TEST(TimeBetween, IsEmptyWhenAClockWentBack) {
    EXPECT_FALSE(time_between({"a", 6, 5}, {"a", 5, 6}));
    EXPECT_FALSE(time_between({"a", 5, 6}, {"a", 6, 5}));
}

TEST(TimeBetween, WorksWhereNoBootIsKnown) { EXPECT_TRUE(time_between({"", 5, 5}, {"", 6, 6})); }
