#include "common/tool/thresholds.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

using namespace monitoring;

static Thresholds limits(std::string_view warning, std::string_view critical) {
    Thresholds result;
    if (!warning.empty()) result.warning = count_limit_option(warning);
    if (!critical.empty()) result.critical = count_limit_option(critical);
    return result;
}

/// "WARNING 10", or "" when no limit was passed.
static std::string text_of(const std::optional<Breach>& breach) {
    if (!breach) return "";
    return std::string(status_name(breach->status)) + " " + breach->limit;
}

TEST(Thresholds, NeverAlertWhenNotGiven) {
    EXPECT_FALSE(Thresholds{}.is_given());
    EXPECT_EQ(text_of(Thresholds{}.below(0, 100)), "");
    EXPECT_EQ(text_of(Thresholds{}.above(1e300, 100)), "");
    EXPECT_EQ(text_of(Thresholds{}.at_least(1e300, 100)), "");
}

TEST(Thresholds, AreGivenWhenOneOfThemIs) {
    EXPECT_TRUE(limits("1", "").is_given());
    EXPECT_TRUE(limits("", "1").is_given());
    EXPECT_EQ(text_of(limits("10", "").below(0)), "WARNING 10");
    EXPECT_EQ(text_of(limits("", "10").below(0)), "CRITICAL 10");
}

TEST(Thresholds, AreStrictBelow) {
    const auto limit = limits("10", "5");
    EXPECT_EQ(text_of(limit.below(11)), "");
    EXPECT_EQ(text_of(limit.below(10)), "");
    EXPECT_EQ(text_of(limit.below(9)), "WARNING 10");
    EXPECT_EQ(text_of(limit.below(5)), "WARNING 10");
    EXPECT_EQ(text_of(limit.below(4)), "CRITICAL 5");
}

TEST(Thresholds, AreStrictAbove) {
    const auto limit = limits("5", "10");
    EXPECT_EQ(text_of(limit.above(4)), "");
    EXPECT_EQ(text_of(limit.above(5)), "");
    EXPECT_EQ(text_of(limit.above(6)), "WARNING 5");
    EXPECT_EQ(text_of(limit.above(10)), "WARNING 5");
    EXPECT_EQ(text_of(limit.above(11)), "CRITICAL 10");
}

TEST(Thresholds, IncludeTheLimitInAtLeast) {
    const auto limit = limits("5", "10");
    EXPECT_EQ(text_of(limit.at_least(4)), "");
    EXPECT_EQ(text_of(limit.at_least(5)), "WARNING 5");
    EXPECT_EQ(text_of(limit.at_least(9)), "WARNING 5");
    EXPECT_EQ(text_of(limit.at_least(10)), "CRITICAL 10");
}

TEST(Thresholds, JudgeCriticalFirstForSwappedPairs) {
    EXPECT_EQ(text_of(limits("5", "10").below(4)), "CRITICAL 10");
    EXPECT_EQ(text_of(limits("5", "10").below(9)), "CRITICAL 10");
    EXPECT_EQ(text_of(limits("10", "5").above(11)), "CRITICAL 5");
    EXPECT_EQ(text_of(limits("10", "5").at_least(7)), "CRITICAL 5");
    EXPECT_EQ(text_of(limits("7", "7").at_least(7)), "CRITICAL 7");
}

TEST(Thresholds, SayTheLimitAsTheUserWroteIt) {
    EXPECT_EQ(text_of(limits("1e1", "").below(9)), "WARNING 1e1");
    EXPECT_EQ(text_of(limits("", "07.50%").below(7, 100)), "CRITICAL 07.50%");
}

TEST(Thresholds, KnowTheTextForEachStatus) {
    const auto both = limits("10%", "5");
    EXPECT_EQ(both.text_of(Status::warning), "10%");
    EXPECT_EQ(both.text_of(Status::critical), "5");
    EXPECT_EQ(limits("", "5").text_of(Status::warning), "");
    EXPECT_EQ(limits("10%", "").text_of(Status::critical), "");
}

TEST(Thresholds, MayBeFractions) {
    EXPECT_EQ(text_of(limits("0.5", "").below(0)), "WARNING 0.5");
    EXPECT_EQ(text_of(limits("0.5", "").below(1)), "");
    EXPECT_EQ(text_of(limits("", "99.5%").at_least(995, 1000)), "CRITICAL 99.5%");
    EXPECT_EQ(text_of(limits("", "99.5%").at_least(994, 1000)), "");
}

