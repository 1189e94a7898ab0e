// The parsers of what a host is busy with; procfs_network_test.cpp has the others.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/text/error.hpp"

using namespace monitoring;
using Ticks = std::vector<std::uint64_t>;

template <typename Parse>
static bool is_refused(Parse parse, std::string_view content) {
    try {
        static_cast<void>(parse(content));
    } catch (const Error&) {
        return true;
    }
    return false;
}

TEST(ParseUptime, ReadsTheFirstNumber) {
    EXPECT_EQ(parse_uptime("350735.47 234388.90\n").count(), 350735.47);
    EXPECT_EQ(parse_uptime("0.00 0.00\n").count(), 0);
    EXPECT_EQ(parse_uptime("12\n").count(), 12);
}

TEST(ParseUptime, ThrowsForAnythingElse) {
    for (const auto* content : {"", "\n", " 1 2\n", "350735", "350735.4", "abc 1\n", "-5 1\n",
                                "nan 1\n", "inf 1\n", "1e999 1\n", "1e12 1\n", "5x 1\n"}) {
        EXPECT_TRUE(is_refused(parse_uptime, content)) << content;
    }
}

TEST(ParseLoadavg, ReadsThreeAverages) {
    const auto load = parse_loadavg("0.20 1.18 12.05 2/80 11206\n");
    EXPECT_EQ(load.one, 0.20);
    EXPECT_EQ(load.five, 1.18);
    EXPECT_EQ(load.fifteen, 12.05);
}

TEST(ParseLoadavg, ThrowsForAnythingElse) {
    for (const auto* content :
         {"", "0.20\n", "0.20 1.18\n", "0.20 1.18 12.", "0.20 1.18 12.05", "0.20 x 12.05 2/80 1\n",
          "-0.20 1.18 12.05 2/80 1\n", "nan 1.18 12.05 2/80 1\n", "1e999 1.18 12.05 2/80 1\n"}) {
        EXPECT_TRUE(is_refused(parse_loadavg, content)) << content;
    }
}

TEST(ParseStat, Reads4Columns) {
    const auto times = parse_stat("cpu  10 20 30 40\ncpu0 10 20 30 40\nintr 1 2\n");
    EXPECT_EQ(times.ticks, (Ticks{10, 20, 30, 40}));
    EXPECT_EQ(times.processors, 1U);
}

