#include "common/wrapper/passed_on.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

const std::string kHead =
    "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n# TYPE check_status gauge\n";
const std::string kValueHead =
    "# HELP check_value What the check measured: seconds, bytes, percent or a number\n"
    "# TYPE check_value gauge\n";

std::string shown(const WrapperResult& result, const Style& style) {
    return passed_on(result, result.status, style);
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    while (times-- > 0) all += text;
    return all;
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
    EXPECT_EQ(shown(delayed("CRITICAL: a\nlong\nmore | x=1\n"), nagios),
              "DelayWarn(1/2): CRITICAL: a (n)\nlong\nmore | x=1\n");
    EXPECT_EQ(shown(delayed(""), nagios), "DelayWarn(1/2): (n)\n");
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

TEST(PassedOn, HasNotesThatNagiosTakesForText) {
    const auto noted = [](const std::string& output, const std::string& note) {
        return shown({.status = Status::ok, .output = output, .note = note}, {Format::nagios});
    };
    EXPECT_EQ(noted("OK: a | x=1\n", " (state not saved: /a|b <c>)"),
              "OK: a (state not saved: /a/b under c over ) | x=1\n");
    EXPECT_EQ(noted("", " (state not saved: /a|b)"), "(state not saved: /a/b)\n");
    // A packet of NRPE counts bytes.
    EXPECT_EQ(noted("OK: a | x=1\n", " (" + repeated("ノ", 300) + ")"),
              "OK: a (" + repeated("ノ", 83) + "… | x=1\n");
}

TEST(PassedOn, HasTheStatusThatIsShownForPrometheus) {
    const auto& head = kHead;
    const auto values = kValueHead + "check_value{check=\"u\",value=\"x\"} 1\n";
    const Style style{Format::prometheus, "", "", "disk"};
    EXPECT_EQ(
        shown(delayed(head + "check_status{check=\"u\"} 2\n" + values + "# CRITICAL: a | b\n"),
              style),
        head + "check_status{check=\"u\"} 0\n" + values +
            "# DelayWarn(1/2): CRITICAL: a | b (n)\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a\nmore\n"), style),
              head + "check_status{check=\"disk\"} 0\n# DelayWarn(1/2): CRITICAL: a (n)\n");
    EXPECT_EQ(shown(delayed("check_status{check=\"u\"} 2\n"), {Format::prometheus, "mine"}),
              head + "check_status{check=\"mine\"} 0\n# DelayWarn(1/2): no text (n)\n");
}

TEST(PassedOn, SaysTheUsersWordsForAnOkThatHidesNothing) {
    const Style style{Format::mackerel, "", "well"};
    EXPECT_EQ(shown({.status = Status::ok, .output = "OK: up 3 days\n"}, style), "OK: well\n");
    EXPECT_EQ(shown(delayed("CRITICAL: a\n"), style), "DelayWarn(1/2): CRITICAL: a (n)\n");
    EXPECT_EQ(shown({.status = Status::warning, .output = "WARNING\n"}, style), "WARNING\n");
}

TEST(PassedOn, KeepsTheValuesBehindTheUsersWords) {
    const Style nagios{Format::nagios, "", "well | x"};
    const auto words = [&nagios](const std::string& output) {
        return shown({.status = Status::ok, .output = output, .note = " (n)"}, nagios);
    };
    EXPECT_EQ(words("OK: up 3 days | x=1;2 y=3\nlong\n"), "OK: well - x (n) | x=1;2 y=3\n");
    EXPECT_EQ(words("OK: up|x=1\n"), "OK: well - x (n) | x=1\n");
    EXPECT_EQ(words("OK: up |\n"), "OK: well - x (n)\n");
    EXPECT_EQ(words("OK: up\nlong | x=1\n"), "OK: well - x (n)\n");
    EXPECT_EQ(words(""), "OK: well - x (n)\n");
    EXPECT_EQ(shown({.status = Status::ok, .output = "OK: up | x=1\n"},
                    {Format::nagios, "", std::string(2000, 'w')}),
              "OK: " + std::string(509, 'w') + "… | x=1\n");
    EXPECT_EQ(shown({.status = Status::ok,
                     .output = "check_status{check=\"mine\"} 0\n"
                               "check_value{check=\"mine\",value=\"a\"} 1\n# OK: up\n",
                     .note = " (n)"},
                    {Format::prometheus, "", "well", "tool"}),
              kHead + "check_status{check=\"mine\"} 0\n" + kValueHead +
                  "check_value{check=\"mine\",value=\"a\"} 1\n# OK: well (n)\n");
}

