// What a zone shows where tzdata has no example, or none on each machine.

#include <gtest/gtest.h>

#include <string>

#include "support/local_time_test.hpp"

using namespace monitoring;
using namespace std::string_literals;

namespace {

/// "2026-11-23 06:12:00 JST", with a "+" behind it for daylight saving.
std::string show(const TimeZone& zone, std::time_t moment) {
    const std::tm time = local_time(moment, zone);
    return format_date(time) + " " + format_minute(time) + (time.tm_sec < 10 ? ":0" : ":") +
           std::to_string(time.tm_sec) + " " + time.tm_zone + (time.tm_isdst > 0 ? "+" : "");
}

std::string show(std::string_view rule, std::time_t moment) {
    const auto parsed = parse_zone_rule(rule);
    return parsed ? show(TimeZone(*parsed), moment) : "no rule";
}

/// The header of a block with so many leap seconds, times, types and letters.
std::string header(char version, const std::string& counts) {
    auto text = "TZif"s + version + std::string(15 + 8, '\0');
    for (const char count : counts) text += "\0\0\0"s + count;
    return text;
}

const std::string kStandard = "\0\0\0\0\0\0"s;
const std::string kSummer = "\0\0\x0e\x10\1\4"s;
const std::string kNames = "UTC\0SUM\0"s;

/// A file whose block of 64 bits has that behind its header, and then a rule.
std::string file(const std::string& counts, const std::string& data, const std::string& rule) {
    return header('2', "\0\0\0\0"s) + header('4', counts) + data + "\n" + rule + "\n";
}

TimeZone zone(const std::string& content) {
    const auto parsed = parse_zone_file(content);
    EXPECT_TRUE(parsed);
    return parsed.value_or(TimeZone());
}

}  // namespace

TEST(ZoneRule, WithoutChangesHasThoseOfTheUnitedStates) {
    EXPECT_EQ(show("ABC5DEF", 1772953199), "2026-03-08 01:59:59 ABC");
    EXPECT_EQ(show("ABC5DEF", 1772953200), "2026-03-08 03:00:00 DEF+");
    EXPECT_EQ(show("ABC5DEF", 1793512799), "2026-11-01 01:59:59 DEF+");
    EXPECT_EQ(show("ABC5DEF", 1793512800), "2026-11-01 01:00:00 ABC");
    EXPECT_EQ(show("ABC5DEF3", 1772953200), "2026-03-08 04:00:00 DEF+");
}

TEST(ZoneRule, CountsTheLeapDayOrNot) {
    // Of 2028: the 60th day is 29 February, and the one that J60 means 1 March.
    EXPECT_EQ(show("ABC0DEF,59/0,200", 1835395199), "2028-02-28 23:59:59 ABC");
    EXPECT_EQ(show("ABC0DEF,59/0,200", 1835395200), "2028-02-29 01:00:00 DEF+");
    EXPECT_EQ(show("ABC0DEF,J60/0,J200", 1835481599), "2028-02-29 23:59:59 ABC");
    EXPECT_EQ(show("ABC0DEF,J60/0,J200", 1835481600), "2028-03-01 01:00:00 DEF+");
}

// As RFC 9636 has it; glibc shows standard time in the first hours of each year.
TEST(ZoneRule, MayHaveASummerThatNeverEnds) {
    for (const std::time_t hour : {0, 1, 4, 5, 6, 24, 4000}) {
        const auto shown = show("EST5EDT,0/0,J365/25", 1798761600 + hour * 3600);
        EXPECT_TRUE(shown.ends_with(" EDT+")) << shown;
    }
}

TEST(ZoneRule, HoldsInEachYear) {
    EXPECT_EQ(show("ABC5DEF", -62135596800), "0000-12-31 19:00:00 ABC");
    EXPECT_EQ(show("ABC5DEF", 253402300799), "9999-12-31 18:59:59 ABC");
    EXPECT_EQ(show("ABC5DEF", 253402300799 + 86400L * 200), "10000-07-18 19:59:59 DEF+");
    // 400,000 years on, the calendar is the same.
    EXPECT_EQ(show("ABC5DEF", 1772953200 + 1000 * 12622780800), "402026-03-08 03:00:00 DEF+");
}

TEST(ZoneFile, OfVersion1HasTimesOf32Bits) {
    const auto old = zone(header('\0', "\0\2\2\10"s) + "\xff\xff\xff\xff\0\0\0\1\1\0"s + kStandard +
                          kSummer + kNames);
    EXPECT_EQ(show(old, -2), "1969-12-31 23:59:58 UTC");
    EXPECT_EQ(show(old, -1), "1970-01-01 00:59:59 SUM+");
    EXPECT_EQ(show(old, 0), "1970-01-01 01:00:00 SUM+");
    EXPECT_EQ(show(old, 1), "1970-01-01 00:00:01 UTC");
    EXPECT_EQ(show(old, 4102444800), "2100-01-01 00:00:00 UTC");
}

TEST(ZoneFile, WithoutARuleStaysAsItWas) {
    const auto data = "\0\0\0\0\0\0\0\1\1"s + kStandard + kSummer + kNames;
    const auto forever = zone(file("\0\1\2\10"s, data, ""));
    EXPECT_EQ(show(forever, 0), "1970-01-01 00:00:00 UTC");
    EXPECT_EQ(show(forever, 4102444800), "2100-01-01 01:00:00 SUM+");
    const auto ruled = zone(file("\0\1\2\10"s, data, "<+09>-9"));
    EXPECT_EQ(show(ruled, 0), "1970-01-01 00:00:00 UTC");
    EXPECT_EQ(show(ruled, 1), "1970-01-01 09:00:01 +09");
}

TEST(ZoneFile, WithoutChangesFollowsItsRule) {
    const auto ruled = zone(file("\0\0\1\4"s, kStandard + "UTC\0"s, "ABC5DEF"));
    EXPECT_EQ(show(ruled, 1772953200), "2026-03-08 03:00:00 DEF+");
    EXPECT_EQ(show(zone(file("\0\0\1\4"s, kStandard + "UTC\0"s, "")), 0),
              "1970-01-01 00:00:00 UTC");
}

// As in "right/" of tzdata, for hosts whose clock counts leap seconds.
TEST(ZoneFile, MayCountLeapSeconds) {
    const auto right =
        zone(file("\1\0\1\4"s, kStandard + "UTC\0"s + "\0\0\0\0\0\0\0\x3c\0\0\0\1"s, ""));
    EXPECT_EQ(show(right, 59), "1970-01-01 00:00:59 UTC");
    EXPECT_EQ(show(right, 60), "1970-01-01 00:00:60 UTC");
    EXPECT_EQ(show(right, 61), "1970-01-01 00:01:00 UTC");
    EXPECT_EQ(show(right, 121), "1970-01-01 00:02:00 UTC");
}
