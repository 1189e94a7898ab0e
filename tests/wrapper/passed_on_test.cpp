#include "common/wrapper/passed_on.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

std::string shown(const WrapperResult& result, const Style& style) {
    return passed_on(result, result.status, style, "/usr/bin/check-disk");
}

WrapperResult delayed(const std::string& output) {
    return {.status = Status::ok, .output = output, .prefix = "DelayWarn(1/2): ", .note = " (n)"};
}

TEST(PassedOn, IsAsItWasForMackerel) {
    EXPECT_EQ(shown(delayed("CRITICAL: a | b\nmore\n"), {}),
              "DelayWarn(1/2): CRITICAL: a | b\nmore (n)\n");
    EXPECT_EQ(shown({.status = Status::ok, .output = "OK\n"}, {}), "OK\n");
}

TEST(PassedOn, HasItsNotesInFrontOfTheValuesForNagios) {
    const Style nagios{Format::nagios};
    EXPECT_EQ(shown(delayed("CRITICAL: a | x=1;2\n"), nagios),
              "DelayWarn(1/2): CRITICAL: a (n) | x=1;2\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a|x=1\nlong | text\n"), nagios),
              "DelayWarn(1/2): CRITICAL: a (n)|x=1\nlong | text\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a\n"), nagios), "DelayWarn(1/2): CRITICAL: a (n)\n");
    EXPECT_EQ(shown(delayed("|x=1\n"), nagios), "DelayWarn(1/2):  (n)|x=1\n");
}

TEST(PassedOn, FitsIntoAPacketOfNrpeWhereTheCommandsLineDid) {
    const Style nagios{Format::nagios};
    // The newline included, 1,024 bytes.
    const std::string text(960, 'x');
    EXPECT_EQ(
        shown(delayed(text + " | first=1 'second one'=22222222 " + std::string(28, 'y') + "=3\n"),
              nagios),
        "DelayWarn(1/2): " + text + " (n) | first=1 'second one'=22222222\n");
    EXPECT_EQ(
        shown(delayed(text + " | first=1 'second one which is long'=22222222\nmore\n"), nagios),
        "DelayWarn(1/2): " + text + " (n) | first=1\nmore\n");
    EXPECT_EQ(shown(delayed(text + " | " + std::string(50, 'y') + "=1\n"), nagios),
              "DelayWarn(1/2): " + text + " (n)\n");
    // That one did not fit, and is for somebody who takes it.
    EXPECT_EQ(shown(delayed(text + text + " | x=1 y=2\n"), nagios),
              "DelayWarn(1/2): " + text + text + " (n) | x=1 y=2\n");
}

TEST(PassedOn, HasTheStatusThatIsShownForPrometheus) {
    const std::string head =
        "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n# TYPE check_status gauge\n";
    const std::string values =
        "# HELP check_value V\n# TYPE check_value gauge\ncheck_value{check=\"u\",value=\"x\"} 1\n";
    const Style style{Format::prometheus};
    EXPECT_EQ(
        shown(delayed(head + "check_status{check=\"u\"} 2\n" + values + "# CRITICAL: a | b\n"),
              style),
        head + "check_status{check=\"u\"} 0\n" + values +
            "# DelayWarn(1/2): CRITICAL: a | b (n)\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a\nmore\n"), style),
              head + "check_status{check=\"disk\"} 0\n# DelayWarn(1/2): CRITICAL: a (n)\n");
    EXPECT_EQ(shown(delayed("check_status{check=\"u\"} 2\n"), {Format::prometheus, "mine"}),
              head + "check_status{check=\"mine\"} 0\n# DelayWarn(1/2):  (n)\n");
}

TEST(PassedOn, SaysTheUsersWordsForAnOkThatHidesNothing) {
    const Style style{Format::mackerel, "", "well"};
    EXPECT_EQ(shown({.status = Status::ok, .output = "OK: up 3 days\n"}, style), "OK: well\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a\n"), style), "DelayWarn(1/2): CRITICAL: a (n)\n");
    EXPECT_EQ(shown({.status = Status::warning, .output = "WARNING\n"}, style), "WARNING\n");
}

TEST(PassedOn, LeavesAnAnswerToTheUserAlone) {
    const WrapperResult answer{.status = Status::ok, .output = "forgotten\n", .is_answer = true};
    for (const Format format : {Format::mackerel, Format::nagios, Format::prometheus}) {
        EXPECT_EQ(shown(answer, {format, "", "well"}), "forgotten\n");
    }
}

}  // namespace
}  // namespace monitoring
