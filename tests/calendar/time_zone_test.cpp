#include "common/calendar/time_zone.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

const std::string kZones = "/usr/share/zoneinfo/";

/// A header of so many of each: UTC flags, standard flags, leap seconds, times, types, letters.
std::string header(char version, const std::string& counts) {
    auto text = "TZif"s + version + std::string(15, '\0');
    for (const char count : counts) text += "\0\0\0"s + count;
    return text;
}

const std::string kOneType = "\0\0\0\0\1\4"s;

/// A file of version 2 for UTC, as short as one may be, with that behind it.
std::string utc_with(const std::string& end) {
    return header('2', "\0\0\0\0\0\0"s) + header('2', "\0\0\0\0\1\4"s) + "\0\0\0\0\0\0"s +
           "UTC\0"s + end;
}

bool is_zone_rule(std::string_view text) { return parse_zone_rule(text).has_value(); }

bool is_zone_file(std::string_view content) { return parse_zone_file(content).has_value(); }

}  // namespace

TEST(IsZoneRule, TakesWhatPosixHas) {
    for (const auto* const rule : {"JST-9",
                                   "JST+9",
                                   "JST9",
                                   "UTC0",
                                   "JST-24",
                                   "JST-09:30",
                                   "JST-9:30:15",
                                   "<+09>-9",
                                   "<-0330>3:30",
                                   "<A+1>0",
                                   "EST5EDT",
                                   "EST5EDT4",
                                   "EST5EDT4:30",
                                   "EST5<+04>",
                                   "EST5EDT,M3.2.0,M11.1.0",
                                   "EST5EDT,M3.2.0/2,M11.1.0/2:30:59",
                                   "EST5EDT,J60,J300",
                                   "EST5EDT,0,365/24",
                                   "EST5EDT,M12.5.6,J365",
                                   "IST-1GMT0,M10.5.0,M3.5.0/1",
                                   "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
                                   "EET-2EEST,M3.4.4/50,M10.4.4/50",
                                   "XXX3YYY,J1/0,J365/167"}) {
        EXPECT_TRUE(is_zone_rule(rule)) << rule;
    }
}

TEST(IsZoneRule, TakesNothingThatDoesNotEndThere) {
    for (const std::string rule : {"",
                                   " ",
                                   "JST",
                                   "J9",
                                   "JS9",
                                   "9",
                                   "+9",
                                   "JST-",
                                   "JST-25",
                                   "JST-9X",
                                   "JST-9 ",
                                   " JST-9",
                                   "JST-9:",
                                   "JST-9:60",
                                   "JST-9:00:60",
                                   "JST-9:00:00:00",
                                   "JST-1000",
                                   "JST--9",
                                   "JST-+9",
                                   "JST 9",
                                   "J5T9",
                                   "<+09",
                                   "<+09>",
                                   "<>9",
                                   "<+9>9",
                                   "<+0 9>9",
                                   "<+09>9>",
                                   "JST-9,",
                                   "EST5ED",
                                   "EST5EDT,",
                                   "EST5EDT,garbage",
                                   "EST5EDT,M3.2.0",
                                   "EST5EDT,M3.2.0,",
                                   "EST5EDT,M3.2.0,M",
                                   "EST5EDT,M3.2.0,M11.1.0,",
                                   "EST5EDT,M3.2.0,M11.1.0x",
                                   "EST5EDT,M3.2.0/,M11.1.0",
                                   "EST5EDT,M3.2.0/168,M11.1.0",
                                   "EST5EDT,M0.2.0,M11.1.0",
                                   "EST5EDT,M13.2.0,M11.1.0",
                                   "EST5EDT,M3.0.0,M11.1.0",
                                   "EST5EDT,M3.6.0,M11.1.0",
                                   "EST5EDT,M3.2.7,M11.1.0",
                                   "EST5EDT,M3.2,M11.1.0",
                                   "AAA5BBB,M99.1.1,M1.1.1",
                                   "EST5EDT,J0,J300",
                                   "EST5EDT,J366,J1",
                                   "EST5EDT,366,1",
                                   "EST5EDT,-1,1",
                                   "JST-9,M3.2.0,M11.1.0",
                                   "EST5EDT25",
                                   "Asia/Tokyo",
                                   "EST5EDT4X",
                                   "EST5EDTM3.2.0,M11.1.0"}) {
        EXPECT_FALSE(is_zone_rule(rule)) << rule;
    }
    EXPECT_FALSE(is_zone_rule("JST-9\0"s));
}

