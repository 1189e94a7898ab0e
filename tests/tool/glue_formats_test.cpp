// What the glue writes for other engines than mackerel-agent, into files, and in its turn.

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.hpp"

using namespace monitoring;
using Words = std::vector<std::string>;

namespace {

const std::string kCheck = PROBES_DIRECTORY "/probe-check";
const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";
const std::string kStatus =
    "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n# TYPE check_status gauge\n";

class FormatsTest : public ToolTest {
protected:
    void expect(const std::string& program, const Words& arguments, const std::string& output,
                int exit_code, const std::string& errors = "") const {
        const auto result = run(program, arguments);
        EXPECT_EQ(result.output, output);
        EXPECT_EQ(result.errors, errors);
        EXPECT_EQ(result.exit_code, exit_code);
    }
    [[nodiscard]] std::string file() const { return directory() / "check.prom"; }
    [[nodiscard]] long files() const {
        long count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(directory())) {
            if (entry.is_regular_file()) ++count;
        }
        return count;
    }
};

}  // namespace

TEST_F(FormatsTest, AreThoseOfEachEngine) {
    const Words said = {"--status", "warning", "--message", "a < b | c", "--note", " (n)"};
    const auto with = [&said](const Words& more) {
        Words all = said;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    expect(kCheck, with({"--format", "mackerel"}), "WARNING: a < b | c (n)\n", 1);
    expect(kCheck, with({"--format=nagios"}), "WARNING: a under b - c (n)\n", 1);
    expect(kCheck, with({"--format", "prometheus", "--name", "x"}),
           kStatus + "check_status{check=\"x\"} 1\n# WARNING: a < b | c (n)\n", 1);
    expect(kCheck, {"--format", "prometheus"},
           kStatus + "check_status{check=\"probe-check\"} 0\n# OK: \n", 0);
}

TEST_F(FormatsTest, HoldForWhatCannotBeJudged) {
    expect(kCheck, {"--format", "prometheus", "--how", "error"},
           kStatus +
               "check_status{check=\"probe-check\"} 3\n"
               "# UNKNOWN: cannot open /etc/motd: gone\n",
           3);
    expect(kCheck, {"--how", "hang", "-t", "0.2", "--format", "prometheus"},
           kStatus +
               "check_status{check=\"probe-check\"} 3\n"
               "# UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n",
           3);
    expect(kCheck, {"--status-as", "unknown=warning", "--format", "nagios", "--how", "error"},
           "WARNING: cannot open /etc/motd: gone\n", 1);
}

TEST_F(FormatsTest, OfMetricsHaveAStatusForNagios) {
    expect(kMetrics, {"--format", "nagios"},
           "OK: 1 metrics of probe-metrics | probe.graph.key=1.5\n", 0);
    expect(kMetrics, {"--format", "nagios", "--how", "error"},
           "UNKNOWN: cannot open /etc/motd: gone\n", 3);
    expect(kMetrics, {"--format", "nagios", "--how", "hang", "-t", "0.2"},
           "UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n", 3);
    expect(kMetrics, {"--format", "nagios", "--message", "no key"},
           "UNKNOWN: 'no key' is not a metric key: left out\n", 3);
}

TEST_F(FormatsTest, LeaveNothingToStderrForNagios) {
    const Words warned = {"--warn", "a|b", "--format", "nagios", "--message"};
    const auto with = [&warned](const Words& more) {
        Words all = warned;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    expect(kCheck, with({"fine", "--note", " (n)"}), "OK: fine (n) (a/b)\n", 0);
    expect(kCheck, with({"", "--how", "error"}), "UNKNOWN: cannot open /etc/motd: gone (a/b)\n", 3);
    expect(kMetrics, with({""}), "OK: 1 metrics of probe-metrics (a/b) | probe.graph.key=1.5\n", 0);
    expect(kWrapper, with({"fine | x=1"}), "fine (a/b) | x=1\n", 0);
    expect(kCheck, {"--warn", "a|b", "--message", "fine"}, "OK: fine\n", 0, "probe-check: a|b\n");
}

TEST_F(FormatsTest, OfMetricsAreFamiliesForPrometheus) {
    expect(kMetrics, {"--format", "prometheus"},
           "# HELP probe_graph Probe\n# TYPE probe_graph gauge\nprobe_graph 1.5\n", 0);
    expect(kMetrics, {"--format", "prometheus", "--how", "error"}, "", 1,
           "probe-metrics: cannot open /etc/motd: gone\n");
}

TEST_F(FormatsTest, ReplaceAFile) {
    write_text(file(), "old");
    expect(kCheck, {"--output", file(), "--message", "fine"}, "", 0);
    EXPECT_EQ(read_text(file()), "OK: fine\n");
    expect(kWrapper, {"--output", file(), "--message", "bare"}, "", 0);
    EXPECT_EQ(read_text(file()), "bare\n");
    expect(kMetrics, {"--output", file(), "--format", "prometheus"}, "", 0);
    EXPECT_NE(read_text(file()).find("\nprobe_graph 1.5\n"), std::string::npos);
    EXPECT_EQ(files(), 1);
}

TEST_F(FormatsTest, ReplaceAFileAlsoWhereThereIsNoResult) {
    expect(kCheck, {"--output", file(), "--how", "hang", "-t", "0.2"}, "", 3);
    EXPECT_EQ(read_text(file()), "UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n");
    expect(kCheck, {"--output", file(), "--how", "mistake"}, "", 3);
    EXPECT_EQ(read_text(file()), "UNKNOWN: no limit\n");
    // What was measured once is not measured now.
    expect(kMetrics, {"--output", file(), "--how", "error"}, "", 1,
           "probe-metrics: cannot open /etc/motd: gone\n");
    EXPECT_EQ(read_text(file()), "");
    write_text(file(), "old");
    expect(kMetrics, {"--output", file(), "--how", "hang", "-t", "0.2"}, "", 1,
           "probe-metrics: no answer within 0.2 s (reading /etc/motd\\n)\n");
    EXPECT_EQ(read_text(file()), "");
    EXPECT_EQ(files(), 1);
}

TEST_F(FormatsTest, SayOnStdoutWhyTheFileCannotBeWritten) {
    const auto missing = (directory() / "no/file").string();
    expect(kCheck, {"--output", missing},
           "UNKNOWN: cannot write " + missing + ": No such file or directory\n", 3);
    expect(kCheck, {"--output", missing, "--how", "hang", "-t", "0.2"},
           "UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n", 3);
    expect(kMetrics, {"--output", missing}, "", 1,
           "probe-metrics: cannot write " + missing + ": No such file or directory\n");
    expect(kCheck, {"--output", "/tmp/"},
           "UNKNOWN: --output: '/tmp/' is not the path of a file (see --help)\n", 3);
}

TEST_F(FormatsTest, HaveRoomForTheLongestName) {
    const std::string name(255, '"');
    std::string quoted;
    for (const char c : name) (quoted += '\\') += c;
    expect(kCheck, {"--how", "hang", "-t", "0.2", "--format", "prometheus", "--name", name},
           kStatus + "check_status{check=\"" + quoted +
               "\"} 3\n# UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n",
           3);
    expect(kCheck, {"--name", std::string(256, 'x')},
           "UNKNOWN: --name: '" + std::string(254, 'x') +
               "…' is not a name: one line of up to 255 bytes (see --help)\n",
           3);
}

TEST_F(FormatsTest, HoldForMistakesInFrontOfThem) {
    expect(kCheck, {"-t", "0", "--format", "prometheus"},
           kStatus +
               "check_status{check=\"probe-check\"} 3\n"
               "# UNKNOWN: -t,--timeout: '0' leaves no time at all (see --help)\n",
           3);
}

TEST_F(FormatsTest, ReplaceNoFileByAnAnswer) {
    write_text(file(), "old");
    const auto help = run(kCheck, {"--output", file(), "--help"});
    EXPECT_NE(help.output.find("Usage:"), std::string::npos);
    EXPECT_EQ(read_text(file()), "old");
}

TEST_F(FormatsTest, WaitForTheirTurnNoLongerThanTheAgentWaits) {
    expect(kCheck, {"--splay", "1h"}, "UNKNOWN: --splay: '1h' is more than 20 s (see --help)\n", 3);
    expect(kCheck, {"--splay", "20", "-t", "11"},
           "UNKNOWN: --splay 20 and --timeout 11 take longer than the 30 s for which "
           "mackerel-agent waits\n",
           3);
    expect(kCheck, {"--splay", "0.01", "--message", "fine"}, "OK: fine\n", 0);
    expect(kWrapper, {"--splay", "10ms", "--message", "bare"}, "bare\n", 0);
}

TEST_F(FormatsTest, EndAtASignalThatComesBeforeTheirTurn) {
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

TEST_F(FormatsTest, LeaveTheDefinitionsOfGraphsAlone) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto plain = run(kMetrics, {});
    expect(kMetrics, {"--format", "prometheus", "--splay", "20"}, plain.output, 0);
    EXPECT_TRUE(plain.output.starts_with("# mackerel-agent-plugin\n"));
}
