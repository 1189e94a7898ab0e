#include "common/tool/join_verdicts.hpp"

#include <gtest/gtest.h>

#include "common/text/text.hpp"

namespace monitoring {
namespace {

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
