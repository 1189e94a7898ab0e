#include "common/services/push_statistics.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

std::string reason(std::string_view json) {
    try {
        static_cast<void>(parse_push_statistics(json));
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}

using Names = std::set<std::string>;

TEST(ParsePushStatistics, ReadsWhatGaurunAnswers) {
    const auto busy = parse_push_statistics(read_text(FIXTURES_DIRECTORY "/gaurun-busy.json"));
    EXPECT_EQ(busy.queue_max, 64U);
    EXPECT_EQ(busy.queue_usage, 0U);
    EXPECT_EQ(busy.pusher_max, 0U);
    EXPECT_EQ(busy.pusher_count, 0U);
    EXPECT_EQ(busy.ios.success, 0U);
    EXPECT_EQ(busy.ios.error, 0U);
    EXPECT_EQ(busy.android.success, 0U);
    EXPECT_EQ(busy.android.error, 402U);
    EXPECT_EQ(busy.ignored, Names());
    const auto idle = parse_push_statistics(read_text(FIXTURES_DIRECTORY "/gaurun-idle.json"));
    EXPECT_EQ(idle.android.error, 0U);
}

TEST(ParsePushStatistics, ReadsWhatGorushAnswers) {
    const auto statistics = parse_push_statistics(
        R"({"version":"v1","queue_max":8192,"queue_usage":1,"total_count":77,)"
        R"("ios":{"push_success":19,"push_error":38},"android":{"push_success":10,"push_error":1},)"
        R"("huawei":{"push_success":3,"push_error":1}})");
    EXPECT_EQ(statistics.queue_max, 8192U);
    EXPECT_EQ(statistics.ios.success, 19U);
    EXPECT_EQ(statistics.android.error, 1U);
    EXPECT_FALSE(statistics.pusher_max);
    EXPECT_FALSE(statistics.pusher_count);
    EXPECT_EQ(statistics.ignored, Names());
}

TEST(ParsePushStatistics, LeavesOutWhatIsNotThere) {
    const auto statistics = parse_push_statistics(R"({"ios":{"push_error":5}})");
    EXPECT_EQ(statistics.ios.error, 5U);
    EXPECT_FALSE(statistics.ios.success);
    EXPECT_FALSE(statistics.android.success);
    EXPECT_FALSE(statistics.queue_max);
    EXPECT_EQ(statistics.ignored, Names());
}

TEST(ParsePushStatistics, TakesNothingButAWholeNumberThatIsNotNegative) {
    for (const auto* const value : {"\"5\"", "-1", "1.5", "null", "true", "[5]", "{}", "1e3",
                                    "18446744073709551615", "99999999999999999999999"}) {
        const auto statistics =
            parse_push_statistics(fmt::format(R"({{"queue_usage":{},"queue_max":9}})", value));
        EXPECT_FALSE(statistics.queue_usage) << value;
        EXPECT_EQ(statistics.queue_max, 9U);
        EXPECT_EQ(statistics.ignored, Names{"queue_usage"}) << value;
    }
    EXPECT_EQ(parse_push_statistics(R"({"queue_max":9223372036854775807})").queue_max,
              9223372036854775807U);
}

TEST(ParsePushStatistics, NamesAPlatformThatIsNoObject) {
    for (const auto* const platform : {"null", "[]", "5", "\"x\"", "[{\"push_error\":1}]"}) {
        const auto statistics =
            parse_push_statistics(fmt::format(R"({{"queue_max":9,"ios":{}}})", platform));
        EXPECT_FALSE(statistics.ios.error) << platform;
        EXPECT_EQ(statistics.ignored, Names{"ios"}) << platform;
    }
    EXPECT_EQ(parse_push_statistics(R"({"android":{"push_error":"1","push_success":2}})").ignored,
              Names{"android.push_error"});
}

TEST(ParsePushStatistics, TakesTheLastOfTwoValues) {
    const auto statistics =
        parse_push_statistics(R"({"queue_max":1,"queue_max":2,"queue_usage":3,"queue_usage":"x"})");
    EXPECT_EQ(statistics.queue_max, 2U);
    EXPECT_FALSE(statistics.queue_usage);
}

TEST(ParsePushStatistics, RefusesWhatHoldsNoneOfTheNumbers) {
    for (const auto* const json :
         {"{}", "[]", "null", "7", R"({"queue_max":"64"})", R"({"x":{"queue_max":1}})",
          R"([{"queue_max":1}])", R"({"ios":null,"android":null})", R"({"push_success":1})"}) {
        EXPECT_EQ(reason(json), "it holds none of the numbers of a push server") << json;
    }
    EXPECT_EQ(reason("<html>"), "it is not JSON from byte 1 on");
    EXPECT_EQ(reason(""), "it is empty");
}

}  // namespace
}  // namespace monitoring
