// Tools that wait for their turn.

#include <fmt/format.h>
#include <signal.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/tool/splay.hpp"
#include "support/probe_test.hpp"

using namespace monitoring;
using SplayTest = ProbeTest;

TEST_F(SplayTest, WaitForTheirTurnNoLongerThanTheAgentWaits) {
    expect(kCheck, {"--splay", "1h"}, "UNKNOWN: --splay: '1h' is more than 20 s (see --help)\n", 3);
    expect(kCheck, {"--splay", "20", "-t", "11"},
           "UNKNOWN: --splay 20 and --timeout 11 take longer than the 30 s for which "
           "mackerel-agent waits\n",
           3);
    expect(kCheck, {"--splay", "0.01", "--message", "fine"}, "OK: fine\n", 0);
    expect(kWrapper, {"--splay", "10ms", "--message", "bare"}, "bare\n", 0);
}

TEST_F(SplayTest, EndAtASignalThatComesBeforeTheirTurn) {
    // It may be this host's turn at once, but not for one of these.
    for (const char* word : {"a", "b", "c", "d"}) {
        const auto running = start(kCheck, {"--splay", "20", "--message", word});
        usleep(300'000);
        kill(running.process, SIGTERM);
        const auto result = finish(running);
        if (result.exit_code == 0) continue;
        EXPECT_EQ(result.output,
                  "UNKNOWN: stopped by SIGTERM (waiting for its turn, as --splay says)\n");
        EXPECT_EQ(result.exit_code, 3);
        return;
    }
    FAIL() << "none waits";
}

TEST_F(SplayTest, AnswerAtOnce) {
    // So long no tool would be let wait.
    const std::vector<std::string> splay = {"--splay", "20", "--timeout", "11"};
    const auto with = [&splay](std::vector<std::string> words) {
        words.insert(words.begin(), splay.begin(), splay.end());
        return words;
    };
    EXPECT_EQ(run(kCheck, with({"--help"})).exit_code, 0);
    EXPECT_EQ(run(kCheck, with({"--version"})).exit_code, 0);
    EXPECT_EQ(run("delay-checker", with({"--show", "--", "true"})).exit_code, 0);
    expect("delay-checker", with({"--reset", "--", "true"}), "forgotten\n", 0);
    EXPECT_EQ(run("periodic-checker", with({"--explain"})).exit_code, 0);
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    EXPECT_EQ(run(kMetrics, with({})).exit_code, 0);
    EXPECT_EQ(run(kCheck, with({})).exit_code, 3);
}

TEST(HostIdentity, IsTheNameThatUnameKnowsWhereNoneIsGiven) {
    utsname host{};
    uname(&host);
    EXPECT_EQ(host_identity(), host_identity(host.nodename));
    EXPECT_EQ(host_identity("web1"), "web1");
}

TEST(HostDelay, SpreadsHostsEvenly) {
    constexpr std::size_t kParts = 20;
    constexpr int kHosts = 10'000;
    const std::string names[] = {"web{}", "ip-10-0-{}.ec2.internal", "localhost\n{:032x}\n"};
    for (const auto& name : names) {
        std::vector<int> hosts(kParts);
        for (int number = 0; number < kHosts; ++number) {
            const auto host = fmt::format(fmt::runtime(name), number);
            const auto delay = host_delay(host, {"check-uptime", "-w", "10m"}, Seconds(kParts));
            ++hosts.at(static_cast<std::size_t>(delay.count()));
        }
        // Five standard deviations from the 500 that each should have.
        EXPECT_GT(*std::min_element(hosts.begin(), hosts.end()), 390) << name;
        EXPECT_LT(*std::max_element(hosts.begin(), hosts.end()), 610) << name;
    }
}
