// Tools that hang: the deadline and the signals that end them.

#include <signal.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "support/run_tool.hpp"

using namespace monitoring;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

const std::string kCheck = PROBES_DIRECTORY "/probe-check";
const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";

/// Whether a process catches SIGTERM already and sleeps: that is where a probe hangs.
bool is_hanging(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/status");
    bool is_asleep = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("State:")) is_asleep = line.find("S (sleeping)") != std::string::npos;
        if (!line.starts_with("SigCgt:")) continue;
        const auto caught = std::stoull(line.substr(7), nullptr, 16);
        return is_asleep && (caught >> (SIGTERM - 1U) & 1U) != 0;
    }
    return false;
}

class SignalsTest : public ToolTest {
protected:
    /// How a program ends that gets a signal while it hangs.
    [[nodiscard]] ToolResult interrupt(int signal, const std::string& program,
                                       std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.end(), {"--how", "hang", "--timeout", "50"});
        const auto running = start(program, arguments);
        const auto timeout = steady_clock::now() + seconds(30);
        while (!is_hanging(running.process) && steady_clock::now() < timeout) {
            std::this_thread::sleep_for(milliseconds(2));
        }
        kill(running.process, signal);
        return finish(running);
    }
};

void expect_end(const ToolResult& result, const std::string& output, int exit_code) {
    EXPECT_EQ(result.output, output);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_LT(result.duration, seconds(40)) << "it waited for its deadline";
}

}  // namespace

TEST_F(SignalsTest, TheDeadlineEndsAToolThatHangs) {
    const auto result = run(kCheck, {"--how", "hang", "-t", "0.3"});
    expect_end(result, "UNKNOWN: no answer within 0.3 s (reading /etc/motd\\n)\n", 3);
    EXPECT_GE(result.duration, milliseconds(300));
}

TEST_F(SignalsTest, TheDeadlineMayBeAnyDuration) {
    expect_end(run(kCheck, {"--how", "hang", "-t", "200ms"}),
               "UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n", 3);
    const auto result = run(kCheck, {"--how", "hang idly", "--timeout", "1.25"});
    expect_end(result, "UNKNOWN: no answer within 1.25 s\n", 3);
    EXPECT_GE(result.duration, milliseconds(1250));
}

TEST_F(SignalsTest, TheSmallestDeadlineIsOneToo) {
    const auto result = run(kCheck, {"--how", "hang idly", "-t", "1e-300"});
    EXPECT_EQ(result.output.substr(0, 27), "UNKNOWN: no answer within 1");
    EXPECT_EQ(result.exit_code, 3);
}

TEST_F(SignalsTest, TheLargestDeadlineIsAsGoodAsNone) {
    const auto result = run(kCheck, {"--message", "fine", "-t", "1e300"});
    expect_end(result, "OK: fine\n", 0);
    expect_end(run(kCheck, {"--message", "fine", "-t", "1000w"}), "OK: fine\n", 0);
}

TEST_F(SignalsTest, TheDeadlineEndsMetricsWithTheReasonOnStderr) {
    const auto result = run(kMetrics, {"--how", "hang", "-t", "0.3"});
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors, "probe-metrics: no answer within 0.3 s (reading /etc/motd\\n)\n");
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(SignalsTest, TheDeadlineEndsAWrapperThatHasOne) {
    expect_end(run(kWrapper, {"--how", "hang idly", "--timeout", "0.3"}),
               "UNKNOWN: no answer within 0.3 s\n", 3);
}

TEST_F(SignalsTest, EndACheckAtOnceByTheirName) {
    expect_end(interrupt(SIGTERM, kCheck), "UNKNOWN: stopped by SIGTERM (reading /etc/motd\\n)\n",
               3);
    expect_end(interrupt(SIGINT, kCheck), "UNKNOWN: stopped by SIGINT (reading /etc/motd\\n)\n", 3);
}

TEST_F(SignalsTest, EndAWrapperAndMetricsToo) {
    expect_end(interrupt(SIGTERM, kWrapper), "UNKNOWN: stopped by SIGTERM (reading /etc/motd\\n)\n",
               3);
    const auto result = interrupt(SIGINT, kMetrics);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors, "probe-metrics: stopped by SIGINT (reading /etc/motd\\n)\n");
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(SignalsTest, AreShownAsAnotherStatusToo) {
    expect_end(interrupt(SIGTERM, kCheck, {"--status-as", "unknown=warning"}),
               "WARNING: stopped by SIGTERM (reading /etc/motd\\n)\n", 1);
}

TEST_F(SignalsTest, EndAToolWhoseParentHadBlockedThem) {
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    for (const int signal : {SIGTERM, SIGINT, SIGALRM}) sigaddset(&blocked, signal);
    ASSERT_EQ(sigprocmask(SIG_BLOCK, &blocked, &before), 0);
    const auto terminated = interrupt(SIGTERM, kCheck);
    const auto interrupted = interrupt(SIGINT, kCheck);
    const auto late = run(kCheck, {"--how", "hang idly", "-t", "0.3"});
    sigprocmask(SIG_SETMASK, &before, nullptr);
    expect_end(terminated, "UNKNOWN: stopped by SIGTERM (reading /etc/motd\\n)\n", 3);
    expect_end(interrupted, "UNKNOWN: stopped by SIGINT (reading /etc/motd\\n)\n", 3);
    expect_end(late, "UNKNOWN: no answer within 0.3 s\n", 3);
}

TEST_F(SignalsTest, EndAToolWhoseParentHadIgnoredThem) {
    for (const int signal : {SIGTERM, SIGINT, SIGALRM}) ::signal(signal, SIG_IGN);
    const auto terminated = interrupt(SIGTERM, kCheck);
    const auto interrupted = interrupt(SIGINT, kCheck);
    const auto late = run(kCheck, {"--how", "hang idly", "-t", "0.3"});
    for (const int signal : {SIGTERM, SIGINT, SIGALRM}) ::signal(signal, SIG_DFL);
    expect_end(terminated, "UNKNOWN: stopped by SIGTERM (reading /etc/motd\\n)\n", 3);
    expect_end(interrupted, "UNKNOWN: stopped by SIGINT (reading /etc/motd\\n)\n", 3);
    expect_end(late, "UNKNOWN: no answer within 0.3 s\n", 3);
}

TEST_F(SignalsTest, RightBehindTheLineChangeNothing) {
    // What runs under a tracer cannot look for leaks.
    set("ASAN_OPTIONS", "detect_leaks=0");
    const auto behind_write = [&](const std::string& program, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--signal-behind-write", program});
        return run(FAKE_CLOCK, arguments);
    };
    expect_end(behind_write(kCheck, {"--message", "fine"}), "OK: fine\n", 0);
    expect_end(behind_write(kWrapper, {"--message", "fine", "--status", "critical"}), "fine\n", 2);
    expect_end(behind_write(kCheck, {"--how", "error"}), "UNKNOWN: cannot open /etc/motd: gone\n",
               3);
    const auto failed = behind_write(kMetrics, {"--how", "error"});
    EXPECT_EQ(failed.output, "");
    EXPECT_EQ(failed.errors, "probe-metrics: cannot open /etc/motd: gone\n");
    EXPECT_EQ(failed.exit_code, 1);
}
