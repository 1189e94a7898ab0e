#include <gtest/gtest.h>

#include "common/tool/splay.hpp"
#include "common/wrapper/cached_result.hpp"

using namespace monitoring;
using namespace std::chrono_literals;

namespace {

constexpr auto kFailures = {Status::warning, Status::critical, Status::unknown};
constexpr Seconds kHour = 1h;

}  // namespace

TEST(CacheRules, KeepAnOkFreshForLessThanTheInterval) {
    const CacheRules rules{.interval = 10s};
    EXPECT_TRUE(is_fresh(rules, Status::ok, 0s));
    EXPECT_TRUE(is_fresh(rules, Status::ok, 9999ms));
    EXPECT_FALSE(is_fresh(rules, Status::ok, 10s));
    EXPECT_FALSE(is_fresh({.interval = 0s}, Status::ok, 0s));
}

TEST(CacheRules, KeepAFailureFreshOnlyWhereTheySaySo) {
    CacheRules rules{.interval = 10s};
    for (const auto status : kFailures) EXPECT_FALSE(is_fresh(rules, status, 0s));
    rules.failure_interval = 5s;
    for (const auto status : kFailures) {
        EXPECT_TRUE(is_fresh(rules, status, 4999ms));
        EXPECT_FALSE(is_fresh(rules, status, 5s));
    }
    EXPECT_TRUE(is_fresh(rules, Status::ok, 9s));
}

TEST(CacheRules, KeepResultsFreshLongerByTheDelay) {
    const CacheRules rules{.interval = 10s, .failure_interval = 5s, .delay = 2s};
    EXPECT_TRUE(is_fresh(rules, Status::ok, 11s));
    EXPECT_FALSE(is_fresh(rules, Status::ok, 12s));
    EXPECT_TRUE(is_fresh(rules, Status::warning, 6s));
    EXPECT_FALSE(is_fresh(rules, Status::warning, 7s));
}

TEST(CacheRules, PresentAResultUntilItIsTooStale) {
    EXPECT_FALSE(is_presentable({}, 0s)) << "nobody asked for it";
    EXPECT_TRUE(is_presentable({.stale = 10s}, 10s));
    EXPECT_FALSE(is_presentable({.stale = 10s}, 10001ms));
}

TEST(HostDelay, IsAlwaysTheSameAndLessThanTheJitter) {
    const auto delay = host_delay("web1", {"", "check-tcp"}, kHour);
    EXPECT_EQ(delay, host_delay("web1", {"", "check-tcp"}, kHour));
    EXPECT_GE(delay, 0s);
    EXPECT_LT(delay, kHour);
    EXPECT_EQ(host_delay("web1", {"", "check-tcp"}, kHour / 2), delay / 2);
    EXPECT_EQ(host_delay("web1", {"", "check-tcp"}, 0s), 0s);
}

TEST(HostDelay, DiffersByHostAndByCommand) {
    const auto delay = host_delay("web1", {"", "check-tcp"}, kHour);
    EXPECT_NE(delay, host_delay("web2", {"", "check-tcp"}, kHour));
    EXPECT_NE(delay, host_delay("web1", {"", "check-udp"}, kHour));
    EXPECT_NE(delay, host_delay("web1", {"mine", "check-tcp"}, kHour));
}