TEST(IsZoneFile, TakesEveryZoneThereIs) {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(kZones)) {
        const auto content = entry.is_regular_file() ? read_text(entry.path()) : "";
        if (!content.starts_with("TZif")) continue;
        EXPECT_TRUE(is_zone_file(content)) << entry.path();
        ++count;
    }
    EXPECT_GT(count, 300);
}

TEST(IsZoneFile, TakesNoneThatIsCutShortOrGoesOn) {
    for (const auto* const name : {"Asia/Tokyo", "America/New_York", "UTC"}) {
        const auto whole = read_text(kZones + name);
        ASSERT_TRUE(is_zone_file(whole)) << name;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(is_zone_file(whole.substr(0, size))) << name << ", " << size << " bytes";
        }
        EXPECT_FALSE(is_zone_file(whole + "\n")) << name;
        EXPECT_FALSE(is_zone_file(whole + '\0')) << name;
    }
}

TEST(IsZoneFile, TakesTheOldAndTheShortForm) {
    EXPECT_TRUE(is_zone_file(header('\0', "\0\0\0\0\1\4"s) + "\0\0\x7e\x90\0\0"s + "JST\0"s));
    EXPECT_TRUE(is_zone_file(utc_with("\nUTC0\n")));
    EXPECT_TRUE(is_zone_file(utc_with("\n\n")));
}

TEST(IsZoneFile, TakesNoneWithoutASoundEnd) {
    for (const auto& end : {""s, "\n"s, "UTC0\n"s, "\nUTC0"s, "\nUTC\n"s, "\nUTC0\n\n"s,
                            "\nJST-25\n"s, "\ngarbage\n"s, "\nUTC0\nx"s}) {
        EXPECT_FALSE(is_zone_file(utc_with(end))) << end;
    }
}

TEST(IsZoneFile, TakesNoneThatMakesNoSense) {
    const auto letters = "UTC\0"s;
    const auto type = "\0\0\0\0\0\0"s;
    const auto old = [](const std::string& counts, const std::string& data) {
        return is_zone_file(header('\0', counts) + data);
    };
    EXPECT_TRUE(old("\0\0\0\0\1\4"s, type + letters));
    EXPECT_FALSE(old("\0\0\0\0\0\4"s, letters)) << "no type";
    EXPECT_FALSE(old("\0\0\0\0\1\0"s, type)) << "no name";
    EXPECT_FALSE(old("\0\0\0\0\1\3"s, type + "UTC")) << "a name without an end";
    EXPECT_FALSE(old("\0\0\0\0\1\4"s, "\0\0\0\0\0\4"s + letters)) << "a name that is not there";
    EXPECT_FALSE(old("\0\0\0\0\1\4"s, "\0\0\0\0\2\0"s + letters)) << "summer time of 2";
    EXPECT_FALSE(old("\0\0\0\0\1\4"s, "\0\1\x6d\xa0\0\0"s + letters)) << "26 hours";
    EXPECT_FALSE(old("\2\0\0\0\1\4"s, type + letters + "\0\0"s)) << "flags of other types";
    EXPECT_FALSE(old("\0\2\0\0\1\4"s, type + letters + "\0\0"s)) << "flags of other types";
    EXPECT_TRUE(old("\0\0\0\1\1\4"s, "\0\0\0\1\0"s + type + letters));
    EXPECT_FALSE(old("\0\0\0\1\1\4"s, "\0\0\0\1\1"s + type + letters)) << "an unknown type";
    EXPECT_TRUE(old("\0\0\0\2\1\4"s, "\xff\0\0\0\0\0\0\1\0\0"s + type + letters));
    EXPECT_FALSE(old("\0\0\0\2\1\4"s, "\0\0\0\1\xff\0\0\0\0\0"s + type + letters))
        << "times that go back";
    const auto huge = header('2', "\0\0\0\0\0\0"s) + "TZif2"s + std::string(15, '\0');
    EXPECT_FALSE(is_zone_file(huge + std::string(24, '\xff')));
    EXPECT_FALSE(is_zone_file("TZif2garbage"));
    EXPECT_FALSE(is_zone_file(""));
}