TEST(Thresholds, TakePercentOfTheWhole) {
    const auto limit = limits("20%", "7%");
    EXPECT_EQ(text_of(limit.below(20, 100)), "");
    EXPECT_EQ(text_of(limit.below(19, 100)), "WARNING 20%");
    EXPECT_EQ(text_of(limit.below(7, 100)), "WARNING 20%");
    EXPECT_EQ(text_of(limit.below(6, 100)), "CRITICAL 7%");
}

TEST(Thresholds, TellSharesOfLargeNumbersApart) {
    const auto limit = limits("33.3%", "");
    EXPECT_EQ(text_of(limit.below(333'000'000, 1e9)), "");
    EXPECT_EQ(text_of(limit.below(332'999'999, 1e9)), "WARNING 33.3%");
    EXPECT_EQ(text_of(limit.above(333'000'001, 1e9)), "WARNING 33.3%");
    EXPECT_EQ(text_of(limits("0%", "").below(0, 1e9)), "");
    EXPECT_EQ(text_of(limits("0%", "").at_least(0, 1e9)), "WARNING 0%");
    EXPECT_EQ(text_of(limits("5%", "").at_least(0, 0)), "WARNING 5%");
}

TEST(Thresholds, CountAndShareCanStandSideBySide) {
    const auto limit = limits("50%", "10");
    EXPECT_EQ(text_of(limit.below(10, 30)), "WARNING 50%");
    EXPECT_EQ(text_of(limit.below(9, 30)), "CRITICAL 10");
    EXPECT_EQ(text_of(limit.below(10, 20)), "");
}

TEST(Bounds, AlertOnBothSides) {
    const Bounds bounds{limits("10", "5"), limits("20", "30")};
    EXPECT_EQ(text_of(bounds.beyond(4)), "CRITICAL 5");
    EXPECT_EQ(text_of(bounds.beyond(9)), "WARNING 10");
    EXPECT_TRUE(bounds.beyond(9)->is_below);
    EXPECT_EQ(text_of(bounds.beyond(10)), "");
    EXPECT_EQ(text_of(bounds.beyond(20)), "");
    EXPECT_EQ(text_of(bounds.beyond(21)), "WARNING 20");
    EXPECT_FALSE(bounds.beyond(21)->is_below);
    EXPECT_EQ(text_of(bounds.beyond(31)), "CRITICAL 30");
}

TEST(Bounds, TellTheWorseOneOfTwoAndThenTheLowerOne) {
    EXPECT_EQ(text_of(Bounds{limits("10", ""), limits("", "3")}.beyond(5)), "CRITICAL 3");
    EXPECT_EQ(text_of(Bounds{limits("", "10"), limits("3", "")}.beyond(5)), "CRITICAL 10");
    EXPECT_EQ(text_of(Bounds{limits("10", ""), limits("3", "")}.beyond(5)), "WARNING 10");
}

TEST(Bounds, AreGivenWhenOneSideIs) {
    EXPECT_FALSE(Bounds{}.is_given());
    EXPECT_EQ(text_of(Bounds{}.beyond(0)), "");
    EXPECT_TRUE((Bounds{limits("1", ""), {}}.is_given()));
    EXPECT_TRUE((Bounds{{}, limits("", "1")}.is_given()));
}

/// Every whole of which so many tenths of a percent are a whole number: there the value that is
/// exactly the share is neither below nor above it.
TEST(Thresholds, AreExactAtEachTenthOfAPercent) {
    int failures = 0;
    for (const unsigned whole :
         {100U, 1000U, 3000U, 7000U, 50'000U, 65'536U, 262'144U, 1'000'000U}) {
        for (unsigned tenths = 1; tenths <= 1000; ++tenths) {
            if (std::uint64_t{tenths} * whole % 1000 != 0) continue;
            const auto text = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
            const double value = static_cast<double>(std::uint64_t{tenths} * whole / 1000);
            const auto limit = limits(text, "");
            const bool is_exact = !limit.below(value, whole) && !limit.above(value, whole) &&
                                  limit.at_least(value, whole) && limit.below(value - 1, whole) &&
                                  limit.above(value + 1, whole);
            if (is_exact) continue;
            if (++failures <= 5) ADD_FAILURE() << value << " is " << text << " of " << whole;
        }
    }
    EXPECT_EQ(failures, 0);
}