TEST(PassedOn, FitsIntoAPacketOfNrpeWithTheUsersWords) {
    const auto words = [](const std::string& text, const std::string& output) {
        return shown({.status = Status::ok, .output = output, .note = " (n)"},
                     {Format::nagios, "", text});
    };
    EXPECT_EQ(words(repeated("空き", 200), "OK: up | x=1\n"),
              "OK: " + repeated("空き", 84) + "空… (n) | x=1\n");
    const std::string text(500, 'w');
    const auto first = std::string(510, 'x') + "=1";
    EXPECT_EQ(words(text, "OK: up | " + first + " second=22222222 y=3\n"),
              "OK: " + text + " (n) | " + first + "\n");
    // That one did not fit, and is for somebody who takes it.
    EXPECT_EQ(words(text, "OK: up | " + first + " " + first + "\n"),
              "OK: " + text + " (n) | " + first + " " + first + "\n");
}

TEST(PassedOn, HasOneNameForAllValues) {
    EXPECT_EQ(shown({.status = Status::ok,
                     .output = "check_status{check=\"u\"} 0\n"
                               "check_value{check=\"u\",value=\"a\\\\b\\\"c\"} -1.5\n# OK\n"},
                    {Format::prometheus, "mine"}),
              kHead + "check_status{check=\"mine\"} 0\n" + kValueHead +
                  "check_value{check=\"mine\",value=\"a\\\\b\\\"c\"} -1.5\n# OK\n");
}

TEST(PassedOn, FindsTheTextAmongTheFamiliesOfOthers) {
    const std::string families = "# TYPE x gauge\nx 1\n# CRITICAL: a\n# more\n";
    const Style style{Format::prometheus, "", "", "disk"};
    EXPECT_EQ(
        shown({.status = Status::critical, .output = "check_status{check=\"u\"} 2\n" + families},
              style),
        kHead + "check_status{check=\"u\"} 2\n# CRITICAL: a\n");
    EXPECT_EQ(shown({.status = Status::critical, .output = families}, style),
              kHead + "check_status{check=\"disk\"} 2\n# CRITICAL: a\n");
}

TEST(PassedOn, TakesForAValueOnlyWhatPrometheusTakes) {
    for (const std::string line :
         {"check_status{check=\"x", "check_status{check=\"x\"} 3 # }", "check_value{junk",
          R"(check_value{check="x",value="y"} nan)", R"(check_value{check="x",value="y"} 1 5)",
          R"(check_value{check="x"} 1)", R"(check_value{check="x\)"}) {
        EXPECT_EQ(shown({.status = Status::ok, .output = line + "\n"},
                        {Format::prometheus, "", "", "disk"}),
                  kHead + "check_status{check=\"disk\"} 0\n# " + line + "\n");
    }
    const std::string twice = "check_value{check=\"x\",value=\"y\"} 1\n";
    EXPECT_EQ(shown({.status = Status::ok, .output = twice + twice}, {Format::prometheus, "x"}),
              kHead + "check_status{check=\"x\"} 0\n" + kValueHead + twice + "# OK: no text\n");
}

TEST(PassedOn, SaysNothingThatLooksLikeAFamily) {
    for (const std::string text : {"HELP x y", "TYPE x y", "   TYPE x"}) {
        EXPECT_EQ(
            shown({.status = Status::warning, .output = text + "\n"}, {Format::prometheus, "x"}),
            kHead + "check_status{check=\"x\"} 1\n# WARNING: " + text + "\n");
    }
}

}  // namespace
}  // namespace monitoring
