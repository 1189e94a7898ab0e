#include "common/x509/moment.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

std::int64_t utc(std::string_view text) {
    const auto moment = parse_utc_time(text);
    EXPECT_TRUE(moment.has_value()) << text;
    return moment ? moment->time_since_epoch().count() : -1;
}

std::int64_t generalized(std::string_view text) {
    const auto moment = parse_generalized_time(text);
    EXPECT_TRUE(moment.has_value()) << text;
    return moment ? moment->time_since_epoch().count() : -1;
}

TEST(ParseUtcTime, HasYearsFrom1950To2049) {
    EXPECT_EQ(utc("700101000000Z"), 0);
    EXPECT_EQ(utc("500101000000Z"), -631152000);
    EXPECT_EQ(utc("491231235959Z"), 2524607999);
    EXPECT_EQ(utc("271027094954Z"), 1824630594);
    EXPECT_EQ(utc("380119031408Z"), 2147483648);
}

TEST(ParseUtcTime, KnowsLeapYears) {
    EXPECT_EQ(utc("240229000000Z"), 1709164800);
    EXPECT_FALSE(parse_utc_time("230229000000Z"));
}

TEST(ParseUtcTime, MayHaveNoSecondsAndAnOffset) {
    EXPECT_EQ(utc("7001010001Z"), 60);
    EXPECT_EQ(utc("700101090000+0900"), 0);
    EXPECT_EQ(utc("691231203000-0330"), 0);
    EXPECT_EQ(utc("7001010900+0900"), 0);
}

TEST(ParseGeneralizedTime, ReachesTheYear9999) {
    EXPECT_EQ(generalized("20500101000000Z"), 2524608000);
    EXPECT_EQ(generalized("99991231235959Z"), 253402300799);
    EXPECT_EQ(generalized("00000101000000Z"), -62167219200);
}

TEST(ParseGeneralizedTime, LeavesAFractionOut) {
    EXPECT_EQ(generalized("19700101000001.999Z"), 1);
    EXPECT_EQ(generalized("19700101090001.5+0900"), 1);
}

TEST(ParseTime, IsEmptyForAnythingElse) {
    for (const std::string_view wrong :
         {"", "Z", "7001010000", "700101000000", "701301000000Z", "700100000000Z", "700132000000Z",
          "700101240000Z", "700101006000Z", "700101000060Z", "7001010000000Z", "700101000000z",
          "700101000000+09", "700101000000+2400", "700101000000+0960", "700101000000 Z",
          "-00101000000Z", "700101000000.5Z", "19700101000000Z"}) {
        EXPECT_FALSE(parse_utc_time(wrong)) << wrong;
    }
    for (const std::string_view wrong :
         {"", "19700101", "700101000000Z", "19700101000000", "19700101000000.Z", "19700101000000.5",
          "19701301000000Z", "197001010000.5Z"}) {
        EXPECT_FALSE(parse_generalized_time(wrong)) << wrong;
    }
}

TEST(FormatMoment, LooksLikeOpenssl) {
    EXPECT_EQ(format_moment(Moment(std::chrono::seconds(1824630594))), "Oct 27 09:49:54 2027 GMT");
    EXPECT_EQ(format_moment(Moment(std::chrono::seconds(0))), "Jan  1 00:00:00 1970 GMT");
    EXPECT_EQ(format_moment(Moment(std::chrono::seconds(-1))), "Dec 31 23:59:59 1969 GMT");
    EXPECT_EQ(format_moment(Moment(std::chrono::seconds(253402300799))),
              "Dec 31 23:59:59 9999 GMT");
}

}  // namespace
}  // namespace monitoring
