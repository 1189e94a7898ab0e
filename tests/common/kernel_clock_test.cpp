#include "common/kernel_clock.hpp"

#include <gtest/gtest.h>
#include <sys/timex.h>

namespace monitoring {
namespace {

TEST(KernelClock, IsSynchronisedUnlessTheKernelSaysOtherwise) {
    EXPECT_TRUE(kernel_clock_of(STA_PLL, 0).is_synchronised);
    EXPECT_TRUE(kernel_clock_of(0, 0).is_synchronised);
    EXPECT_FALSE(kernel_clock_of(STA_UNSYNC, 0).is_synchronised);
    EXPECT_FALSE(kernel_clock_of(STA_PLL | STA_UNSYNC, 0).is_synchronised);
}

TEST(KernelClock, IsSteeredByThePhaseLockedLoop) {
    EXPECT_TRUE(kernel_clock_of(STA_PLL | STA_UNSYNC, 0).is_steered);
    EXPECT_FALSE(kernel_clock_of(STA_UNSYNC, 0).is_steered);
}

TEST(KernelClock, HasAnOffsetInTheUnitThatItNames) {
    EXPECT_DOUBLE_EQ(kernel_clock_of(STA_PLL, 250000).offset.count(), 0.25);
    EXPECT_DOUBLE_EQ(kernel_clock_of(STA_PLL | STA_NANO, -250000).offset.count(), -0.00025);
}

TEST(KernelClock, CanBeAsked) {
    timex clock{};
    ASSERT_GE(adjtimex(&clock), 0);
    EXPECT_EQ(read_kernel_clock().is_synchronised, (clock.status & STA_UNSYNC) == 0);
}

}  // namespace
}  // namespace monitoring
