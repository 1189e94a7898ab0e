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

TEST(ParseNumber, ReadsWhatIsANumberAndRejectsTheRest) {
    EXPECT_EQ(parse_number("1.25"), 1.25);
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(parse_number, text)) << text;
    EXPECT_TRUE(is_rejected(parse_number, "5%"));
}

TEST(ParseNumber, NamesTheTextItRejects) {
    try {
        static_cast<void>(parse_number("abc"));
        FAIL() << "not rejected";
    } catch (const UsageError& mistake) {
        EXPECT_STREQ(mistake.what(), "'abc' is not a number of 0 or more");
    }
}

TEST(ParseDuration, ReadsEachUnit) {
    EXPECT_EQ(parse_duration("90").count(), 90);
    EXPECT_EQ(parse_duration("1.5").count(), 1.5);
    EXPECT_EQ(parse_duration("0").count(), 0);
    EXPECT_EQ(parse_duration("90s").count(), 90);
    EXPECT_EQ(parse_duration("10m").count(), 600);
    EXPECT_EQ(parse_duration("2h").count(), 7200);
    EXPECT_EQ(parse_duration("7d").count(), 604800);
    EXPECT_EQ(parse_duration("1w").count(), 604800);
    EXPECT_EQ(parse_duration("500ms").count(), 0.5);
    EXPECT_EQ(parse_duration("0.5h").count(), 1800);
    EXPECT_EQ(parse_duration("1e3s").count(), 1000);
}

TEST(ParseDuration, RejectsWhatIsNoNumber) {
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(parse_duration, text)) << text;
}

TEST(ParseDuration, RejectsWrongUnits) {
    for (const auto text :
         {"s",   "ms",  "w",   "1h30m", "5 s",  "5S", "5M", "5y",   "5us",  "5min",
          "-5s", "+5s", "5ss", "5sm",   "5mms", "s5", "5%", "nans", "infs", "5s "}) {
        EXPECT_TRUE(is_rejected(parse_duration, text)) << text;
    }
}

TEST(ParseDuration, RejectsWhatNoDoubleCanHold) {
    EXPECT_TRUE(is_rejected(parse_duration, "1e999s"));
    EXPECT_TRUE(is_rejected(parse_duration, "1e308w"));
    EXPECT_EQ(parse_duration("1e308").count(), 1e308);
}

TEST(ParseDurationLimit, KeepsTheTextOfTheUser) {
    const Limit limit = parse_duration_limit("10m");
    EXPECT_EQ(limit.value, 600);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "10m");
    EXPECT_TRUE(is_rejected(parse_duration_limit, "10%"));
}

TEST(ParseCountLimit, ReadsACount) {
    const Limit limit = parse_count_limit("1e3");
    EXPECT_EQ(limit.value, 1000);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "1e3");
}

TEST(ParseCountLimit, ReadsAShare) {
    const Limit limit = parse_count_limit("0.5%");
    EXPECT_EQ(limit.value, 0.5);
    EXPECT_TRUE(limit.is_percentage);
    EXPECT_EQ(limit.text, "0.5%");
}

TEST(ParseCountLimit, RejectsEverythingElse) {
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(parse_count_limit, text)) << text;
    for (const auto text : {"%", "%5", "-1%", "nan%", "1e999%", "5% ", "5s"}) {
        EXPECT_TRUE(is_rejected(parse_count_limit, text)) << text;
    }
}

TEST(ParsePercentageLimit, TakesTheNumberWithOrWithoutItsSign) {
    for (const auto text : {"99.5", "99.5%"}) {
        const Limit limit = parse_percentage_limit(text);
        EXPECT_EQ(limit.value, 99.5);
        EXPECT_FALSE(limit.is_percentage);
        EXPECT_EQ(limit.text, "99.5");
    }
}

TEST(ParseShare, IsAtMostAll) {
    EXPECT_EQ(parse_share("100%"), 100);
    EXPECT_EQ(parse_share("100"), 100);
    EXPECT_EQ(parse_share("all"), std::nullopt);
    for (const std::string text : {"100.01%", "101", "120%", "1e9"}) {
        try {
            static_cast<void>(parse_share(text));
            ADD_FAILURE() << text;
        } catch (const UsageError& mistake) {
            EXPECT_EQ(mistake.what(), "'" + text + "' is more than 100%, which is all there is");
        }
    }
    EXPECT_TRUE(is_rejected(parse_count_limit, "101%"));
    EXPECT_EQ(parse_count_limit("101").value, 101) << "a count";
    EXPECT_TRUE(is_rejected(parse_percentage_limit, "101"));
}

TEST(ParsePercentageLimit, RejectsEverythingElse) {
    for (const auto text : kNoNumbers) {
        EXPECT_TRUE(is_rejected(parse_percentage_limit, text)) << text;
    }
    for (const auto text : {"%", "-1%", "inf%", "5s"}) {
        EXPECT_TRUE(is_rejected(parse_percentage_limit, text)) << text;
    }
}

TEST(ParseNumberLimit, ReadsANumberAndRejectsTheRest) {
    const Limit limit = parse_number_limit("2.50");
    EXPECT_EQ(limit.value, 2.5);
    EXPECT_FALSE(limit.is_percentage);
    EXPECT_EQ(limit.text, "2.50");
    for (const auto text : kNoNumbers) EXPECT_TRUE(is_rejected(parse_number_limit, text)) << text;
    EXPECT_TRUE(is_rejected(parse_number_limit, "5%"));
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
