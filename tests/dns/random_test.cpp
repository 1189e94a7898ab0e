#include "common/dns/random.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace monitoring;

// Also where there is no getrandom(2): old_kernel.ENOSYS.dns_test.
TEST(RandomNumber, IsAnotherOneEachTime) {
    std::set<std::uint16_t> numbers;
    for (int count = 0; count < 100; ++count) numbers.insert(random_number());
    EXPECT_GT(numbers.size(), 50U);
}
