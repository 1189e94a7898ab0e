#include "common/state/counters.hpp"

#include <cstdlib>
#include <string>

#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// The moment so many seconds after the first run.
Stamp at(std::int64_t seconds, const std::string& boot_id = "b00d") {
    return {boot_id, (1000 + seconds) * kSecond, (1'700'000'000 + seconds) * kSecond};
}

class CountersTest : public ToolTest {
protected:
    CountersTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~CountersTest() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    static std::optional<CounterChange> exchange(const Stamp& now, const Counters& counters) {
        auto exchange = exchange_counters(StateFile("probe", {}), now, counters);
        EXPECT_EQ(exchange.not_saved, "");
        return exchange.change;
    }
};

}  // namespace

TEST_F(CountersTest, KnowNoChangeAtTheFirstRun) { EXPECT_FALSE(exchange(at(0), {{"drops", 5}})); }

TEST_F(CountersTest, TellWhatGrewSinceTheLastRun) {
    static_cast<void>(exchange(at(0), {{"drops", 5}, {"same", 7}}));
    const auto change = exchange(at(10), {{"drops", 30}, {"same", 7}});
    ASSERT_TRUE(change);
    EXPECT_DOUBLE_EQ(change->elapsed.count(), 10);
    EXPECT_EQ(change->growth("drops"), 25U);
    EXPECT_EQ(change->growth("same"), 0U);
    EXPECT_DOUBLE_EQ(change->rate("drops").value(), 2.5);
    EXPECT_DOUBLE_EQ(change->rate("same").value(), 0);
    EXPECT_EQ(change->before.at("drops"), 5U);
    EXPECT_EQ(change->now.at("drops"), 30U);
}

TEST_F(CountersTest, CompareWithTheLastRunAndNotWithTheFirst) {
    static_cast<void>(exchange(at(0), {{"drops", 5}}));
    static_cast<void>(exchange(at(10), {{"drops", 30}}));
    const auto change = exchange(at(14), {{"drops", 31}});
    ASSERT_TRUE(change);
    EXPECT_EQ(change->growth("drops"), 1U);
    EXPECT_DOUBLE_EQ(change->rate("drops").value(), 0.25);
}

TEST_F(CountersTest, UseTheTimeThatReallyPassed) {
    static_cast<void>(exchange(at(0), {{"drops", 0}}));
    // The real-time clock was set forward meanwhile; the boot-time clock counts.
    auto later = at(4);
    later.real_time_ns += 3600 * kSecond;
    const auto change = exchange(later, {{"drops", 2}});
    ASSERT_TRUE(change);
    EXPECT_DOUBLE_EQ(change->rate("drops").value(), 0.5);
}

TEST_F(CountersTest, LeaveOutACounterThatWentDown) {
    static_cast<void>(exchange(at(0), {{"drops", 5}, {"other", 1}}));
    const auto change = exchange(at(10), {{"drops", 4}, {"other", 2}});
    ASSERT_TRUE(change);
    EXPECT_FALSE(change->growth("drops"));
    EXPECT_FALSE(change->rate("drops"));
    EXPECT_EQ(change->growth("other"), 1U);
}

TEST_F(CountersTest, LeaveOutACounterThatIsKnownOnOneSideOnly) {
    static_cast<void>(exchange(at(0), {{"gone", 5}}));
    const auto change = exchange(at(10), {{"new", 4}});
    ASSERT_TRUE(change);
    EXPECT_FALSE(change->growth("gone"));
    EXPECT_FALSE(change->growth("new"));
    EXPECT_FALSE(change->growth("never"));
}

TEST_F(CountersTest, HaveNoRateWhenNoTimePassed) {
    static_cast<void>(exchange(at(0), {{"drops", 5}}));
    const auto change = exchange(at(0), {{"drops", 6}});
    ASSERT_TRUE(change);
    EXPECT_EQ(change->growth("drops"), 1U);
    EXPECT_FALSE(change->rate("drops"));
}

TEST_F(CountersTest, StartAgainAfterAReboot) {
    static_cast<void>(exchange(at(0), {{"drops", 5}}));
    EXPECT_FALSE(exchange(at(10, "other"), {{"drops", 50}}));
    EXPECT_TRUE(exchange(at(20, "other"), {{"drops", 51}})) << "the first one was not kept";
}

TEST_F(CountersTest, StartAgainWhenAClockWentBackAndSaySo) {
    static_cast<void>(exchange(at(10), {{"drops", 5}}));
    testing::internal::CaptureStderr();
    EXPECT_FALSE(exchange(at(9), {{"drops", 6}}));
    EXPECT_NE(testing::internal::GetCapturedStderr().find("it is from the future\n"),
              std::string::npos);
    auto set_back = at(20);
    set_back.real_time_ns -= 3600 * kSecond;
    EXPECT_FALSE(exchange(set_back, {{"drops", 7}}));
    EXPECT_TRUE(exchange(at(30), {{"drops", 8}}));
}

TEST_F(CountersTest, StartAgainWhenTheMemoryHoldsSomethingElse) {
    EXPECT_EQ(StateFile("probe", {}).save(at(0), "hello\n"), "");
    testing::internal::CaptureStderr();
    EXPECT_FALSE(exchange(at(10), {{"drops", 5}}));
    EXPECT_NE(testing::internal::GetCapturedStderr().find("it holds no counters\n"),
              std::string::npos);
    EXPECT_TRUE(exchange(at(20), {{"drops", 6}}));
}

TEST_F(CountersTest, CanBeNone) {
    testing::internal::CaptureStderr();
    EXPECT_FALSE(exchange(at(0), {}));
    static_cast<void>(exchange(at(10), {}));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(CountersTest, SayWhyTheyCouldNotBeKept) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    const auto exchange = exchange_counters(StateFile("probe", {}), at(0), {{"drops", 5}});
    EXPECT_FALSE(exchange.change);
    EXPECT_EQ(exchange.not_saved.substr(0, 13), "/nonexistent/");
}

TEST_F(CountersTest, SayOnStderrWhyTheyCouldNotBeKeptWhereThereIsNoMessage) {
    const auto change = [](const Stamp& now, const Counters& counters) {
        return change_since_last_run(StateFile("probe", {}), now, counters);
    };
    testing::internal::CaptureStderr();
    EXPECT_FALSE(change(at(0), {{"drops", 5}}));
    EXPECT_EQ(change(at(10), {{"drops", 7}}).value().growth("drops"), 2U);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    testing::internal::CaptureStderr();
    EXPECT_FALSE(change(at(20), {{"drops", 8}}));
    EXPECT_NE(testing::internal::GetCapturedStderr().find(": state not saved: /nonexistent/"),
              std::string::npos);
}

TEST(FormatCounters, WritesALineEach) {
    EXPECT_EQ(format_counters({{"b", UINT64_MAX}, {"a.x", 0}}), "a.x 0\nb 18446744073709551615\n");
    EXPECT_EQ(format_counters({}), "");
}

TEST(ParseCounters, ReadsWhatWasWritten) {
    const Counters counters = {{"b", UINT64_MAX}, {"a.x", 0}, {"日本", 7}};
    EXPECT_EQ(parse_counters(format_counters(counters)), counters);
}

TEST(ParseCounters, IsEmptyForAnythingElse) {
    for (const auto& text : {"\n"s, "a"s, "a 1"s, "a\n"s, "a 1\n\n"s, "a 1\nb"s, "a 1\nb 2"s,
                             "a -1\n"s, "a 1.5\n"s, "a x\n"s, "a 1 2\n"s, " 1\n"s, "a 0x1\n"s,
                             "a 18446744073709551616\n"s, "\0\0\0"s, "\0\n"s, "\xff\xff\n"s}) {
        EXPECT_FALSE(parse_counters(text)) << text;
    }
}
