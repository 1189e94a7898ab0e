#include "common/netfilter/conntrack_statistics.hpp"

#include <gtest/gtest.h>

#include "netfilter/netlink_support.hpp"

namespace monitoring {
namespace {

constexpr unsigned kFound = 2;
constexpr unsigned kInsertFailed = 9;
constexpr unsigned kDrop = 10;
constexpr unsigned kEarlyDrop = 11;
constexpr unsigned kError = 12;

TEST(DropsOfProcessor, AddsUpWhatWasDropped) {
    const auto counters = attribute(kFound, 99) + attribute(kInsertFailed, 300) +
                          attribute(kDrop, 1) + attribute(kEarlyDrop, 20) + attribute(kError, 77);
    EXPECT_EQ(drops_of_processor(NetlinkAttributes(counters)), 321U);
    EXPECT_EQ(drops_of_processor(NetlinkAttributes("")), 0U);
}

TEST(DropsOfProcessor, TakesNumbersUpToTheLargest) {
    const auto counters = attribute(kDrop, 0xffffffff) + attribute(kEarlyDrop, 0xffffffff);
    EXPECT_EQ(drops_of_processor(NetlinkAttributes(counters)), std::uint64_t{0xffffffff} * 2);
}

TEST(DropsOfProcessor, ThrowsForWhatIsNoNumber) {
    const auto counters = attribute(kDrop, std::string("\1\2"));
    EXPECT_THROW(static_cast<void>(drops_of_processor(NetlinkAttributes(counters))),
                 NetlinkFailure);
}

}  // namespace
}  // namespace monitoring
