#include "common/tool/format.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {
namespace {

const Style kNagios{Format::nagios};
const Style kPrometheus{Format::prometheus, "disk"};

TEST(Format, IsOneOfThree) {
    EXPECT_EQ(format_option("mackerel"), Format::mackerel);
    EXPECT_EQ(format_option("nagios"), Format::nagios);
    EXPECT_EQ(format_option("prometheus"), Format::prometheus);
    for (const char* text : {"", "Nagios", "x", "nagios "}) {
        EXPECT_THROW(static_cast<void>(format_option(text)), UsageError) << text;
    }
}

TEST(Format, TakesANameOfOneLine) {
    EXPECT_EQ(name_option("root disk"), "root disk");
    for (const char* text : {"", "a\nb", "\x1b[1m"}) {
        EXPECT_THROW(static_cast<void>(name_option(text)), UsageError) << text;
    }
}

TEST(Format, NamesAToolWithoutItsKind) {
    EXPECT_EQ(check_name("check-uptime"), "uptime");
    EXPECT_EQ(check_name("/usr/lib/x/mackerel-plugin-ntpq"), "ntpq");
    EXPECT_EQ(check_name("delay-checker"), "delay-checker");
    EXPECT_EQ(check_name(""), "");
}

TEST(FormattedVerdict, IsALineForNagios) {
    Verdict verdict{
        Status::warning, "free < 5% | free:3", " (state not saved: x|y)", {{"free", 3}}};
    EXPECT_EQ(formatted(verdict, kNagios),
              "WARNING: free under 5% - free:3 (state not saved: x/y) | free=3\n");
    verdict.message = std::string(3000, 'x');
    const auto line = formatted(verdict, kNagios);
    EXPECT_EQ(line.size(), kMaxLineLength);
    EXPECT_TRUE(line.ends_with("… (state not saved: x/y) | free=3\n")) << line;
}

TEST(FormattedVerdict, FitsIntoAPacketOfNrpeInBytes) {
    Verdict verdict{Status::warning, "", "", {}};
    for (int number = 0; number < 100; ++number) {
        verdict.message += "ディスク" + std::to_string(number);
        verdict.note += "ノ";
        verdict.measures.push_back({"/disk" + std::to_string(number), 97, "%", 0, 100});
    }
    const auto line = formatted(verdict, kNagios);
    EXPECT_LE(line.size(), kMaxLineLength);
    EXPECT_GT(line.size(), kMaxLineLength - 20);
    EXPECT_TRUE(line.ends_with("=97%;;;0;100\n")) << line;
    EXPECT_EQ(printable(line), line.substr(0, line.size() - 1) + "\\n");
}

TEST(FormattedVerdict, IsSamplesForPrometheus) {
    const Verdict verdict{Status::critical, "full | /a:9%", "", {{"/a \"b\"", 9.5, "%"}}};
    EXPECT_EQ(formatted(verdict, kPrometheus),
              "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n"
              "# TYPE check_status gauge\n"
              "check_status{check=\"disk\"} 2\n"
              "# HELP check_value What the check measured: seconds, bytes, percent or a number\n"
              "# TYPE check_value gauge\n"
              "check_value{check=\"disk\",value=\"/a \\\"b\\\"\"} 9.5\n"
              "# CRITICAL: full | /a:9%\n");
    EXPECT_NE(formatted({Status::ok, "", "", {{"/a_free", 1}, {"/a_free", 2}}}, kPrometheus)
                  .find("\ncheck_value{check=\"disk\",value=\"/a_free\"} 1\n"
                        "check_value{check=\"disk\",value=\"/a_free_2\"} 2\n"),
              std::string::npos);
    EXPECT_EQ(formatted({Status::ok, "fine", ""}, kPrometheus),
              "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n"
              "# TYPE check_status gauge\n"
              "check_status{check=\"disk\"} 0\n"
              "# OK: fine\n");
}

TEST(FormattedVerdict, SaysTheUsersWordsForAnOkAlone) {
    const Style style{Format::mackerel, "", "all is well"};
    EXPECT_EQ(formatted({Status::ok, "up 3 days", " (note)"}, style), "OK: all is well (note)\n");
    EXPECT_EQ(formatted({Status::warning, "up", ""}, style), "WARNING: up\n");
    const Verdict measured{Status::ok, "up 3 days", "", {{"uptime", 3}}};
    EXPECT_EQ(formatted(measured, {Format::nagios, "", "well"}), "OK: well | uptime=3\n");
}

}  // namespace
}  // namespace monitoring
