#include "support/ntpq_test.hpp"

#include <signal.h>
#include <unistd.h>

namespace monitoring {
namespace {

class Ntpq : public NtpqTest {};

TEST_F(Ntpq, PrintsTheOffsetInMillisecondsWithoutItsSign) {
    for (const auto& [seconds, milliseconds] :
         {std::pair("-0.000040000", "0.04"), std::pair("0.040000000", "40"),
          std::pair("-0.250047982", "250.047982"), std::pair("3.500044001", "3500.044001"),
          std::pair("0.000000000", "0")}) {
        chronyd_measures(seconds);
        EXPECT_EQ(quiet_metrics(), synchronised(milliseconds));
    }
}

TEST_F(Ntpq, PrintsNoOffsetOfAClockThatIsNotSynchronised) {
    for (const char* state : {"just-started", "server-gone-30s", "disagree"}) {
        chronyd_says(ntp_fixture(std::string("chronyc-sources-") + state + ".txt"));
        EXPECT_EQ(quiet_metrics(), kNotSynchronised) << state;
    }
    chronyd_says("");
    EXPECT_EQ(quiet_metrics(), kNotSynchronised);
}

TEST_F(Ntpq, PrintsAnOffsetBelowASecondNegativeSoonAfterABoot) {
    chronyd_measures("-0.250000000");
    for (const auto& [uptime, offset] :
         {std::pair("0.00", "-250"), std::pair("1799.99", "-250"), std::pair("1800.00", "250"),
          std::pair("1800.01", "250")}) {
        write_proc("uptime", std::string(uptime) + " 1.00\n");
        EXPECT_EQ(quiet_metrics(), synchronised(offset)) << uptime;
    }
    write_proc("uptime", "5.00 1.00\n");
    chronyd_measures("0.000000000");
    EXPECT_EQ(quiet_metrics(), synchronised("0"));
}

TEST_F(Ntpq, PrintsAnOffsetOfASecondAsItIsAtAnyTime) {
    write_proc("uptime", "5.00 1.00\n");
    for (const auto& [seconds, milliseconds] :
         {std::pair("0.999999000", "-999.999"), std::pair("1.000000000", "1000"),
          std::pair("-1.000000000", "1000"), std::pair("-3600.500000000", "3600500")}) {
        chronyd_measures(seconds);
        EXPECT_EQ(quiet_metrics(), synchronised(milliseconds)) << seconds;
    }
}

TEST_F(Ntpq, TakesTheTimeAfterABootFromTheUser) {
    chronyd_measures("0.250000000");
    write_proc("uptime", "59.00 1.00\n");
    for (const auto& [grace, offset] :
         {std::pair("60", "-250"), std::pair("1m", "-250"), std::pair("59s", "250"),
          std::pair("1h", "-250"), std::pair("0", "250"), std::pair("0s", "250")}) {
        EXPECT_EQ(quiet_metrics({"--boot-grace", grace}), synchronised(offset)) << grace;
    }
}

TEST_F(Ntpq, PrintsTheOffsetAlsoWhereTheUptimeCannotBeRead) {
    chronyd_measures("0.250000000");
    std::filesystem::remove(proc() / "uptime");
    EXPECT_EQ(metrics(), synchronised("250"));
    EXPECT_EQ(errors_, "mackerel-plugin-ntpq: cannot open " + proc().string() +
                           "/uptime: No such file or directory\n");
    write_proc("uptime", "soon\n");
    EXPECT_EQ(metrics(), synchronised("250"));
    EXPECT_NE(errors_.find("cannot understand " + proc().string() + "/uptime"), std::string::npos);
    // Where it does not matter, nobody looks.
    EXPECT_EQ(quiet_metrics({"--boot-grace", "0"}), synchronised("250"));
    chronyd_measures("1.500000000");
    EXPECT_EQ(quiet_metrics(), synchronised("1500"));
}

TEST_F(Ntpq, DefinesItsGraphsWithoutAskingAnybody) {
    chronyd_measures("0.250000000");
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto result = run("mackerel-plugin-ntpq");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.output, read_text(FIXTURES_DIRECTORY "/ntpq-graphs.txt"));
    EXPECT_EQ(asked(), "");
}

TEST_F(Ntpq, ReplacesTheFirstSegmentOfEveryKey) {
    chronyd_measures("0.250000000");
    EXPECT_EQ(quiet_metrics({"--metric-key-prefix", "time.host"}),
              (Metrics{{"time.host.synced.remote", "1"}, {"time.host.offset.seconds", "250"}}));
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto graphs = run("mackerel-plugin-ntpq", {"--metric-key-prefix", "time.host"});
    EXPECT_NE(graphs.output.find("\"time.host.offset\":"), std::string::npos);
    EXPECT_EQ(graphs.output.find("\"ntpq."), std::string::npos);
}

TEST_F(Ntpq, SaysMistakesOnStderrOnly) {
    for (const std::vector<std::string>& wrong :
         std::vector<std::vector<std::string>>{{"--source", "ntpdate"},
                                               {"--source", ""},
                                               {"--source", "chronyd,ntpd"},
                                               {"--boot-grace", "-1"},
                                               {"--boot-grace", "soon"},
                                               {"--boot-grace", ""},
                                               {"--with", "everything"},
                                               {"stray"}}) {
        const auto result = run("mackerel-plugin-ntpq", wrong);
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.exit_code, 1);
        EXPECT_TRUE(result.errors.starts_with("mackerel-plugin-ntpq: ")) << result.errors;
        EXPECT_NE(result.errors.find(wrong.back()), std::string::npos) << result.errors;
    }
    EXPECT_EQ(asked(), "");
}

TEST_F(Ntpq, EndsTheProgramThatItWaitsForWhenItIsTold) {
    const auto pid_file = (directory() / "pid").string();
    program("chronyc", "echo $$ >" + pid_file + "\nexec /bin/sleep 100\n");
    const Running running = start("mackerel-plugin-ntpq");
    while (!read_text(pid_file).ends_with("\n")) usleep(10'000);
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.errors, "mackerel-plugin-ntpq: stopped by SIGTERM (running chronyc)\n");
    EXPECT_LT(result.duration, std::chrono::seconds(50));
    EXPECT_NE(kill(std::stoi(read_text(pid_file)), 0), 0) << "it is still there";
}

}  // namespace
}  // namespace monitoring
