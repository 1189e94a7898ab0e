// What is a time range, and what is none.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/calendar/time_ranges.hpp"

using namespace monitoring;
using namespace std::string_literals;

namespace {

using Texts = std::vector<std::string>;

/// Each range as "SMTWTFS 540-1080": a dash for a day that it does not have, and its minutes.
Texts parse(const std::string& text, bool has_exclusive_ends = false) {
    Texts mistakes;
    Texts ranges;
    for (const auto& range : parse_time_ranges(text, has_exclusive_ends, mistakes)) {
        std::string days = "SMTWTFS";
        for (unsigned day = 0; day < 7; ++day) {
            if ((range.days >> day & 1U) == 0) days[day] = '-';
        }
        ranges.push_back(fmt::format("{} {}-{}", days, range.start, range.end));
    }
    EXPECT_EQ(mistakes, Texts()) << text;
    return ranges;
}

/// What a text with mistakes gives. They do not depend on how ends are meant.
Texts mistakes_in(const std::string& text) {
    Texts mistakes;
    Texts others;
    static_cast<void>(parse_time_ranges(text, false, mistakes));
    static_cast<void>(parse_time_ranges(text, true, others));
    EXPECT_EQ(mistakes, others);
    return mistakes;
}

}  // namespace

TEST(ParseTimeRanges, HoldsOnAllDaysWhereNoneAreNamed) {
    EXPECT_EQ(parse("00:00-24:00"), (Texts{"SMTWTFS 0-1440"}));
    EXPECT_EQ(parse("00:00-06:00,06:30-24:00"), (Texts{"SMTWTFS 0-361", "SMTWTFS 390-1440"}));
    EXPECT_EQ(parse("22:00-06:00"), (Texts{"SMTWTFS 1320-361"}));
}

TEST(ParseTimeRanges, LeavesTheLastMinuteOutWhenEndsAreExclusive) {
    EXPECT_EQ(parse("09:00-18:00", true), (Texts{"SMTWTFS 540-1080"}));
    EXPECT_EQ(parse("09:00-24:00", true), (Texts{"SMTWTFS 540-1440"}));
    EXPECT_EQ(parse("09:00-00:00", true), (Texts{"SMTWTFS 540-0"}));
}

TEST(ParseTimeRanges, TakesDaysInFront) {
    EXPECT_EQ(parse("Mon 09:00-18:00"), (Texts{"-M----- 540-1081"}));
    EXPECT_EQ(parse("Mon-Fri 09:00-18:00"), (Texts{"-MTWTF- 540-1081"}));
    EXPECT_EQ(parse("Wed-Wed 09:00-18:00"), (Texts{"---W--- 540-1081"}));
    EXPECT_EQ(parse("sun-SAT 09:00-18:00"), (Texts{"SMTWTFS 540-1081"}));
}

TEST(ParseTimeRanges, TakesDaysAcrossTheEndOfTheWeek) {
    EXPECT_EQ(parse("Fri-Mon 09:00-18:00"), (Texts{"SM---FS 540-1081"}));
    EXPECT_EQ(parse("Sat-Fri 09:00-18:00"), (Texts{"SMTWTFS 540-1081"}));
    EXPECT_EQ(parse("Sat-Sun 09:00-18:00"), (Texts{"S-----S 540-1081"}));
}

TEST(ParseTimeRanges, TakesListsOfDays) {
    EXPECT_EQ(parse("Sat,Sun 10:00-12:00"), (Texts{"S-----S 600-721"}));
    EXPECT_EQ(parse("Mon,Wed-Thu,Sat 10:00-12:00"), (Texts{"-M-WT-S 600-721"}));
}

TEST(ParseTimeRanges, KeepsTheDaysUntilOthersComeOrASemicolon) {
    EXPECT_EQ(parse("Mon-Fri 09:00-12:00,13:00-18:00,Sat 10:00-12:00"),
              (Texts{"-MTWTF- 540-721", "-MTWTF- 780-1081", "------S 600-721"}));
    EXPECT_EQ(parse("Mon-Fri 09:00-12:00;13:00-18:00"),
              (Texts{"-MTWTF- 540-721", "SMTWTFS 780-1081"}));
    EXPECT_EQ(parse("Mon 09:00-12:00,Tue,Wed 13:00-18:00"),
              (Texts{"-M----- 540-721", "--TW--- 780-1081"}));
}

TEST(ParseTimeRanges, AllowsBlanksBetweenWords) {
    EXPECT_EQ(parse(" 09:00-18:00 , 20:00-21:00\n"),
              (Texts{"SMTWTFS 540-1081", "SMTWTFS 1200-1261"}));
    EXPECT_EQ(parse("\tSat ,  Sun   10:00-12:00 ; 20:00-21:00"),
              (Texts{"S-----S 600-721", "SMTWTFS 1200-1261"}));
}

