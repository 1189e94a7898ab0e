// What an earlier run saved, if this one may still use it.

#include <cstdlib>
#include <string>

#include "common/state/counters.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
const Stamp kSaved = {.boot_id = "b00d", .boot_time_ns = 100 * kSecond, .real_time_ns = kSecond};

class Recall : public ToolTest {
protected:
    Recall() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~Recall() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    /// Saves something, and expects that nothing is recalled at that time; returns what stderr
    /// says to that.
    static std::string expect_nothing(const Stamp& now) {
        const StateFile file("probe", {});
        EXPECT_EQ(file.save(kSaved, "content"), "");
        testing::internal::CaptureStderr();
        EXPECT_FALSE(recall(file, now));
        return testing::internal::GetCapturedStderr();
    }
};

const std::string kFromTheFuture =
    "state_test: ignoring the state of the last run: it is from the future\n";

}  // namespace

TEST_F(Recall, GivesTheContentAndItsAge) {
    const StateFile file("probe", {});
    EXPECT_EQ(file.save(kSaved, "content"), "");
    testing::internal::CaptureStderr();
    const auto now = recall(file, kSaved);
    // Boot time counts: somebody sets the real-time clock.
    const auto later = recall(file, {"b00d", 142 * kSecond + kSecond / 2, 99 * kSecond});
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    ASSERT_TRUE(now);
    EXPECT_EQ(now->content, "content");
    EXPECT_EQ(now->age.count(), 0);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->content, "content");
    EXPECT_DOUBLE_EQ(later->age.count(), 42.5);
}

TEST_F(Recall, IsEmptyWhenThereIsNothing) {
    testing::internal::CaptureStderr();
    EXPECT_FALSE(recall(StateFile("probe", {}), kSaved));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

// Every boot does that: it is nothing to complain of.
TEST_F(Recall, IsEmptyAfterAReboot) {
    EXPECT_EQ(expect_nothing({"other", 200 * kSecond, 2 * kSecond}), "");
    EXPECT_EQ(expect_nothing({"other", kSecond, 2 * kSecond}), "");
    EXPECT_EQ(expect_nothing({"", 200 * kSecond, 2 * kSecond}), "");
}

TEST_F(Recall, IsEmptyAndSaysSoWhenAClockWentBack) {
    EXPECT_EQ(expect_nothing({"b00d", 200 * kSecond, kSecond - 1}), kFromTheFuture);
    EXPECT_EQ(expect_nothing({"b00d", 100 * kSecond - 1, 2 * kSecond}), kFromTheFuture);
    EXPECT_EQ(expect_nothing({"b00d", 0, 0}), kFromTheFuture);
}

TEST_F(Recall, IsEmptyForAFileThatIsDamaged) {
    EXPECT_EQ(StateFile("probe", {}).save(kSaved, "content"), "");
    write_text(state_file(), "damaged");
    testing::internal::CaptureStderr();
    EXPECT_FALSE(recall(StateFile("probe", {}), kSaved));
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "state_test: ignoring " + state_file().string() + ": it is not a state file\n");
}

TEST_F(Recall, GivesAValueThatAParserReads) {
    const StateFile file("probe", {});
    EXPECT_EQ(file.save(kSaved, "one 1\n"), "");
    const auto counters =
        recall(file, {"b00d", 103 * kSecond, 4 * kSecond}, parse_counters, "counters");
    ASSERT_TRUE(counters);
    EXPECT_EQ(counters->value, Counters({{"one", 1}}));
    EXPECT_EQ(counters->age.count(), 3);
}

TEST_F(Recall, IsEmptyAndSaysSoForWhatIsNoSuchValue) {
    const StateFile file("probe", {});
    testing::internal::CaptureStderr();
    EXPECT_FALSE(recall(file, kSaved, parse_counters, "counters"));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "there is nothing yet";
    EXPECT_EQ(file.save(kSaved, "content"), "");
    testing::internal::CaptureStderr();
    EXPECT_FALSE(recall(file, kSaved, parse_counters, "counters"));
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "state_test: ignoring the state of the last run: it holds no counters\n");
}
