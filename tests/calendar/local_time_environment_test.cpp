// The TZ of the environment, and what the C library would take for UTC.

#include <sys/stat.h>

#include <string>
#include <vector>

#include "support/local_time_test.hpp"

using namespace monitoring;

namespace {

using LocalTimeEnvironment = LocalTime;

}  // namespace

TEST_F(LocalTimeEnvironment, TakesARuleOfPosixFromTheEnvironment) {
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
TEST_F(LocalTimeEnvironment, RefusesAnEnvironmentThatNamesNoZone) {
    for (const std::string value :
         {"Asia/Tokio", "nonsense", "Mars/Phobos1", "JST", "9", "+9", "A9", "<>9", "<+09", "<+09>",
          "<a>", ".", "/nonexistent9", "JST-25", "JST-9X", "EST5EDT,garbage", "EST5EDT,M3.2.0",
          "AAA5BBB,M99.1.1,M1.1.1"}) {
        EXPECT_EQ(environment_refusal(value),
                  "TZ=" + value + " in the environment is no time zone");
    }
    EXPECT_EQ(environment_refusal(":Asia/Tokio"),
              "TZ=Asia/Tokio in the environment is no time zone");
    for (const std::optional<std::string>& value :
         std::vector<std::optional<std::string>>{std::nullopt, "", ":", "UTC", "UTC0", ":UTC"}) {
        EXPECT_EQ(environment_refusal(value), "");
    }
    EXPECT_EQ(environment_refusal("/etc/passwd"),
              "TZ=/etc/passwd in the environment is no time zone: /etc/passwd is not a whole time "
              "zone file");
}

TEST_F(LocalTimeEnvironment, RefusesAFileThatTheCLibraryWouldTakeForUtc) {
    const auto tokyo = read_text("/usr/share/zoneinfo/Asia/Tokyo");
    const auto file = (directory() / "zone").string();
    for (const auto& content : {std::string(), tokyo.substr(0, 60),
                                tokyo.substr(0, tokyo.size() - 1), "TZif2garbage" + tokyo}) {
        write_text(file, content);
        EXPECT_EQ(environment_refusal(file), "TZ=" + file +
                                                 " in the environment is no time zone: " + file +
                                                 " is not a whole time zone file");
    }
    write_text(file, tokyo);
    EXPECT_EQ(environment_refusal(file), "");
}

TEST_F(LocalTimeEnvironment, DoesNotWaitForAPipe) {
    const auto pipe = (directory() / "pipe").string();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(environment_refusal(pipe), "TZ=" + pipe + " in the environment is no time zone: " +
                                             pipe + " is not a whole time zone file");
}

TEST_F(LocalTimeEnvironment, KnowsUtcWithoutFilesOfZones) {
    set_environment("TZDIR", directory().string());
    for (const std::string name : {"UTC", "Etc/UTC", "GMT", "Etc/GMT"}) {
        EXPECT_EQ(environment_refusal(name), "");
        EXPECT_EQ(tell(name, 1795381920), "2026-11-22 21:12 UTC");
    }
    EXPECT_EQ(environment_refusal("JST-9"), "");
    EXPECT_EQ(environment_refusal("Etc/UCT"), "TZ=Etc/UCT in the environment is no time zone");
}
