// What is inside of time ranges. What is a time range and what is none is in
// time_ranges_parse_test.cpp.

#include "common/calendar/time_ranges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace monitoring;

namespace {

constexpr int kDay = 1440;
constexpr int kWeek = 7 * kDay;
constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::vector<TimeRange> parse(const std::string& text, bool has_exclusive_ends = false) {
    std::vector<std::string> mistakes;
    auto ranges = parse_time_ranges(text, has_exclusive_ends, mistakes);
    EXPECT_EQ(mistakes, std::vector<std::string>()) << text;
    return ranges;
}

/// Whether "Mon 09:30" is inside.
bool is_in(const std::vector<TimeRange>& ranges, const std::string& time) {
    const auto* const day = std::find(kDays.begin(), kDays.end(), time.substr(0, 3));
    return is_inside(ranges,
                     {.day = static_cast<int>(day - kDays.begin()),
                      .minute = std::stoi(time.substr(4, 2)) * 60 + std::stoi(time.substr(7))});
}

void expect(const std::string& text, bool has_exclusive_ends,
            const std::vector<std::string>& inside, const std::vector<std::string>& outside) {
    const auto ranges = parse(text, has_exclusive_ends);
    for (const auto& time : inside) EXPECT_TRUE(is_in(ranges, time)) << time << " in " << text;
    for (const auto& time : outside) EXPECT_FALSE(is_in(ranges, time)) << time << " in " << text;
}

/// A span as somebody with a calendar would mark it: from a minute of some days, for so long.
struct Span {
    std::vector<int> days;  ///< 0 is Sunday
    int start = 0;
    int length = 0;  ///< in minutes
};

const std::vector<int> kEveryDay = {0, 1, 2, 3, 4, 5, 6};

void expect_same(const std::string& text, bool has_exclusive_ends, const std::vector<Span>& spans) {
    std::vector<bool> calendar(kWeek, false);
    for (const auto& span : spans) {
        for (const int day : span.days) {
            for (int minute = 0; minute < span.length; ++minute) {
                calendar.at(static_cast<std::size_t>((day * kDay + span.start + minute) % kWeek)) =
                    true;
            }
        }
    }
    const auto ranges = parse(text, has_exclusive_ends);
    for (int minute = 0; minute < kWeek; ++minute) {
        const WallTime time{.day = minute / kDay, .minute = minute % kDay};
        ASSERT_EQ(is_inside(ranges, time), calendar.at(static_cast<std::size_t>(minute)))
            << kDays.at(static_cast<std::size_t>(time.day)) << ", minute " << time.minute << ", "
            << text;
    }
}

constexpr int at(int hour, int minute = 0) { return hour * 60 + minute; }

}  // namespace

TEST(TimeRanges, ContainBothOfTheirEnds) {
    expect("00:00-06:00,06:30-24:00", false,
           {"Wed 00:00", "Wed 05:59", "Wed 06:00", "Wed 06:30", "Wed 23:59"},
           {"Wed 06:01", "Wed 06:29"});
    expect("09:00-18:00", false, {"Sun 09:00", "Sat 18:00"}, {"Sun 08:59", "Sat 18:01"});
    expect("12:00-12:00", false, {"Mon 12:00"}, {"Mon 11:59", "Mon 12:01"});
    expect("00:00-00:00", false, {"Mon 00:00"}, {"Mon 00:01", "Mon 23:59"});
    expect("23:59-24:00", false, {"Mon 23:59"}, {"Mon 23:58", "Tue 00:00"});
}

TEST(TimeRanges, DoNotContainAnEndThatIsExclusive) {
    expect("00:00-06:00,06:30-24:00", true, {"Wed 00:00", "Wed 05:59", "Wed 06:30", "Wed 23:59"},
           {"Wed 06:00", "Wed 06:29"});
    expect("09:00-18:00", true, {"Sun 09:00", "Sat 17:59"}, {"Sun 08:59", "Sat 18:00"});
    expect("09:00-09:01", true, {"Mon 09:00"}, {"Mon 08:59", "Mon 09:01"});
    expect("23:00-00:00", true, {"Mon 23:00", "Mon 23:59"}, {"Mon 22:59", "Tue 00:00"});
}