TEST(ParseStat, Reads7Columns) {
    EXPECT_EQ(parse_stat("cpu  1 2 3 4 5 6 7\n").ticks, (Ticks{1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(parse_stat("cpu  1 2 3 4 5 6 7\n").processors, 0U);
}

TEST(ParseStat, Reads10Columns) {
    EXPECT_EQ(parse_stat("cpu  100 50 3 4 5 6 7 8 30 20\n").ticks,
              (Ticks{100, 50, 3, 4, 5, 6, 7, 8, 30, 20}));
}

TEST(ParseStat, LeavesOutColumnsOfLaterKernels) {
    EXPECT_EQ(parse_stat("cpu  9 9 3 4 5 6 7 8 1 2 77 88\n").ticks,
              (Ticks{9, 9, 3, 4, 5, 6, 7, 8, 1, 2}));
}

TEST(ParseStat, CountsTheOnlineProcessors) {
    const auto times =
        parse_stat("cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu2 1 2 3 4\ncpu11 1 2 3 4\nintr 5 cpu\nctxt 7\n");
    EXPECT_EQ(times.processors, 3U);
}

TEST(ParseStat, CountsNoLineWithoutANumber) {
    // The first is lxcfs's, which writes the line of all CPUs twice.
    for (const auto* line : {"cpu  1 2 3 4", "cpu", "cpux 1 2", "cpu1x 1 2", "cpufreq 1", "cpu-1 1",
                             "cpu0123456789012345678 1"}) {
        const auto times = parse_stat(fmt::format("cpu  1 2 3 4\n{}\ncpu0 1 2 3 4\n", line));
        EXPECT_EQ(times.processors, 1U) << line;
    }
}

TEST(ParseStat, HoldsTheLargestNumbers) {
    EXPECT_EQ(parse_stat("cpu  18446744073709551615 0 0 0\n").ticks.at(0), UINT64_MAX);
}

TEST(ParseStat, ThrowsForAnythingElse) {
    for (const auto* content :
         {"", "\n", "cpu", "cpu \n", "cpu  1 2 3\n", "cpu  1 2 3 4", "cpu  1 2 3 x\n",
          "cpu  1 2 -3 4\n", "cpu  1 2 3 18446744073709551616\n", "cpu  1 2 3 4.5\n",
          "cpu0 1 2 3 4\n", "intr 1\ncpu  1 2 3 4\n"}) {
        EXPECT_TRUE(is_refused(parse_stat, content)) << content;
    }
}

TEST(ParseMeminfo, ReadsBytes) {
    const auto memory = parse_meminfo(
        "MemTotal:       1000 kB\nMemFree:          10 kB\nMemAvailable:     40 kB\n"
        "Buffers:           5 kB\nCached:           20 kB\nSwapCached:        6 kB\n"
        "Active:            7 kB\nInactive:         30 kB\nActive(anon):      8 kB\n"
        "Inactive(anon):    9 kB\nInactive(file):   11 kB\n");
    EXPECT_EQ(memory.free, 10U * 1024);
    EXPECT_EQ(memory.cached, 20U * 1024);
    EXPECT_EQ(memory.inactive, 30U * 1024);
    EXPECT_EQ(memory.available, 40U * 1024);
}

TEST(ParseMeminfo, LeavesMissingKeysEmpty) {
    const auto memory = parse_meminfo(
        "MemFree:  0 kB\nSwapCached: 6 kB\nInactive(anon): 9 kB\nInactive(file): 11 kB\n");
    EXPECT_EQ(memory.free, 0U);
    EXPECT_FALSE(memory.cached);
    EXPECT_FALSE(memory.inactive);
    EXPECT_FALSE(memory.available);
    EXPECT_FALSE(parse_meminfo("").free);
    EXPECT_FALSE(parse_meminfo("hello\n").free);
}

TEST(ParseMeminfo, LeavesOutALineThatIsTornOrNotANumber) {
    for (const auto* content :
         {"MemFree:", "MemFree: ", "MemFree: 12", "MemFree: 12 k", "MemFree: -12 kB\n",
          "MemFree: x kB\n", "MemFree: 1.5 kB\n", "MemFree: 12 kB x\n",
          "MemFree: 18446744073709551615 kB\n", "MemFree: 18446744073709551616 kB\n",
          "MemFree 12 kB\n", "MemFree: 18014398509481983 kB\n"}) {
        EXPECT_FALSE(parse_meminfo(content).free) << content;
    }
}

TEST(ParsePressure, ReadsSomeAndFull) {
    const auto pressure = parse_pressure(
        "some avg10=0.10 avg60=1.25 avg300=3.00 total=7\n"
        "full avg10=0.20 avg60=0.50 avg300=4.00 total=8\n");
    EXPECT_EQ(pressure.some, 1.25);
    EXPECT_EQ(pressure.full, 0.5);
}

TEST(ParsePressure, HasNoFullWhereTheKernelHasNone) {
    const auto pressure = parse_pressure("some avg10=0.10 avg60=1.25 avg300=3.00 total=7\n");
    EXPECT_EQ(pressure.some, 1.25);
    EXPECT_FALSE(pressure.full);
}

TEST(ParsePressure, ThrowsForAnythingElse) {
    for (const auto* content :
         {"", "\n", "hello\n", "some avg10=0.10 avg60=1.2", "some avg10=0.10\n",
          "some avg10=0.10 avg60=x avg300=3.00 total=7\n",
          "some avg10=0.10 avg60=nan avg300=3.00 total=7\n",
          "some avg10=0.10 avg60=-1 avg300=3.00 total=7\n",
          "some avg10=0.10 avg60=1e999 avg300=3.00 total=7\n",
          "full avg10=0.20 avg60=0.50 avg300=4.00 total=8\n"}) {
        EXPECT_TRUE(is_refused(parse_pressure, content)) << content;
    }
}
