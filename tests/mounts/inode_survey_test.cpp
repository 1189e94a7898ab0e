#include "common/mounts/inode_survey.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

TEST(UsedPercentage, IsRoundedUp) {
    EXPECT_EQ(used_percentage(0, 1000), 0U);
    EXPECT_EQ(used_percentage(1, 1000), 1U);
    EXPECT_EQ(used_percentage(800, 1000), 80U);
    EXPECT_EQ(used_percentage(801, 1000), 81U);
    EXPECT_EQ(used_percentage(1000, 1000), 100U);
}

TEST(UsedPercentage, DoesNotOverflow) {
    EXPECT_EQ(used_percentage(UINT64_MAX, UINT64_MAX), 100U);
    EXPECT_EQ(used_percentage(UINT64_MAX / 2, UINT64_MAX), 50U);
    EXPECT_EQ(used_percentage(0, UINT64_MAX), 0U);
}

}  // namespace
}  // namespace monitoring