TEST(TimeRanges, SpanMidnight) {
    expect("22:00-06:00", false,
           {"Mon 22:00", "Mon 23:59", "Tue 00:00", "Tue 06:00", "Sat 22:00", "Sun 06:00"},
           {"Mon 21:59", "Tue 06:01", "Tue 12:00"});
    expect("22:00-06:00", true, {"Mon 22:00", "Tue 05:59"}, {"Mon 21:59", "Tue 06:00"});
}

TEST(TimeRanges, BelongToTheDayOnWhichTheyStart) {
    expect("Fri 22:00-06:00", false, {"Fri 22:00", "Fri 23:59", "Sat 00:00", "Sat 06:00"},
           {"Fri 00:00", "Fri 06:00", "Sat 06:01", "Sat 22:00", "Thu 22:00", "Sun 00:00"});
    expect("Sat 22:00-06:00", false, {"Sat 22:00", "Sun 06:00"}, {"Sun 06:01", "Mon 00:00"});
}

TEST(TimeRanges, HoldOnTheirDaysOnly) {
    expect("Mon-Fri 09:00-18:00;Sat,Sun 10:00-12:00", false,
           {"Mon 09:00", "Wed 18:00", "Fri 09:00", "Sat 10:00", "Sun 12:00"},
           {"Sat 09:00", "Sun 09:59", "Mon 18:01", "Sat 12:01", "Sun 18:00"});
}

TEST(TimeRanges, AreTheSameAsInACalendar) {
    expect_same("00:00-24:00", false, {{kEveryDay, 0, kDay}});
    expect_same("00:00-24:00", true, {{kEveryDay, 0, kDay}});
    expect_same("00:00-23:59", false, {{kEveryDay, 0, kDay}});
    expect_same("00:00-23:59", true, {{kEveryDay, 0, kDay - 1}});
    expect_same("00:00-06:00,06:30-24:00", false,
                {{kEveryDay, 0, at(6, 1)}, {kEveryDay, at(6, 30), at(17, 30)}});
    expect_same("Mon-Fri 09:00-18:00;Sat,Sun 10:00-12:00", false,
                {{{1, 2, 3, 4, 5}, at(9), at(9, 1)}, {{6, 0}, at(10), at(2, 1)}});
    expect_same("Mon-Fri 09:00-18:00;Sat,Sun 10:00-12:00", true,
                {{{1, 2, 3, 4, 5}, at(9), at(9)}, {{6, 0}, at(10), at(2)}});
}

TEST(TimeRanges, AreTheSameAsInACalendarWhereTheySpanMidnight) {
    expect_same("22:00-06:00", false, {{kEveryDay, at(22), at(8, 1)}});
    expect_same("Sat 22:00-06:00", false, {{{6}, at(22), at(8, 1)}});
    expect_same("Fri-Mon 22:00-06:00", true, {{{5, 6, 0, 1}, at(22), at(8)}});
    expect_same("Sun 23:00-00:00", false, {{{0}, at(23), at(1, 1)}});
    expect_same("Sun 23:00-00:00", true, {{{0}, at(23), at(1)}});
}

// Up to the minute before they started.
TEST(TimeRanges, AreTheSameAsInACalendarWhereTheyLastADay) {
    expect_same("Tue 12:00-11:59", false, {{{2}, at(12), kDay}});
    expect_same("Tue 12:00-11:59", true, {{{2}, at(12), kDay - 1}});
    expect_same("Sat 23:59-23:58", false, {{{6}, at(23, 59), kDay}});
}

TEST(TimeRanges, ContainNothingWhenThereAreNone) {
    for (int minute = 0; minute < kWeek; ++minute) {
        ASSERT_FALSE(is_inside({}, {.day = minute / kDay, .minute = minute % kDay}));
    }
}
