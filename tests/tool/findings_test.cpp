#include "common/tool/findings.hpp"

#include <gtest/gtest.h>

#include "common/text/text.hpp"
#include "common/tool/nagios_text.hpp"

namespace monitoring {
namespace {

TEST(Findings, AreOkAndSayTheStateAloneWhenThereIsNone) {
    Findings findings;
    findings.add(Status::critical, "full: ", {});
    EXPECT_TRUE(findings.empty());
    EXPECT_EQ(findings.status(), Status::ok);
    EXPECT_EQ(findings.verdict({{" | ", "", {"/:3%"}}}).message, "/:3%");
    EXPECT_EQ(findings.verdict().message, "");
}

TEST(Findings, SayTheWorstFirstAndOfEqualsTheFirst) {
    Findings findings(" (a note)");
    findings.add(Status::unknown, "cannot judge ", {"/x"});
    findings.add(Status::warning, "slow");
    EXPECT_EQ(findings.status(), Status::warning);
    findings.add(Status::critical, "full: ", {"/a", "/b"}, "!");
    findings.add(Status::ok, "fine");
    findings.add(Status::critical, "silent: ", {"/c"});
    const auto verdict = findings.verdict({{" | ", "", {"/:3%", "/a:9%"}}});
    EXPECT_EQ(verdict.status, Status::critical);
    EXPECT_EQ(verdict.message,
              "full: /a, /b!; silent: /c; slow; cannot judge /x; fine | /:3%, /a:9%");
    EXPECT_EQ(verdict.note, " (a note)");
}

TEST(Findings, FitIntoALineWithTheirNote) {
    const std::string note = note_of("no access to ", std::vector<std::string>(99, "/secret"));
    Findings findings(note);
    findings.add(Status::critical, "full: ", std::vector<std::string>(500, "/some/path"));
    findings.add(Status::warning, "slow");
    const auto verdict = findings.verdict({{" | ", "", std::vector<std::string>(500, "/:3%")}});
    EXPECT_LE(count_characters("CRITICAL: " + verdict.message + verdict.note), kMaxLineLength - 1);
    EXPECT_NE(verdict.message.find(" more; slow | /:3%, "), std::string::npos) << verdict.message;
}

const Verdict kOk = {Status::ok, "fine", ""};
const Verdict kWarning = {Status::warning, "full", ""};
const Verdict kUnknown = {Status::unknown, "hidden", ""};
const Verdict kCritical = {Status::critical, "gone", ""};

TEST(JoinVerdicts, LeavesASingleOneAsItIs) {
    const auto joined = join_verdicts({{Status::warning, "text", " (note)"}});
    EXPECT_EQ(joined.status, Status::warning);
    EXPECT_EQ(joined.message, "text");
    EXPECT_EQ(joined.note, " (note)");
}

TEST(JoinVerdicts, PutsTheWorstInFront) {
    const auto joined = join_verdicts({kOk, kUnknown, kWarning, kCritical});
    EXPECT_EQ(joined.status, Status::critical);
    EXPECT_EQ(joined.message, "gone, full, hidden, fine");
    EXPECT_EQ(join_verdicts({kUnknown, kWarning}).status, Status::warning);
    EXPECT_EQ(join_verdicts({kOk, kUnknown}).status, Status::unknown);
}

TEST(JoinVerdicts, KeepsTheOrderOfEquals) {
    const auto joined = join_verdicts({{Status::ok, "b", ""}, {Status::ok, "a", ""}, kWarning});
    EXPECT_EQ(joined.message, "full, b, a");
}

TEST(JoinVerdicts, LeavesTheMeasuresInTheirOrder) {
    const auto values = [](Status first, Status second) {
        const Verdict one{first, "", "", {{"/a b", 1}}};
        const Verdict other{second, "", "", {{"/a_b", 2}}};
        return nagios_values(join_verdicts({one, other}).measures, 100);
    };
    // So each has the same label whatever alerts.
    EXPECT_EQ(values(Status::ok, Status::ok), " | /a_b=1 /a_b_2=2");
    EXPECT_EQ(values(Status::ok, Status::critical), " | /a_b=1 /a_b_2=2");
    EXPECT_EQ(values(Status::critical, Status::ok), " | /a_b=1 /a_b_2=2");
}

TEST(JoinVerdicts, FitsIntoALine) {
    std::vector<Verdict> verdicts(500, {Status::ok, "a message of some length", " (a note)"});
    verdicts.push_back(kCritical);
    const auto joined = join_verdicts(verdicts);
    EXPECT_TRUE(joined.message.starts_with("gone, a message")) << joined.message;
    EXPECT_TRUE(joined.message.ends_with(" more")) << joined.message;
    EXPECT_EQ(joined.note, " (a note)");
    EXPECT_LE(count_characters("CRITICAL: " + joined.message + joined.note), kMaxLineLength - 1);
    EXPECT_GT(count_characters(joined.message), 900U);
}

TEST(JoinVerdicts, LeavesRoomForALongNote) {
    const std::string note(2000, 'n');
    const auto joined = join_verdicts(
        std::vector<Verdict>(500, {Status::critical, "a message of some length", note}));
    EXPECT_TRUE(joined.message.ends_with(" more")) << joined.message;
    EXPECT_LE(count_characters("CRITICAL: " + joined.message), kMaxLineLength * 3 / 4);
}

TEST(JoinVerdicts, CountsEscapesAsTheyAreShown) {
    const auto joined =
        join_verdicts(std::vector<Verdict>(500, {Status::ok, std::string(10, '\n'), ""}));
    EXPECT_TRUE(joined.message.ends_with(" more")) << joined.message;
}

}  // namespace
}  // namespace monitoring
