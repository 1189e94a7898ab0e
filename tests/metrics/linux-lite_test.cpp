#include <fmt/format.h>

#include <chrono>

#include "support/linux_lite_test.hpp"

namespace monitoring {
namespace {

class LinuxLite : public LinuxLiteTest {};

TEST_F(LinuxLite, PrintsEverythingButTheCpuAtTheFirstRun) {
    EXPECT_EQ(metrics(), kFirstRun);
    EXPECT_EQ(errors_, "");
    EXPECT_EQ(exit_code_, 0);
}

TEST_F(LinuxLite, LeavesOutWhatCannotBeRead) {
    write_proc("meminfo", "MemTotal: 5 kB\nMemFree: 1 kB\nCached: 1 kB\nInactive: 12");
    write_proc("loadavg", "zero\n");
    std::filesystem::remove_all(proc() / "77");
    EXPECT_EQ(metrics(),
              (Metrics{{"linux-lite.process.all", "3"}, {"linux-lite.process.running", "0"}}));
    EXPECT_EQ(exit_code_, 0);
    EXPECT_NE(errors_.find("/meminfo lacks Inactive\n"), std::string::npos);
    EXPECT_NE(errors_.find("cannot understand " + proc().string() + "/loadavg: 'zero\\n'"),
              std::string::npos);
}

TEST_F(LinuxLite, FailsWhenNothingCanBeMeasured) {
    set("HOST_PROC", "/nonexistent");
    EXPECT_EQ(metrics(), Metrics());
    EXPECT_EQ(exit_code_, 1);
    EXPECT_NE(errors_.find("cannot open /nonexistent/meminfo: No such file"), std::string::npos);
    EXPECT_NE(errors_.find("cannot open /nonexistent: No such file"), std::string::npos);
}

TEST_F(LinuxLite, CountsNoProcessesWhereThereCannotBeNone) {
    set("HOST_PROC", directory().string());
    EXPECT_EQ(metrics(), Metrics());
    EXPECT_EQ(exit_code_, 1);
    EXPECT_NE(errors_.find(directory().string() + " has no processes\n"), std::string::npos);
}

TEST_F(LinuxLite, AddsTheGroupsThatAreAskedFor) {
    const std::vector<std::string> all = {"--with", "memavailable,load,states", "--with",
                                          "psi,listen"};
    Metrics expected = kFirstRun;
    expected.merge(Metrics{{"linux-lite.memory.kernel-avail", "3072000000"},
                           {"linux-lite.loadavg.per-cpu-5", "0.5"},
                           {"linux-lite.loadavg.per-cpu-15", "0.75"},
                           {"linux-lite.process.blocked", "1"},
                           {"linux-lite.process.zombie", "1"}});
    for (const char* resource : {"cpu", "memory", "io"}) {
        expected[fmt::format("linux-lite.psi.{}-some", resource)] = "2.5";
        expected[fmt::format("linux-lite.psi.{}-full", resource)] = "0.25";
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(metrics(all), expected);
    sleep(1);
    write_proc("net/netstat", "TcpExt: ListenOverflows ListenDrops\nTcpExt: 100040 7\nIpExt: x\n");
    const auto values = metrics(all);
    const std::chrono::duration<double> longest = std::chrono::steady_clock::now() - start;
    EXPECT_LE(std::stod(values.at("linux-lite.listen.overflows")), 100000);
    EXPECT_GE(std::stod(values.at("linux-lite.listen.overflows")), 100000 / longest.count());
    EXPECT_FALSE(values.contains("linux-lite.listen.drops")) << "it went down";
}

TEST_F(LinuxLite, GoesWithoutAnOldKernelsMissingKeys) {
    write_proc("meminfo", "MemFree: 1 kB\nCached: 1 kB\nInactive: 1 kB\n");
    write_proc("pressure/cpu", "some avg10=1.00 avg60=2.50 avg300=0.00 total=1\n");
    std::filesystem::remove(proc() / "pressure/io");
    const auto values = metrics({"--with", "memavailable,psi"});
    EXPECT_FALSE(values.contains("linux-lite.memory.kernel-avail"));
    EXPECT_EQ(values.at("linux-lite.memory.avail"), "3072");
    EXPECT_EQ(values.at("linux-lite.psi.cpu-some"), "2.5");
    EXPECT_FALSE(values.contains("linux-lite.psi.cpu-full"));
    EXPECT_FALSE(values.contains("linux-lite.psi.io-some"));
    EXPECT_NE(errors_.find("lacks MemAvailable"), std::string::npos);
    EXPECT_NE(errors_.find("cannot open " + proc().string() + "/pressure/io"), std::string::npos);
}

TEST_F(LinuxLite, DefinesTheGraphsOfTheOriginal) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    set("HOST_PROC", "/nonexistent");
    const auto result = run("mackerel-plugin-linux-lite");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.output, read_text(FIXTURES_DIRECTORY "/linux-lite-graphs.txt"));
    EXPECT_FALSE(std::filesystem::exists(state_directory())) << "it took a measurement";
}

TEST_F(LinuxLite, TakesAnEmptyMetaVariableForAValueRun) {
    set("MACKEREL_AGENT_PLUGIN_META", "");
    EXPECT_EQ(metrics(), kFirstRun);
}

TEST_F(LinuxLite, ReplacesTheFirstSegmentOfEveryKey) {
    const auto values = metrics({"--metric-key-prefix", "web.lite"});
    EXPECT_EQ(values.size(), kFirstRun.size());
    EXPECT_EQ(values.at("web.lite.memory.avail"), "2560000000");
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto graphs = run("mackerel-plugin-linux-lite", {"--metric-key-prefix", "web.lite"});
    EXPECT_NE(graphs.output.find("\"web.lite.cpu-usage\":"), std::string::npos);
    EXPECT_EQ(graphs.output.find("\"linux-lite."), std::string::npos);
}

TEST_F(LinuxLite, KeepsTheMemoriesOfTwoPrefixesApart) {
    set_cpu("0 0 0 0");
    metrics({"--metric-key-prefix", "a"});
    metrics({"--metric-key-prefix", "b"});
    set_cpu("30 0 0 10");
    EXPECT_EQ(metrics({"--metric-key-prefix", "a"}).at("a.cpu-usage.cpu-user"), "75");
    EXPECT_EQ(metrics({"--metric-key-prefix", "b"}).at("b.cpu-usage.cpu-user"), "75");
}

TEST_F(LinuxLite, SaysMistakesOnStderrOnly) {
    for (const std::vector<std::string>& wrong :
         std::vector<std::vector<std::string>>{{"--with", "nothing"},
                                               {"--with", ""},
                                               {"--metric-key-prefix", "a b"},
                                               {"--metric-key-prefix", ".a"},
                                               {"--status-as", "ok=ok"},
                                               {"stray"}}) {
        EXPECT_EQ(metrics(wrong), Metrics());
        EXPECT_EQ(exit_code_, 1);
        EXPECT_TRUE(errors_.starts_with("mackerel-plugin-linux-lite: ")) << errors_;
        EXPECT_NE(errors_.find(wrong.back()), std::string::npos) << errors_;
    }
}

TEST_F(LinuxLite, StillPrintsWhenItsStateCannotBeSaved) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    EXPECT_EQ(metrics(), kFirstRun);
    EXPECT_NE(errors_.find("state not saved: /nonexistent/"), std::string::npos) << errors_;
}

TEST_F(LinuxLite, PrintsTheOtherMetricsBesideAnUnsafeStateDirectory) {
    std::filesystem::create_symlink("/tmp", state_directory());
    EXPECT_EQ(metrics(), kFirstRun);
    EXPECT_NE(errors_.find("will not keep state in "), std::string::npos) << errors_;
}

TEST_F(LinuxLite, LosesNoOtherRatesWhenTheCpuUsageCannotBeTold) {
    static_cast<void>(metrics({"--with", "listen"}));
    sleep(1);
    // The time since boot decides whether to believe the steal.
    std::filesystem::remove(proc() / "uptime");
    write_proc("stat", "cpu 900 0 0 900 0 0 0 900 0 0\ncpu0 900 0 0 900 0 0 0 900 0 0\n");
    const auto values = metrics({"--with", "listen"});
    EXPECT_EQ(values.at("linux-lite.listen.overflows"), "0");
    EXPECT_FALSE(values.contains("linux-lite.cpu-usage.cpu-user"));
    EXPECT_EQ(errors_, "mackerel-plugin-linux-lite: cannot open " + proc().string() +
                           "/uptime: No such file or directory\n");
}

}  // namespace
}  // namespace monitoring
