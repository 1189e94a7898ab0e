#include <cmath>

#include "support/linux_lite_test.hpp"

namespace monitoring {
namespace {

class LinuxLiteCpu : public LinuxLiteTest {
protected:
    static double sum_of_cpu(const Metrics& values) {
        double sum = 0;
        for (const auto& [key, value] : values) {
            if (key.find(".cpu-usage.") != std::string::npos) sum += std::stod(value);
        }
        return sum;
    }
};

TEST_F(LinuxLiteCpu, SharesTheTimeSinceTheLastRunAmongTheStatesAndCountsGuestsOnce) {
    set_cpu("100 50 0 0 0 0 0 0 10 5");
    metrics();
    // user +100 of which guest 40, nice +20 of which guest_nice 5, and 80 of other states.
    set_cpu("200 70 10 40 10 5 5 10 50 10");
    Metrics expected = kFirstRun;
    for (const auto& [state, share] : Metrics{{"user", "30"},
                                              {"nice", "7.5"},
                                              {"system", "5"},
                                              {"idle", "20"},
                                              {"iowait", "5"},
                                              {"irq", "2.5"},
                                              {"softirq", "2.5"},
                                              {"steal", "5"},
                                              {"guest", "20"},
                                              {"guest-nice", "2.5"}}) {
        expected["linux-lite.cpu-usage.cpu-" + state] = share;
    }
    EXPECT_EQ(metrics(), expected);
}

TEST_F(LinuxLiteCpu, SumsToAHundredWhateverTheNumbers) {
    set_cpu("1 2 3 4 5 6 7 8 0 0");
    metrics();
    set_cpu("8 9 10 12 12 13 14 15 7 7");
    const auto values = metrics();
    EXPECT_EQ(values.size(), 14U);
    EXPECT_NEAR(sum_of_cpu(values), 100, 0.0001);
}

TEST_F(LinuxLiteCpu, LeavesOutTheStatesThatAnOldKernelDoesNotCount) {
    set_cpu("0 0 0 0 0 0 0");
    metrics();
    set_cpu("10 0 10 60 20 0 0");
    const auto values = metrics();
    EXPECT_EQ(values.size(), 4U + 7U);
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-idle"), "60");
    EXPECT_FALSE(values.contains("linux-lite.cpu-usage.cpu-steal"));
    EXPECT_NEAR(sum_of_cpu(values), 100, 0.0001);
}

TEST_F(LinuxLiteCpu, CountsAColumnThatWentBackAsNothing) {
    set_cpu("100 0 0 0 500 0 0 0 0 0");
    metrics();
    set_cpu("150 0 0 50 400 0 0 0 0 0");
    const auto values = metrics();
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-iowait"), "0");
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-user"), "50");
}

TEST_F(LinuxLiteCpu, PrintsNoCpuWhenNoTimePassed) {
    metrics();
    EXPECT_EQ(metrics(), kFirstRun);
}

TEST_F(LinuxLiteCpu, CountsNoStealJustAfterBooting) {
    write_proc("uptime", "179.99 1.00\n");
    set_cpu("0 0 0 0 0 0 0 0 0 0");
    metrics();
    set_cpu("50 0 0 50 0 0 0 900 0 0");
    auto values = metrics();
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-steal"), "0");
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-user"), "50");
    write_proc("uptime", "180.00 1.00\n");
    set_cpu("100 0 0 100 0 0 0 1800 0 0");
    values = metrics();
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-steal"), "90");
}

TEST_F(LinuxLiteCpu, TakesARebootForAFirstRun) {
    metrics();
    write_proc("sys/kernel/random/boot_id", "another\n");
    set_cpu("99999 0 0 99999 0 0 0 0 0 0");
    EXPECT_EQ(metrics().size(), kFirstRun.size());
    set_cpu("100000 0 0 100000 0 0 0 0 0 0");
    EXPECT_EQ(metrics().at("linux-lite.cpu-usage.cpu-user"), "50");
}

}  // namespace
}  // namespace monitoring
