#include "common/tool/nagios_text.hpp"

#include <gtest/gtest.h>

#include "common/tool/thresholds.hpp"

namespace monitoring {
namespace {

Limit limit(double value) { return {value, false, ""}; }
Limit share(double value) { return {value, true, ""}; }

/// What Nagios is told of one measure.
std::string value_of(const Measure& measure) { return nagios_values({measure}, 1000); }

TEST(NagiosText, HasNoCharacterThatMeansSomethingThere) {
    EXPECT_EQ(nagios_text("free < 5% | free:3 max:9"), "free under 5% - free:3 max:9");
    EXPECT_EQ(nagios_text("a|b, a| b, |c"), "a/b, a/ b, /c");
    EXPECT_EQ(nagios_text("1<2>1"), "1 under 2 over 1");
    EXPECT_EQ(nagios_text("a\nb"), "a\\nb");
}

TEST(NagiosValues, HaveRangesAsNagiosWritesThem) {
    const Bounds below{{limit(600), limit(300)}, {}};
    EXPECT_EQ(value_of(within({"uptime", 420, "s", 0}, below)), " | uptime=420s;600:;300:;0");
    const Bounds above{{}, {limit(80), limit(90)}};
    EXPECT_EQ(value_of(within({"/var", 97, "%", 0, 100}, above)), " | /var=97%;80;90;0;100");
    const Bounds both{{limit(3), {}}, {limit(10), limit(20)}};
    EXPECT_EQ(value_of(within({"records", 4, "", 0}, both)), " | records=4;3:10;20;0");
    EXPECT_EQ(value_of({"rules", 12, "", 0}), " | rules=12;;;0");
    EXPECT_EQ(value_of({"left", -1.5, "s"}), " | left=-1.5s");
}

TEST(NagiosValues, HaveSharesAsNumbers) {
    const Bounds shares{{share(20), share(5)}, {}};
    EXPECT_EQ(value_of(within({"free", 1536, "", 0, 65536}, shares, 65536)),
              " | free=1536;13107:;3276:;0;65536");
    EXPECT_EQ(value_of(within({"free", 1, "", 0}, {{share(16.1), {}}, {}}, 1000)),
              " | free=1;161:;;0");
    constexpr double kMaxCount = 18446744073709551616.0;
    EXPECT_EQ(value_of(within({"free", 1}, {{share(50), share(100)}, {}}, kMaxCount)),
              " | free=1;9223372036854775808:;18446744073709551616:");
}

TEST(NagiosValues, NeedNoQuotationMarks) {
    EXPECT_EQ(value_of({"/a b='c'", 1}), " | /a_b__c_=1");
    EXPECT_EQ(value_of({"ディ", 1}), " | __=1");
    EXPECT_EQ(value_of({"a\xff\xfe\x80", 1}), " | a__=1");
    EXPECT_EQ(value_of({"", 1}), " | _=1");
}

TEST(NagiosValues, HaveALabelEach) {
    EXPECT_EQ(nagios_values({{"/a b", 1}, {"/a_b", 2}, {"/a_b_2", 3}, {"/a\tb", 4}}, 100),
              " | /a_b=1 /a_b_2=2 /a_b_2_2=3 /a_b_3=4");
}

TEST(NagiosValues, AreLeftOutWholeWhereTheyDoNotFit) {
    const std::vector<Measure> measures = {{"first", 1}, {"second", 22222222}, {"third", 3}};
    EXPECT_EQ(nagios_values(measures, 100), " | first=1 second=22222222 third=3");
    EXPECT_EQ(nagios_values(measures, 18), " | first=1 third=3");
    EXPECT_EQ(nagios_values(measures, 9), "");
    EXPECT_EQ(nagios_values({}, 100), "");
    const Range to_ten{{}, 10};
    const std::vector<Measure> disks{{"a", 9, "%", {}, {}, to_ten},
                                     {"b", 8, "%", {}, {}, to_ten, to_ten},
                                     {"c", 11, "%", {}, {}, {}, to_ten},
                                     {"d", 12, "%", {}, {}, to_ten}};
    // Those that alert go first, and the order stays.
    EXPECT_EQ(nagios_values(disks, 31), " | a=9%;10 c=11%;;10 d=12%;10");
    EXPECT_EQ(nagios_values(disks, 21), " | c=11%;;10 d=12%;10");
    // Some alert at their limit, such as check-inode.
    EXPECT_EQ(nagios_values({{"a", 9, "", {}, {}, to_ten}, {"b", 10, "", {}, {}, to_ten}}, 10),
              " | b=10;10");
    const Range from_ten{10, {}};
    EXPECT_EQ(nagios_values({{"a", 11, "", {}, {}, from_ten}, {"b", 10, "", {}, {}, from_ten}}, 11),
              " | b=10;10:");
}

}  // namespace
}  // namespace monitoring
