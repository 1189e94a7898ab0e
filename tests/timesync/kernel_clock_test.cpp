#include "common/timesync/kernel_clock.hpp"

#include <gtest/gtest.h>
#include <sys/timex.h>

namespace monitoring {
namespace {

constexpr long kUnknownError = 16'000'000;  ///< of a clock that nobody has set

TEST(KernelClock, IsSynchronisedWhileItKnowsItsError) {
    for (const int status : {0, STA_PLL, STA_UNSYNC, STA_UNSYNC | STA_NANO}) {
        EXPECT_TRUE(kernel_clock_of(status, 0, 0).is_synchronised) << status;
        EXPECT_TRUE(kernel_clock_of(status, 0, kUnknownError - 1).is_synchronised) << status;
        EXPECT_FALSE(kernel_clock_of(status, 0, kUnknownError).is_synchronised) << status;
    }
}

TEST(KernelClock, HasAnOffsetWhereThePhaseLockedLoopIsInUse) {
    EXPECT_TRUE(kernel_clock_of(STA_PLL, 0, 0).offset);
    EXPECT_TRUE(kernel_clock_of(STA_PLL | STA_UNSYNC, 0, 0).offset);
    EXPECT_FALSE(kernel_clock_of(STA_UNSYNC, 250000, 0).offset);
    EXPECT_FALSE(kernel_clock_of(STA_NANO, 250000, 0).offset);
}

TEST(KernelClock, HasAnOffsetInTheUnitThatItNames) {
    EXPECT_DOUBLE_EQ(kernel_clock_of(STA_PLL, 250000, 0).offset->count(), 0.25);
    EXPECT_DOUBLE_EQ(kernel_clock_of(STA_PLL | STA_NANO, -250000, 0).offset->count(), -0.00025);
}

TEST(KernelClock, CanBeAsked) {
    timex clock{};
    ASSERT_GE(adjtimex(&clock), 0);
    EXPECT_EQ(read_kernel_clock().is_synchronised, clock.maxerror < kUnknownError);
}

}  // namespace
}  // namespace monitoring
