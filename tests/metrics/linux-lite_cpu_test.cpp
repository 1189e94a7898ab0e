#include <fmt/format.h>

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

TEST_F(LinuxLiteCpu, CountsAColumnThatWentBelowZeroAsNothing) {
    // As the kernel and lxcfs show it; the last is that of nanoseconds in ticks.
    for (const std::string below_zero :
         {"18446744073709551615", "18446744073709551000", "1844674407370"}) {
        for (const auto& [columns, state] : {std::pair{"150 0 0 150 {} 0 0 0 0 0", "iowait"},
                                             {"150 0 0 150 0 0 0 {} 0 0", "steal"},
                                             {"150 0 0 150 0 0 0 0 {} 0", "guest"},
                                             {"150 0 0 150 0 0 0 0 0 {}", "guest-nice"},
                                             {"150 {} 0 150 0 0 0 0 0 0", "nice"}}) {
            set_cpu("50 0 0 50 0 0 0 0 0 0");
            metrics();
            set_cpu(fmt::format(fmt::runtime(columns), below_zero));
            const auto values = metrics();
            EXPECT_EQ(values.at(fmt::format("linux-lite.cpu-usage.cpu-{}", state)), "0");
            EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-user"), "50") << columns << below_zero;
            EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-idle"), "50") << columns << below_zero;
        }
    }
}

TEST_F(LinuxLiteCpu, GivesTheHostNoneOfTheTimeOfAGuestThatWentBelowZero) {
    set_cpu("900050 0 0 50 0 0 0 0 900000 0");
    metrics();
    set_cpu("900150 0 0 150 0 0 0 0 18446744073709551615 0");
    EXPECT_EQ(metrics().at("linux-lite.cpu-usage.cpu-user"), "50");
    set_cpu("900250 0 0 250 0 0 0 0 900000 0");
    EXPECT_EQ(metrics().at("linux-lite.cpu-usage.cpu-user"), "50");
}

TEST_F(LinuxLiteCpu, DoesNotGoBelowZeroWhenAGuestHadMoreThanItsHost) {
    set_cpu("0 0 0 0 0 0 0 0 0 0");
    metrics();
    set_cpu("10 0 0 50 0 0 0 0 50 0");
    const auto values = metrics();
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-user"), "0");
    EXPECT_EQ(values.at("linux-lite.cpu-usage.cpu-guest"), "50");
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

TEST_F(LinuxLiteCpu, CountsTheProcessorsAndNotTheLinesOfAllOfThem) {
    // As lxcfs writes it. The load of the fixture is 0.5.
    write_proc("stat", "cpu  1 0 0 4\ncpu  1 0 0 4\ncpu0 1 0 0 4\ncpu1 0 0 0 0\n");
    EXPECT_EQ(metrics().at("linux-lite.loadavg.per-cpu"), "0.25");
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
