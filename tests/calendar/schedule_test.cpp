#include "common/calendar/schedule.hpp"

#include "support/local_time_test.hpp"

using namespace monitoring;

namespace {

/// Monday, 23 November 2026, 06:12:30 in Tokyo.
constexpr std::time_t kMonday = 1795381950;

class ScheduleTest : public LocalTime {
protected:
    static Schedule make(const std::string& ranges,
                         const std::optional<std::string>& exceptions = {}) {
        return schedule_option(ranges, exceptions, false);
    }
    /// Whether a time in Tokyo is inside, so many minutes after that Monday's 06:12.
    static bool is_inside(const Schedule& schedule, int minutes_later = 0) {
        const auto zone = read_time_zone("Asia/Tokyo");
        return schedule.is_inside(local_time(kMonday + minutes_later * 60, zone));
    }
    /// "inside 2026-11-23 09:00 JST, ..." of the next changes.
    static std::string changes(const Schedule& schedule, std::size_t max_changes,
                               const std::string& zone_name = "Asia/Tokyo",
                               std::time_t now = kMonday) {
        const auto zone = read_time_zone(zone_name);
        std::string text;
        for (const auto& change : next_changes(schedule, zone, now, max_changes)) {
            text += text.empty() ? "" : ", ";
            text += change.is_inside ? "inside " : "outside ";
            text += format_date(change.time) + " " + format_minute(change.time) + " " +
                    change.time.tm_zone;
        }
        return text;
    }
    static std::string refusal(const std::string& ranges,
                               const std::optional<std::string>& exceptions = {}) {
        try {
            static_cast<void>(make(ranges, exceptions));
        } catch (const UsageError& mistake) {
            return mistake.what();
        }
        return "";
    }
};

constexpr auto kAlways = "00:00-24:00";

}  // namespace

TEST_F(ScheduleTest, IsInsideItsRangesBothEndsIncluded) {
    EXPECT_TRUE(is_inside(make("06:12-06:13")));
    EXPECT_TRUE(is_inside(make("06:12-06:13"), 1));
    EXPECT_FALSE(is_inside(make("06:12-06:13"), 2));
    EXPECT_FALSE(is_inside(make("06:12-06:13"), -1));
    EXPECT_TRUE(is_inside(make("Mon 06:00-07:00")));
    EXPECT_FALSE(is_inside(make("Tue 06:00-07:00")));
    EXPECT_FALSE(is_inside(schedule_option("06:12-06:13", {}, true), 1));
}

TEST_F(ScheduleTest, IsOutsideInItsExceptions) {
    const auto schedule = make(kAlways, "06:00-06:12,22:00-23:00");
    EXPECT_FALSE(is_inside(schedule));
    EXPECT_TRUE(is_inside(schedule, 1));
    EXPECT_TRUE(is_inside(schedule, -13));
}

TEST_F(ScheduleTest, IsOutsideOnItsDaysOff) {
    const auto schedule = make(kAlways, "2026-11-22..2026-11-23,2026-11-25,07:00-08:00");
    EXPECT_FALSE(is_inside(schedule));
    EXPECT_FALSE(is_inside(schedule, -1440));
    EXPECT_TRUE(is_inside(schedule, -2 * 1440));
    EXPECT_TRUE(is_inside(schedule, 1440));
    EXPECT_FALSE(is_inside(schedule, 1440 + 60)) << "an exception on a day that is not off";
    EXPECT_FALSE(is_inside(schedule, 2 * 1440));
}

TEST_F(ScheduleTest, IsOutsideOnItsHolidays) {
    auto schedule = make(kAlways);
    schedule.holidays = {"2026-11-23", "2026-11-25"};
    EXPECT_FALSE(is_inside(schedule));
    EXPECT_TRUE(is_inside(schedule, 1440));
    EXPECT_FALSE(is_inside(schedule, 2 * 1440));
}

TEST_F(ScheduleTest, NamesEveryMistakeBehindItsOption) {
    EXPECT_EQ(refusal("25:00-26:00"),
              "--range: '25:00-26:00' is not a time range such as 09:00-18:00 or "
              "Mon-Fri 22:00-06:00 (see --help)");
    EXPECT_EQ(refusal("9:00-10:00,x", "2026-02-30,abc,2026-13-01"),
              "--range: '9:00-10:00', 'x' are not time ranges such as 09:00-18:00 or "
              "Mon-Fri 22:00-06:00; "
              "--except: '2026-02-30', '2026-13-01' are not days such as 2026-12-31 or "
              "2026-12-29..2027-01-03; "
              "--except: 'abc' is not a time range such as 09:00-18:00 or Mon-Fri 22:00-06:00 "
              "(see --help)");
    EXPECT_EQ(refusal(""),
              "--range: '' is not a time range such as 09:00-18:00 or Mon-Fri 22:00-06:00 "
              "(see --help)");
    EXPECT_EQ(refusal(kAlways, ""),
              "--except: '' is not a time range such as 09:00-18:00 or Mon-Fri 22:00-06:00 "
              "(see --help)");
    EXPECT_EQ(refusal(kAlways, "2026-12-31"), "");
}

TEST_F(ScheduleTest, TellsTheNextChangesAndNoMoreThanThat) {
    const auto schedule = make("Mon-Fri 09:00-18:00");
    EXPECT_EQ(changes(schedule, 3),
              "inside 2026-11-23 09:00 JST, outside 2026-11-23 18:01 JST, "
              "inside 2026-11-24 09:00 JST");
    EXPECT_EQ(changes(schedule, 1), "inside 2026-11-23 09:00 JST");
    EXPECT_EQ(changes(schedule, 0), "");
    EXPECT_EQ(changes(make("06:12-06:13"), 1), "outside 2026-11-23 06:14 JST");
    EXPECT_EQ(changes(make(kAlways, "2026-11-29"), 2),
              "outside 2026-11-29 00:00 JST, inside 2026-11-30 00:00 JST");
}

TEST_F(ScheduleTest, TellsNoChangeThatIsTooFarAway) {
    EXPECT_EQ(changes(make(kAlways), 3), "");
    // 400 days later it is 2027-12-28, 06:12.
    EXPECT_EQ(changes(make(kAlways, "2027-12-28"), 2), "outside 2027-12-28 00:00 JST");
    EXPECT_EQ(changes(make(kAlways, "2027-12-29"), 2), "");
}

TEST_F(ScheduleTest, TellsAChangeThatDaylightSavingMakes) {
    // From 01:59 EST the clock of New York goes to 03:00 EDT: 02:30 is not there that day.
    const std::time_t before = 1772953199 - 59;
    EXPECT_EQ(changes(make("02:30-03:30"), 2, "America/New_York", before),
              "inside 2026-03-08 03:00 EDT, outside 2026-03-08 03:31 EDT");
}
