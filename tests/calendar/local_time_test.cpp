#include "support/local_time_test.hpp"

#include <climits>
#include <string>
#include <vector>

using namespace monitoring;

namespace {

std::string no_zone(const std::string& name) {
    return "no time zone " + name + " (is tzdata installed?)";
}

}  // namespace

TEST_F(LocalTime, IsThatOfAZone) {
    EXPECT_EQ(tell("Asia/Tokyo", 1795381920), "2026-11-23 06:12 JST");
    EXPECT_EQ(tell("UTC", 1795381920), "2026-11-22 21:12 UTC");
    EXPECT_EQ(tell("Etc/GMT+9", 1795381920), "2026-11-22 12:12 -09");
    EXPECT_EQ(tell("UTC", -60), "1969-12-31 23:59 UTC");
    EXPECT_EQ(tell("UTC", 59), "1970-01-01 00:00 UTC");
}

TEST_F(LocalTime, LosesAnHourInSpringAndRepeatsOneInAutumnInNewYork) {
    EXPECT_EQ(tell("America/New_York", 1772953199), "2026-03-08 01:59 EST");
    EXPECT_EQ(tell("America/New_York", 1772953200), "2026-03-08 03:00 EDT");
    EXPECT_EQ(tell("America/New_York", 1793512799), "2026-11-01 01:59 EDT");
    EXPECT_EQ(tell("America/New_York", 1793512800), "2026-11-01 01:00 EST");
}

TEST_F(LocalTime, LosesAndRepeatsHalfAnHourOnLordHoweIsland) {
    EXPECT_EQ(tell("Australia/Lord_Howe", 1775314799), "2026-04-05 01:59 +11");
    EXPECT_EQ(tell("Australia/Lord_Howe", 1775314800), "2026-04-05 01:30 +1030");
    EXPECT_EQ(tell("Australia/Lord_Howe", 1791041399), "2026-10-04 01:59 +1030");
    EXPECT_EQ(tell("Australia/Lord_Howe", 1791041400), "2026-10-04 02:30 +11");
}

TEST_F(LocalTime, OfAMomentIsUtcWithTheReasonWhereItIsNotKnown) {
    set_environment("TZ", "Asia/Tokyo");
    EXPECT_EQ(format_moment(1795381920).text, "2026-11-23 06:12:00 +0900");
    EXPECT_EQ(format_moment(1795381920).trouble, "");
    set_environment("TZ", "JST-25");
    EXPECT_EQ(format_moment(1795381921).text, "2026-11-22 21:12:01 +0000");
    EXPECT_EQ(format_moment(1795381921).trouble, "TZ=JST-25 in the environment is no time zone");
}

TEST_F(LocalTime, RefusesAYearThatCannotBeTold) {
    EXPECT_THROW(static_cast<void>(local_time(INT64_MAX, TimeZone())), Error);
    EXPECT_THROW(static_cast<void>(local_time(INT64_MIN, TimeZone())), Error);
    // Of the last year that an int holds, and the first.
    EXPECT_EQ(local_time(67768036191676799, TimeZone()).tm_year, INT_MAX);
    EXPECT_THROW(static_cast<void>(local_time(67768036191676800, TimeZone())), Error);
    EXPECT_EQ(local_time(-67768040609740800, TimeZone()).tm_year, INT_MIN);
    EXPECT_THROW(static_cast<void>(local_time(-67768040609740801, TimeZone())), Error);
}

TEST_F(LocalTime, RefusesAZoneThatDoesNotExist) {
    for (const std::string name :
         {"Asia/Tokio", "asia/tokyo!", "Asia", "Asia/", "UTC+9", "JST-9", ":Asia/Tokyo",
          "../zoneinfo/Asia/Tokyo", "Asia/../Asia/Tokyo", "..", ".", " ", "Asia/Tokyo\n"}) {
        EXPECT_EQ(refusal(name), no_zone(name));
    }
}

TEST_F(LocalTime, RefusesAZoneByItsPath) {
    EXPECT_EQ(refusal("/usr/share/zoneinfo/Asia/Tokyo"), no_zone("/usr/share/zoneinfo/Asia/Tokyo"));
    EXPECT_EQ(refusal("/etc/passwd"), no_zone("/etc/passwd"));
}

TEST_F(LocalTime, FindsZonesWhereTheEnvironmentSays) {
    write_text(directory() / "Mine", read_text("/usr/share/zoneinfo/Asia/Tokyo"));
    write_text(directory() / "Text", "no zone\n");
    set_environment("TZDIR", directory().string());
    EXPECT_EQ(tell("Mine", 1795381920), "2026-11-23 06:12 JST");
    EXPECT_EQ(refusal("Text"), "no time zone Text: " + (directory() / "Text").string() +
                                   " is not a whole time zone file");
    EXPECT_EQ(refusal("Asia/Tokyo"), no_zone("Asia/Tokyo"));
    set_environment("TZDIR", "");
    EXPECT_EQ(tell("Asia/Tokyo", 1795381920), "2026-11-23 06:12 JST");
}

TEST_F(LocalTime, LeavesTheEnvironmentAsItWas) {
    for (const std::optional<std::string>& value : std::vector<std::optional<std::string>>{
             std::nullopt, "", "America/New_York", "nonsense"}) {
        set_environment("TZ", value);
        EXPECT_EQ(refusal("Asia/Tokyo"), "");
        EXPECT_EQ(environment("TZ"), value);
        EXPECT_NE(refusal("Asia/Tokio"), "");
        EXPECT_EQ(environment("TZ"), value);
    }
}

TEST_F(LocalTime, IsThatOfTheEnvironmentWhereNoZoneIsNamed) {
    set_environment("TZ", "Asia/Tokyo");
    EXPECT_EQ(tell("", 1795381920), "2026-11-23 06:12 JST");
    set_environment("TZ", ":America/New_York");
    EXPECT_EQ(tell("", 1795381920), "2026-11-22 16:12 EST");
    set_environment("TZ", "/usr/share/zoneinfo/Asia/Tokyo");
    EXPECT_EQ(tell("", 1795381920), "2026-11-23 06:12 JST");
    set_environment("TZ", "");
    EXPECT_EQ(tell("", 1795381920), "2026-11-22 21:12 UTC");
}