TEST(ParseTimeRanges, ReportsWhatIsNoTimeOfDay) {
    for (const auto& text : {
             "25:00-26:00"s,
             "24:01-24:02"s,
             "00:00-24:01"s,
             "00:00-25:00"s,
             "12:60-13:00"s,
             "12:00-12:60"s,
             "9:00-10:00"s,
             "09:00-9:30"s,
             "09:0-10:00"s,
             "009:00-10:00"s,
             "0900-1000"s,
             "09.00-10.00"s,
             "-1:00-02:00"s,
             "+1:00-02:00"s,
             "0x:00-10:00"s,
             "aa:bb-cc:dd"s,
             "09:00:00-10:00:00"s,
             "99:99-99:99"s,
         }) {
        EXPECT_EQ(mistakes_in(text), Texts{text});
    }
}

TEST(ParseTimeRanges, ReportsTheEndOfTheDayAsAStart) {
    EXPECT_EQ(mistakes_in("24:00-06:00"), (Texts{"24:00-06:00"}));
    EXPECT_EQ(mistakes_in("24:00-24:00"), (Texts{"24:00-24:00"}));
}

TEST(ParseTimeRanges, ReportsARangeWithoutAMinute) {
    Texts mistakes;
    EXPECT_TRUE(parse_time_ranges("12:00-12:00", true, mistakes).empty());
    EXPECT_EQ(mistakes, (Texts{"12:00-12:00"}));
}

TEST(ParseTimeRanges, ReportsWhatIsNoRange) {
    for (const auto& text :
         {"09:00"s, "09:00-"s, "-18:00"s, "-"s, "09:00-18:00-20:00"s, "09:00--18:00"s,
          "09:00 - 18:00"s, "09:00-18:00x"s, "09:00-18:00 x"s, "x09:00-18:00"s, "x 09:00-18:00"s,
          "09:00-18:00 Mon"s, "09:00-18:00 20:00-21:00"s, "now"s, "\0"s}) {
        EXPECT_EQ(mistakes_in(text), Texts{text});
    }
}

TEST(ParseTimeRanges, ReportsEmptyItems) {
    EXPECT_EQ(mistakes_in(""), (Texts{""}));
    EXPECT_EQ(mistakes_in("  "), (Texts{"  "}));
    EXPECT_EQ(mistakes_in(","), (Texts{"", ""}));
    EXPECT_EQ(mistakes_in("09:00-18:00,"), (Texts{""}));
    EXPECT_EQ(mistakes_in(",09:00-18:00"), (Texts{""}));
    EXPECT_EQ(mistakes_in("09:00-10:00,,11:00-12:00"), (Texts{""}));
    EXPECT_EQ(mistakes_in("09:00-10:00;"), (Texts{""}));
    EXPECT_EQ(mistakes_in(";;"), (Texts{"", "", ""}));
}

TEST(ParseTimeRanges, ReportsDaysWithoutARange) {
    EXPECT_EQ(mistakes_in("Sat"), (Texts{"Sat"}));
    EXPECT_EQ(mistakes_in("Mon-Fri"), (Texts{"Mon-Fri"}));
    EXPECT_EQ(mistakes_in("Sat,Sun"), (Texts{"Sun"})) << "the last of a list stands for all of it";
    EXPECT_EQ(mistakes_in("Sat;Sun 10:00-12:00"), (Texts{"Sat"}));
    EXPECT_EQ(mistakes_in("09:00-18:00,Sat"), (Texts{"Sat"}));
    EXPECT_EQ(mistakes_in("Sat,"), (Texts{"", "Sat"}));
}

TEST(ParseTimeRanges, ReportsDaysThatAreNone) {
    for (const auto& text : {"Xyz 09:00-18:00"s, "Monday 09:00-18:00"s, "Mo 09:00-18:00"s,
                             "Mon-Xyz 09:00-18:00"s, "Mon- 09:00-18:00"s, "-Mon 09:00-18:00"s,
                             "Mon-Tue-Wed 09:00-18:00"s, "Mon - Fri 09:00-18:00"s,
                             "Mon Tue 09:00-18:00"s, "Mon09:00-18:00"s, "1-5 09:00-18:00"s}) {
        EXPECT_EQ(mistakes_in(text), Texts{text});
    }
}

TEST(ParseTimeRanges, ReportsWhatIsNotAscii) {
    for (const auto& text :
         {"09:00\u201318:00"s, "\u0660\u0669:00-18:00"s, "M\u00f6n 09:00-18:00"s,
          "\uff10\uff19:\uff10\uff10-18:00"s, "09:00-18:00\u00a0"s, "\xff\xfe"s}) {
        EXPECT_EQ(mistakes_in(text), Texts{text});
    }
}

TEST(ParseTimeRanges, ReportsEveryMistake) {
    EXPECT_EQ(mistakes_in("25:00-26:00, 9:00-10:00,11:00-12:00;Sat 12:60-13:00"),
              (Texts{"25:00-26:00", " 9:00-10:00", "Sat 12:60-13:00"}));
}
