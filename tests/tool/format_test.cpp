#include "common/tool/format.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tool/thresholds.hpp"

namespace monitoring {
namespace {

const Style kNagios{Format::nagios};
const Style kPrometheus{Format::prometheus, "disk"};

Limit limit(double value) { return {value, false, ""}; }
Limit share(double value) { return {value, true, ""}; }

/// What Nagios is told of one measure.
std::string value_of(const Measure& measure) { return nagios_values({measure}, 1000); }

TEST(Format, IsOneOfThree) {
    EXPECT_EQ(format_option("mackerel"), Format::mackerel);
    EXPECT_EQ(format_option("nagios"), Format::nagios);
    EXPECT_EQ(format_option("prometheus"), Format::prometheus);
    for (const char* text : {"", "Nagios", "x", "nagios "}) {
        EXPECT_THROW(static_cast<void>(format_option(text)), UsageError) << text;
    }
}

TEST(Format, TakesANameOfOneLine) {
    EXPECT_EQ(name_option("root disk"), "root disk");
    for (const char* text : {"", "a\nb", "\x1b[1m"}) {
        EXPECT_THROW(static_cast<void>(name_option(text)), UsageError) << text;
    }
}

TEST(Format, NamesAToolWithoutItsKind) {
    EXPECT_EQ(check_name("check-uptime"), "uptime");
    EXPECT_EQ(check_name("/usr/lib/x/mackerel-plugin-ntpq"), "ntpq");
    EXPECT_EQ(check_name("delay-checker"), "delay-checker");
    EXPECT_EQ(check_name(""), "");
}

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

TEST(FormattedVerdict, IsALineForNagios) {
    Verdict verdict{
        Status::warning, "free < 5% | free:3", " (state not saved: x|y)", {{"free", 3}}};
    EXPECT_EQ(formatted(verdict, kNagios),
              "WARNING: free under 5% - free:3 (state not saved: x/y) | free=3\n");
    verdict.message = std::string(3000, 'x');
    const auto line = formatted(verdict, kNagios);
    EXPECT_EQ(line.size(), kMaxLineLength);
    EXPECT_TRUE(line.ends_with("… (state not saved: x/y) | free=3\n")) << line;
}

TEST(FormattedVerdict, FitsIntoAPacketOfNrpeInBytes) {
    Verdict verdict{Status::warning, "", "", {}};
    for (int number = 0; number < 100; ++number) {
        verdict.message += "ディスク" + std::to_string(number);
        verdict.note += "ノ";
        verdict.measures.push_back({"/disk" + std::to_string(number), 97, "%", 0, 100});
    }
    const auto line = formatted(verdict, kNagios);
    EXPECT_LE(line.size(), kMaxLineLength);
    EXPECT_GT(line.size(), kMaxLineLength - 20);
    EXPECT_TRUE(line.ends_with("=97%;;;0;100\n")) << line;
    EXPECT_EQ(printable(line), line.substr(0, line.size() - 1) + "\\n");
}

TEST(FormattedVerdict, IsSamplesForPrometheus) {
    const Verdict verdict{Status::critical, "full | /a:9%", "", {{"/a \"b\"", 9.5, "%"}}};
    EXPECT_EQ(formatted(verdict, kPrometheus),
              "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n"
              "# TYPE check_status gauge\n"
              "check_status{check=\"disk\"} 2\n"
              "# HELP check_value What the check measured, in seconds, bytes or percent\n"
              "# TYPE check_value gauge\n"
              "check_value{check=\"disk\",value=\"/a \\\"b\\\"\"} 9.5\n"
              "# CRITICAL: full | /a:9%\n");
    EXPECT_NE(formatted({Status::ok, "", "", {{"/a_free", 1}, {"/a_free", 2}}}, kPrometheus)
                  .find("\ncheck_value{check=\"disk\",value=\"/a_free\"} 1\n"
                        "check_value{check=\"disk\",value=\"/a_free_2\"} 2\n"),
              std::string::npos);
    EXPECT_EQ(formatted({Status::ok, "fine", ""}, kPrometheus),
              "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n"
              "# TYPE check_status gauge\n"
              "check_status{check=\"disk\"} 0\n"
              "# OK: fine\n");
}

TEST(FormattedVerdict, SaysTheUsersWordsForAnOkAlone) {
    const Style style{Format::mackerel, "", "all is well"};
    EXPECT_EQ(formatted({Status::ok, "up 3 days", " (note)"}, style), "OK: all is well (note)\n");
    EXPECT_EQ(formatted({Status::warning, "up", ""}, style), "WARNING: up\n");
    const Verdict measured{Status::ok, "up 3 days", "", {{"uptime", 3}}};
    EXPECT_EQ(formatted(measured, {Format::nagios, "", "well"}), "OK: well | uptime=3\n");
}

}  // namespace
}  // namespace monitoring
