#include "common/state/reboot.hpp"

#include <cstdlib>

#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

/// The moment so many seconds after a boot.
Stamp at(const std::string& boot_id, std::int64_t seconds) {
    return {boot_id, seconds * 1'000'000'000, 1'700'000'000'000'000'000};
}

class RebootTest : public ToolTest {
protected:
    RebootTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~RebootTest() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    /// "none", or as in "was up 7200, found 10 ago".
    static std::string look(const Stamp& now, std::uint64_t uptime) {
        const auto search = look_for_reboot(StateFile("probe", {}), now, uptime);
        EXPECT_EQ(search.not_saved, "");
        if (search.is_first) return "first";
        if (!search.last) return "none";
        return "was up " + std::to_string(search.last->was_up) + ", found " +
               std::to_string(static_cast<int>(search.last->found_ago.count())) + " ago";
    }
};

}  // namespace

TEST_F(RebootTest, IsRememberedWithTheUptimeBeforeItAndWhenItWasFound) {
    EXPECT_EQ(look(at("first", 7200), 7200), "first");
    EXPECT_EQ(look(at("first", 7260), 7260), "none");
    EXPECT_EQ(look(at("second", 50), 50), "was up 7260, found 0 ago");
    EXPECT_EQ(look(at("second", 90), 90), "was up 7260, found 40 ago");
    EXPECT_EQ(look(at("third", 9), 9), "was up 90, found 0 ago") << "the last one counts";
}

TEST_F(RebootTest, IsToldByTheNameOfTheBootThoughTheUptimeGrew) {
    EXPECT_EQ(look(at("first", 100), 100), "first");
    EXPECT_EQ(look(at("second", 900), 900), "was up 100, found 0 ago");
}

TEST_F(RebootTest, OfAContainerIsAnUptimeThatWentDownByMoreThanAMinute) {
    EXPECT_EQ(look(at("host", 1000), 1000), "first");
    EXPECT_EQ(look(at("host", 1001), 940), "none");
    EXPECT_EQ(look(at("host", 1002), 879), "was up 940, found 0 ago");
}

TEST_F(RebootTest, IsForgottenWhereTheClockSinceBootWentBack) {
    EXPECT_EQ(look(at("first", 1000), 1000), "first");
    EXPECT_EQ(look(at("second", 500), 500), "was up 1000, found 0 ago");
    EXPECT_EQ(look(at("second", 499), 500), "none");
}

TEST_F(RebootTest, IsNoneWhereTheLastRunLeftNoUptime) {
    for (const std::string_view content : {"", "garbage", "was_up 5\nfound_at_ns 7\n"}) {
        EXPECT_EQ(StateFile("probe", {}).save(at("first", 10), content), "");
        EXPECT_EQ(look(at("second", 10), 10), "first") << content;
        EXPECT_EQ(look(at("second", 11), 11), "none") << content;
    }
}

TEST_F(RebootTest, SaysWhyNothingIsKept) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    const auto search = look_for_reboot(StateFile("probe", {}), at("first", 10), 10);
    EXPECT_TRUE(search.is_first);
    EXPECT_TRUE(search.not_saved.starts_with("/nonexistent/")) << search.not_saved;
}
