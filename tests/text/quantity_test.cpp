#include "common/text/quantity.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "common/text/error.hpp"

using namespace monitoring;

/// What is no number, whatever the unit.
static const std::vector<std::string_view> kNoNumbers = {
    "",      "abc", "1e999", "nan",   "NaN", "inf", "infinity", "-inf",     "-1",    "-0",
    "+5",    "5 ",  " 5",    "\t5",   "5\n", "5 0", "5x",       "0x5",      "0x1p3", "1,5",
    "1_0",   ".",   "..5",   "1.2.3", "e5",  "1e",  "1e+",      "--5",      "5-",    "5+1",
    "1e5.5", "1e-", "E",     "%%",    "5%%", "% 5", "5 %",      "\xD9\xA3", "five"};

template <typename Parse>
static bool is_rejected(Parse parse, std::string_view text) {
    try {
        static_cast<void>(parse(text));
    } catch (const UsageError&) {
        return true;
    }
    return false;
}

TEST(ParseSignedDecimal, TakesOneSignInFront) {
    EXPECT_EQ(parse_signed_decimal("-0.25"), -0.25);
    EXPECT_EQ(parse_signed_decimal("+40.054"), 40.054);
    EXPECT_EQ(parse_signed_decimal("1e3"), 1000);
    for (const char* text : {"", "-", "+", "--1", "+-1", "- 1", "-inf", "-0x1", "1-"}) {
        EXPECT_FALSE(parse_signed_decimal(text)) << text;
    }
}

TEST(ParseDecimal, ReadsWholeNumbersFractionsAndPowersOfTen) {
    EXPECT_EQ(parse_decimal("0"), 0);
    EXPECT_EQ(parse_decimal("3"), 3);
    EXPECT_EQ(parse_decimal("007"), 7);
    EXPECT_EQ(parse_decimal("1.5"), 1.5);
    EXPECT_EQ(parse_decimal(".5"), 0.5);
    EXPECT_EQ(parse_decimal("1e3"), 1000);
    EXPECT_EQ(parse_decimal("1E+3"), 1000);
    EXPECT_EQ(parse_decimal("25e-1"), 2.5);
    EXPECT_EQ(parse_decimal("1.7976931348623157e308"), 1.7976931348623157e308);
}

TEST(ParseDecimal, IsEmptyForEverythingElse) {
    for (const auto text : kNoNumbers) EXPECT_FALSE(parse_decimal(text)) << text;
    for (const auto text : {"5%", "5s", "1.8e308"}) EXPECT_FALSE(parse_decimal(text)) << text;
}

TEST(ParseDecimal, DoesNotReadBehindTheEndOfItsText) {
    EXPECT_EQ(parse_decimal(std::string_view("12345").substr(0, 2)), 12);
    EXPECT_FALSE(parse_decimal(std::string_view("5\0", 2)));
}

TEST(NumberOption, ReadsWhatIsANumberAndRejectsTheRest) {
    EXPECT_EQ(number_option("1.25"), 1.25);
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(number_option, text)) << text;
    EXPECT_TRUE(is_rejected(number_option, "5%"));
}

TEST(NumberOption, NamesTheTextItRejects) {
    try {
        static_cast<void>(number_option("abc"));
        FAIL() << "not rejected";
    } catch (const UsageError& mistake) {
        EXPECT_STREQ(mistake.what(), "'abc' is not a number of 0 or more");
    }
}

TEST(DurationOption, ReadsEachUnit) {
    EXPECT_EQ(duration_option("90").count(), 90);
    EXPECT_EQ(duration_option("1.5").count(), 1.5);
    EXPECT_EQ(duration_option("0").count(), 0);
    EXPECT_EQ(duration_option("90s").count(), 90);
    EXPECT_EQ(duration_option("10m").count(), 600);
    EXPECT_EQ(duration_option("2h").count(), 7200);
    EXPECT_EQ(duration_option("7d").count(), 604800);
    EXPECT_EQ(duration_option("1w").count(), 604800);
    EXPECT_EQ(duration_option("500ms").count(), 0.5);
    EXPECT_EQ(duration_option("0.5h").count(), 1800);
    EXPECT_EQ(duration_option("1e3s").count(), 1000);
}

TEST(DurationOption, RejectsWhatIsNoNumber) {
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(duration_option, text)) << text;
}

TEST(DurationOption, RejectsWrongUnits) {
    for (const auto text :
         {"s",   "ms",  "w",   "1h30m", "5 s",  "5S", "5M", "5y",   "5us",  "5min",
          "-5s", "+5s", "5ss", "5sm",   "5mms", "s5", "5%", "nans", "infs", "5s "}) {
        EXPECT_TRUE(is_rejected(duration_option, text)) << text;
    }
}

