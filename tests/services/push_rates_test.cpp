#include "common/services/push_rates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace monitoring {
namespace {

TEST(QueueUsagePercentage, IsThatOfTheWholeQueue) {
    PushStatistics statistics;
    statistics.queue_usage = 1;
    statistics.queue_max = 8;
    EXPECT_EQ(queue_usage_percentage(statistics), 12.5);
    statistics.queue_usage = 0;
    EXPECT_EQ(queue_usage_percentage(statistics), 0.0);
    statistics.queue_usage = 16;
    EXPECT_EQ(queue_usage_percentage(statistics), 200.0);
}

TEST(QueueUsagePercentage, IsEmptyWhereItCannotBeTold) {
    PushStatistics statistics;
    EXPECT_FALSE(queue_usage_percentage(statistics));
    statistics.queue_usage = 1;
    EXPECT_FALSE(queue_usage_percentage(statistics));
    statistics.queue_max = 0;
    EXPECT_FALSE(queue_usage_percentage(statistics));
    statistics.queue_usage.reset();
    statistics.queue_max = 8;
    EXPECT_FALSE(queue_usage_percentage(statistics));
}

TEST(PushCounters, AreThoseThatTheServerTells) {
    PushStatistics statistics;
    EXPECT_EQ(push_counters(statistics), Counters());
    statistics.queue_usage = 7;
    statistics.ios = {1, 2};
    statistics.android.error = 4;
    EXPECT_EQ(push_counters(statistics),
              (Counters{{"ios.success", 1}, {"ios.error", 2}, {"android.error", 4}}));
    statistics.android.success = 3;
    EXPECT_EQ(push_counters(statistics).at("android.success"), 3U);
}

/// "SUCCESS ERROR PERCENTAGE" of what was pushed to ios within ten seconds; a dash where that is
/// not known.
std::string rates(const Counters& before, const Counters& now) {
    const auto rates = push_rates({Seconds(10), before, now}, "ios");
    const auto text = [](const std::optional<double>& number) {
        return number ? fmt::format("{:g}", *number) : "-";
    };
    return fmt::format("{} {} {}", text(rates.success), text(rates.error),
                       text(rates.success_percentage));
}

TEST(PushRates, AreThoseBetweenTwoRuns) {
    EXPECT_EQ(
        rates({{"ios.success", 100}, {"ios.error", 5}}, {{"ios.success", 130}, {"ios.error", 15}}),
        "3 1 75");
    EXPECT_EQ(
        rates({{"ios.success", 100}, {"ios.error", 5}}, {{"ios.success", 100}, {"ios.error", 15}}),
        "0 1 0");
}

TEST(PushRates, AreASuccessWhenNothingWasPushed) {
    const Counters counters = {{"ios.success", 100}, {"ios.error", 5}};
    EXPECT_EQ(rates(counters, counters), "0 0 100");
}

TEST(PushRates, AreUnknownAfterARestartOfTheServer) {
    EXPECT_EQ(
        rates({{"ios.success", 100}, {"ios.error", 5}}, {{"ios.success", 99}, {"ios.error", 6}}),
        "- - -");
    EXPECT_EQ(
        rates({{"ios.success", 100}, {"ios.error", 5}}, {{"ios.success", 101}, {"ios.error", 4}}),
        "- - -");
}

TEST(PushRates, AreThoseOfTheCountersThatAreKnown) {
    EXPECT_EQ(rates({{"ios.success", 100}}, {{"ios.success", 130}, {"ios.error", 1}}), "3 - -");
    EXPECT_EQ(rates({{"ios.error", 1}}, {{"ios.error", 2}}), "- 0.1 -");
    EXPECT_EQ(rates({}, {}), "- - -");
    // Another platform's say nothing of this one.
    EXPECT_EQ(rates({{"ios.success", 1}, {"android.error", 9}, {"ios.error", 1}},
                    {{"ios.success", 2}, {"android.error", 0}, {"ios.error", 1}}),
              "0.1 0 100");
}

}  // namespace
}  // namespace monitoring
