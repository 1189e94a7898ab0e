#include "common/state/cpu_usage.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

using Ticks = std::vector<std::uint64_t>;

class CpuShares : public ToolTest {
protected:
    CpuShares() { write_proc("uptime", "86400.00 1.00\n"); }

    /// "STATE PERCENT, ..." of what was counted at two moments.
    [[nodiscard]] std::string shares(const Ticks& before, const Ticks& now) const {
        const CounterChange change{Seconds(60), cpu_counters({before, 1}), cpu_counters({now, 1})};
        std::vector<std::string> texts;
        for (const auto& [state, percent] : cpu_shares(change, ProcFs(proc()))) {
            texts.push_back(fmt::format("{} {:g}", state, percent));
        }
        return join(texts, ", ");
    }
};

TEST_F(CpuShares, AreThoseOfTheTimeBetweenWithGuestsCountedOnce) {
    // user +100 of which guest 40, nice +20 of which guest-nice 5, and 80 of other states.
    EXPECT_EQ(shares({100, 50, 0, 0, 0, 0, 0, 0, 10, 5}, {200, 70, 10, 40, 10, 5, 5, 10, 50, 10}),
              "user 30, nice 7.5, system 5, idle 20, iowait 5, irq 2.5, softirq 2.5, steal 5, "
              "guest 20, guest-nice 2.5");
}

TEST_F(CpuShares, AreThoseOfTheStatesThatWereCountedBothTimes) {
    EXPECT_EQ(shares({0, 0, 0, 0}, {10, 0, 30, 60}), "user 10, nice 0, system 30, idle 60");
    EXPECT_EQ(shares({0, 0, 0, 0}, {10, 0, 30, 60, 500}), "user 10, nice 0, system 30, idle 60");
}

TEST_F(CpuShares, CountAColumnThatWentBackAsNothing) {
    EXPECT_EQ(shares({100, 0, 0, 0, 500}, {150, 0, 0, 50, 400}),
              "user 50, nice 0, system 0, idle 50, iowait 0");
    // It went below 0, and so near 2^64; before, or now.
    EXPECT_EQ(shares({0, 0, 0, 0, 5}, {10, 0, 0, 30, UINT64_MAX - 3}),
              "user 25, nice 0, system 0, idle 75, iowait 0");
    EXPECT_EQ(shares({0, 0, 0, 0, UINT64_MAX - 3}, {10, 0, 0, 30, 5}),
              "user 25, nice 0, system 0, idle 75, iowait 0");
    // More of guests than of all.
    EXPECT_EQ(shares({0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, {5, 0, 0, 50, 0, 0, 0, 0, 50, 0}),
              "user 0, nice 0, system 0, idle 50, iowait 0, irq 0, softirq 0, steal 0, "
              "guest 50, guest-nice 0");
}

TEST_F(CpuShares, AreNoneWhenNothingWasCounted) {
    EXPECT_EQ(shares({1, 2, 3, 4}, {1, 2, 3, 4}), "");
    EXPECT_EQ(shares({}, {1, 2, 3, 4}), "");
}

TEST_F(CpuShares, TakeNoStealForThreeMinutesAfterBoot) {
    const Ticks before(8, 0);
    const Ticks now = {30, 0, 0, 30, 0, 0, 0, 60};
    write_proc("uptime", "179.99 1.00\n");
    EXPECT_EQ(shares(before, now),
              "user 50, nice 0, system 0, idle 50, iowait 0, irq 0, softirq 0, steal 0");
    write_proc("uptime", "180.00 1.00\n");
    EXPECT_EQ(shares(before, now),
              "user 25, nice 0, system 0, idle 25, iowait 0, irq 0, softirq 0, steal 50");
}

TEST_F(CpuShares, AskForTheUptimeOnlyWhereThereIsSteal) {
    std::filesystem::remove(proc() / "uptime");
    EXPECT_EQ(shares({0, 0, 0, 0, 0, 0, 0, 7}, {1, 0, 0, 1, 0, 0, 0, 7}),
              "user 50, nice 0, system 0, idle 50, iowait 0, irq 0, softirq 0, steal 0");
    EXPECT_THROW(static_cast<void>(shares({0, 0, 0, 0, 0, 0, 0, 7}, {1, 0, 0, 1, 0, 0, 0, 8})),
                 Error);
}

}  // namespace
}  // namespace monitoring