TEST(DurationOption, RejectsWhatNoDoubleCanHold) {
    EXPECT_TRUE(is_rejected(duration_option, "1e999s"));
    EXPECT_TRUE(is_rejected(duration_option, "1e308w"));
    EXPECT_EQ(duration_option("1e308").count(), 1e308);
}

TEST(DurationLimitOption, KeepsTheTextOfTheUser) {
    const Limit limit = duration_limit_option("10m");
    EXPECT_EQ(limit.value, 600);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "10m");
    EXPECT_TRUE(is_rejected(duration_limit_option, "10%"));
}

TEST(CountLimitOption, ReadsACount) {
    const Limit limit = count_limit_option("1e3");
    EXPECT_EQ(limit.value, 1000);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "1e3");
}

TEST(CountLimitOption, ReadsAShare) {
    const Limit limit = count_limit_option("0.5%");
    EXPECT_EQ(limit.value, 0.5);
    EXPECT_TRUE(limit.is_percentage);
    EXPECT_EQ(limit.text, "0.5%");
}

TEST(CountLimitOption, RejectsEverythingElse) {
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(count_limit_option, text)) << text;
    for (const auto text : {"%", "%5", "-1%", "nan%", "1e999%", "5% ", "5s"}) {
        EXPECT_TRUE(is_rejected(count_limit_option, text)) << text;
    }
}

TEST(PercentageLimitOption, TakesTheNumberWithOrWithoutItsSign) {
    for (const auto text : {"99.5", "99.5%"}) {
        const Limit limit = percentage_limit_option(text);
        EXPECT_EQ(limit.value, 99.5);
        EXPECT_FALSE(limit.is_percentage);
        EXPECT_EQ(limit.text, "99.5");
    }
}

TEST(ShareOption, IsAtMostAll) {
    EXPECT_EQ(share_option("100%", "wrong"), 100);
    EXPECT_EQ(share_option("100", "wrong"), 100);
    for (const std::string text : {"100.01%", "101", "120%", "1e9"}) {
        try {
            static_cast<void>(share_option(text, "wrong"));
            ADD_FAILURE() << text;
        } catch (const UsageError& mistake) {
            EXPECT_EQ(mistake.what(), "'" + text + "' is more than 100%, which is all there is");
        }
    }
    EXPECT_TRUE(is_rejected(count_limit_option, "101%"));
    EXPECT_EQ(count_limit_option("101").value, 101) << "a count";
    EXPECT_TRUE(is_rejected(percentage_limit_option, "101"));
}

TEST(ShareOption, SaysWhatIsWrongWithWhatIsNoNumber) {
    for (const std::string text : {"all", "%", "", "-1%"}) {
        try {
            static_cast<void>(share_option(text, "not a share"));
            ADD_FAILURE() << text;
        } catch (const UsageError& mistake) {
            EXPECT_EQ(mistake.what(), "'" + text + "' is not a share");
        }
    }
}

TEST(PercentageLimitOption, RejectsEverythingElse) {
    for (const auto text : kNoNumbers) {
        EXPECT_TRUE(is_rejected(percentage_limit_option, text)) << text;
    }
    for (const auto text : {"%", "-1%", "inf%", "5s"}) {
        EXPECT_TRUE(is_rejected(percentage_limit_option, text)) << text;
    }
}

TEST(NumberLimitOption, ReadsANumberAndRejectsTheRest) {
    const Limit limit = number_limit_option("2.50");
    EXPECT_EQ(limit.value, 2.5);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "2.50");
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(number_limit_option, text)) << text;
    EXPECT_TRUE(is_rejected(number_limit_option, "5%"));
}

TEST(ParseInteger, ReadsUpToTheLargest) {
    EXPECT_EQ(parse_integer("0"), 0U);
    EXPECT_EQ(parse_integer("18446744073709551615"), 18446744073709551615U);
    EXPECT_EQ(parse_integer("ff", 16), 255U);
    EXPECT_EQ(parse_integer("040", 8), 32U);
}

TEST(ParseInteger, IsEmptyForEverythingElse) {
    for (const auto text : {"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "abc", "1\n",
                            "18446744073709551616", "99999999999999999999999"}) {
        EXPECT_FALSE(parse_integer(text)) << text;
    }
    EXPECT_FALSE(parse_integer("fg", 16));
    EXPECT_FALSE(parse_integer("0xff", 16));
    EXPECT_FALSE(parse_integer("8", 8));
}
