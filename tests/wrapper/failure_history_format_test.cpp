// How a history is kept and described.

#include <gtest/gtest.h>

#include <string>

#include "common/wrapper/failure_history.hpp"

using namespace monitoring;
using namespace std::string_literals;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

FailureHistory history_of(std::uint64_t failures, Status alert, const std::string& runs) {
    FailureHistory history;
    history.failures = failures;
    history.alert = alert;
    history.runs = runs;
    return history;
}

/// The text once it has been read and written again; "nothing" for what is no history.
std::string rewritten(const std::string& text) {
    const auto history = parse_history(text);
    return history ? format_history(*history) : "nothing";
}

}  // namespace

TEST(FailureHistory, IsEmptyUnlessARunFailed) {
    EXPECT_TRUE(FailureHistory().is_empty());
    EXPECT_TRUE(history_of(0, Status::ok, "...").is_empty());
    EXPECT_FALSE(history_of(1, Status::ok, "").is_empty());
    EXPECT_FALSE(history_of(0, Status::warning, "").is_empty());
    EXPECT_FALSE(history_of(0, Status::ok, ".x.").is_empty());
}

TEST(FailureHistory, IsEmptyAgainBehindAnOk) {
    FailureHistory history;
    static_cast<void>(judge_run(history, Status::critical, kSecond, {}));
    EXPECT_FALSE(history.is_empty());
    static_cast<void>(judge_run(history, Status::ok, 2 * kSecond, {}));
    EXPECT_TRUE(history.is_empty());
}

TEST(FailureHistory, KeepsNoMoreRunsThanTheWindowHas) {
    FailureHistory history;
    DelayRules rules;
    rules.failures = 2;
    rules.window = 3;
    for (int i = 0; i < 5; ++i) {
        static_cast<void>(
            judge_run(history, i % 2 == 0 ? Status::critical : Status::ok, kSecond, rules));
    }
    EXPECT_EQ(history.runs, "x.x");
    static_cast<void>(judge_run(history, Status::critical, kSecond, {}));
    EXPECT_EQ(history.runs, "") << "nobody asks for a window any more";
}

TEST(FormatHistory, IsALineOfWords) {
    EXPECT_EQ(format_history({}), "0 0 OK 0 -\n");
    auto history = history_of(3, Status::critical, "x.xx");
    history.failing_since = 60 * kSecond;
    history.recoveries = 1;
    EXPECT_EQ(format_history(history), "3 60000000000 CRITICAL 1 x.xx\n");
}

TEST(ParseHistory, ReadsWhatWasWritten) {
    const auto history = parse_history("3 60000000000 WARNING 1 x.xx\n");
    ASSERT_TRUE(history);
    EXPECT_EQ(history->failures, 3U);
    EXPECT_EQ(history->failing_since, 60 * kSecond);
    EXPECT_EQ(history->alert, Status::warning);
    EXPECT_EQ(history->recoveries, 1U);
    EXPECT_EQ(history->runs, "x.xx");
    for (const auto& text :
         {"0 0 OK 0 -\n"s, "1 2 UNKNOWN 3 .\n"s, "1 2 OK 0 " + std::string(1000, 'x') + "\n",
          "18446744073709551615 9223372036854775807 CRITICAL 18446744073709551615 x.\n"s}) {
        EXPECT_EQ(rewritten(text), text);
    }
}

TEST(ParseHistory, IsEmptyForATextThatIsCutShortAnywhere) {
    for (const auto& text : {"3 60000000000 CRITICAL 1 x.xx\n"s, "0 0 OK 0 -\n"s}) {
        for (std::size_t size = 0; size < text.size(); ++size) {
            EXPECT_EQ(rewritten(text.substr(0, size)), "nothing") << size << " bytes of " << text;
        }
    }
}

TEST(ParseHistory, IsEmptyForAWordThatIsWrong) {
    for (const auto& text : {
             "-3 60 OK 0 -\n"s,
             "3 -60 OK 0 -\n"s,
             "3 60 OK -1 -\n"s,
             "+3 60 OK 0 -\n"s,
             "three 60 OK 0 -\n"s,
             "3 6x OK 0 -\n"s,
             "3 60 OK 0x1 -\n"s,
             "3.5 60 OK 0 -\n"s,
             "3 1e9 OK 0 -\n"s,
             "18446744073709551616 60 OK 0 -\n"s,
             "3 9223372036854775808 OK 0 -\n"s,
             "3 60 OK 99999999999999999999 -\n"s,
             "3 60 FINE 0 -\n"s,
             "3 60 2 0 -\n"s,
             "3 60 OK 0 x-x\n"s,
             "3 60 OK 0 xoxo\n"s,
             "3 60 OK 0 --\n"s,
             "3 60 OK 0 " + std::string(1001, 'x') + "\n",
         }) {
        EXPECT_EQ(rewritten(text), "nothing") << text;
    }
}

TEST(ParseHistory, IsEmptyForAnotherNumberOfWords) {
    for (const auto& text :
         {""s, "\n"s, "3 60 OK 0\n"s, "3 60 OK 0 - -\n"s, "3 60 OK 0 x x\n"s, "x\n"s,
          "3 60 OK 0 -\n3 60 OK 0 -\n"s, "3 60 OK 0 -\n\0"s, "\xff\xfe\n"s}) {
        EXPECT_EQ(rewritten(text), "nothing") << text;
    }
}

TEST(DescribeHistory, SaysThatThereIsNone) {
    EXPECT_EQ(describe_history({}, kSecond), "nothing remembered\n");
    EXPECT_EQ(describe_history(history_of(0, Status::ok, ".."), kSecond), "nothing remembered\n");
}

TEST(DescribeHistory, SaysWhatThereIsToSay) {
    auto history = history_of(2, Status::ok, "");
    history.failing_since = 10 * kSecond;
    EXPECT_EQ(describe_history(history, 70 * kSecond),
              "failures in a row: 2\n"
              "failing for: 60s\n");
    history.alert = Status::critical;
    history.recoveries = 1;
    history.runs = "x.x";
    EXPECT_EQ(describe_history(history, 70 * kSecond),
              "failures in a row: 2\n"
              "failing for: 60s\n"
              "last runs, the oldest first: x.x (x failed, . was OK)\n"
              "alert: CRITICAL, OKs in a row since: 1\n");
}
