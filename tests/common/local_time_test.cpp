#include "common/local_time.hpp"

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

std::optional<std::string> environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void set_environment(const char* name, const std::optional<std::string>& value) {
    value ? setenv(name, value->c_str(), 1) : unsetenv(name);
}

/// A test that may change the time zone.
class LocalTime : public ToolTest {
protected:
    ~LocalTime() override {
        set_environment("TZ", zone_);
        set_environment("TZDIR", zone_directory_);
        tzset();
    }

    /// The Error of a zone; "" when there is such a zone.
    static std::string refusal(const std::string& name) {
        try {
            const LocalZone zone(name);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    /// The same for a TZ in the environment.
    static std::string environment_refusal(const std::optional<std::string>& value) {
        set_environment("TZ", value);
        const auto reason = refusal("");
        EXPECT_EQ(environment("TZ"), value);
        return reason;
    }

    /// "2026-11-23 06:12 JST", of a moment in a zone.
    static std::string tell(const std::string& zone_name, std::time_t moment) {
        const LocalZone zone(zone_name);
        const std::tm time = local_time(moment);
        return format_date(time) + " " + format_minute(time) + " " + time.tm_zone;
    }

private:
    std::optional<std::string> zone_ = environment("TZ");
    std::optional<std::string> zone_directory_ = environment("TZDIR");
};

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

TEST_F(LocalTime, RefusesAYearThatCannotBeTold) {
    const LocalZone zone("UTC");
    EXPECT_THROW(static_cast<void>(local_time(INT64_MAX)), Error);
}

TEST_F(LocalTime, RefusesAZoneThatDoesNotExist) {
    for (const std::string name :
         {"Asia/Tokio", "asia/tokyo!", "Asia", "Asia/", "UTC+9", "JST-9", ":Asia/Tokyo", "zone.tab",
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
    EXPECT_EQ(refusal("Text"), no_zone("Text"));
    EXPECT_EQ(refusal("Asia/Tokyo"), no_zone("Asia/Tokyo"));
    set_environment("TZDIR", "");
    EXPECT_EQ(tell("Asia/Tokyo", 1795381920), "2026-11-23 06:12 JST");
}

TEST_F(LocalTime, LeavesTheEnvironmentAsItWas) {
    for (const std::optional<std::string>& value : std::vector<std::optional<std::string>>{
             std::nullopt, "", "America/New_York", "nonsense"}) {
        set_environment("TZ", value);
        {
            const LocalZone zone("Asia/Tokyo");
            EXPECT_EQ(environment("TZ"), ":Asia/Tokyo");
        }
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

TEST_F(LocalTime, TakesARuleOfPosixFromTheEnvironment) {
    set_environment("TZ", "JST-9");
    EXPECT_EQ(tell("", 1795381920), "2026-11-23 06:12 JST");
    set_environment("TZ", "EST5EDT,M3.2.0,M11.1.0");
    EXPECT_EQ(tell("", 1772953200), "2026-03-08 03:00 EDT");
    set_environment("TZ", "<+09>-9");
    EXPECT_EQ(tell("", 1795381920), "2026-11-23 06:12 +09");
    set_environment("TZ", "<-0330>3:30");
    EXPECT_EQ(tell("", 1795381920), "2026-11-22 17:42 -0330");
}

// The C library would take each of them for UTC.
TEST_F(LocalTime, RefusesAnEnvironmentThatNamesNoZone) {
    for (const std::string value :
         {"Asia/Tokio", "nonsense", "Mars/Phobos1", "JST", "9", "+9", "A9", "<>9", "<+09", "<+09>",
          "<a>", ".", "/etc/passwd", "/nonexistent9"}) {
        EXPECT_EQ(environment_refusal(value),
                  "TZ=" + value + " in the environment is no time zone");
    }
    EXPECT_EQ(environment_refusal(":Asia/Tokio"),
              "TZ=Asia/Tokio in the environment is no time zone");
    for (const std::optional<std::string>& value :
         std::vector<std::optional<std::string>>{std::nullopt, "", "UTC", "UTC0", ":UTC"}) {
        EXPECT_EQ(environment_refusal(value), "");
    }
}
