// What the glue writes for other engines than mackerel-agent.

#include <string>
#include <vector>

#include "support/probe_test.hpp"

using namespace monitoring;
using Words = std::vector<std::string>;

namespace {

const std::string kStatus =
    "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n# TYPE check_status gauge\n";

using FormatsTest = ProbeTest;

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
    expect(kMetrics, with({"no key"}), "UNKNOWN: a/b; 'no key' is not a metric key: left out\n", 3);
    expect(kWrapper, with({"fine | x=1"}), "fine (a/b) | x=1\n", 0);
    expect(kCheck, {"--warn", "a|b", "--message", "fine"}, "OK: fine\n", 0, "probe-check: a|b\n");
}

TEST_F(FormatsTest, OfMetricsAreFamiliesForPrometheus) {
    expect(kMetrics, {"--format", "prometheus"},
           "# HELP probe_graph Probe\n# TYPE probe_graph gauge\nprobe_graph 1.5\n", 0);
    expect(kMetrics, {"--format", "prometheus", "--how", "error"}, "", 1,
           "probe-metrics: cannot open /etc/motd: gone\n");
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

TEST_F(FormatsTest, LeaveTheDefinitionsOfGraphsAlone) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto plain = run(kMetrics, {});
    expect(kMetrics, {"--format", "prometheus", "--splay", "20"}, plain.output, 0);
    EXPECT_TRUE(plain.output.starts_with("# mackerel-agent-plugin\n"));
}

TEST_F(FormatsTest, HoldForMistakesInFrontOfThem) {
    expect(kCheck, {"-t", "0", "--format", "prometheus"},
           kStatus +
               "check_status{check=\"probe-check\"} 3\n"
               "# UNKNOWN: -t,--timeout: '0' leaves no time at all (see --help)\n",
           3);
    const auto file = (directory() / "check.prom").string();
    expect(kCheck, {"-t", "0", "--name", "x", "--output", file, "--format", "prometheus"}, "", 3);
    EXPECT_EQ(read_text(file),
              kStatus +
                  "check_status{check=\"x\"} 3\n"
                  "# UNKNOWN: -t,--timeout: '0' leaves no time at all (see --help)\n");
    expect(kCheck, {"--name", "", "--format", "prometheus"},
           kStatus +
               "check_status{check=\"probe-check\"} 3\n"
               "# UNKNOWN: --name: '' is not a name: one line of up to 255 bytes (see --help)\n",
           3);
}

TEST_F(FormatsTest, HoldForWordsThatCannotBeToldApart) {
    expect(kCheck, {"--help=1", "--format=prometheus", "--name", "x"},
           kStatus +
               "check_status{check=\"x\"} 3\n"
               "# UNKNOWN: --help: takes no value, as in '--help=1' (see --help)\n",
           3);
    expect(kMetrics, {"--format", "nagios", "--message"},
           "UNKNOWN: --message: 1 required TEXT missing (see --help)\n", 3);
    expect(kWrapper, {"--format", "nagios", "--message", "--", "cmd"},
           "UNKNOWN: --message: 1 required TEXT missing (see --help)\n", 3);
    expect(kMetrics, {"--message", "--format=nagios"},
           "UNKNOWN: --message: 1 required TEXT missing (see --help)\n", 3);
    expect(kWrapper, {"--message", "--format", "prometheus", "--", "cmd"},
           kStatus +
               "check_status{check=\"cmd\"} 3\n"
               "# UNKNOWN: --message: 1 required TEXT missing (see --help)\n",
           3);
    // Of two mistakes it is the one that is told, as it always was.
    expect(kCheck, {"--status", "x", "--message"},
           "UNKNOWN: --message: 1 required TEXT missing (see --help)\n", 3);
    expect(kCheck, {"--format"},
           "UNKNOWN: --format: 1 required mackerel|nagios|prometheus missing (see --help)\n", 3);
}

TEST_F(FormatsTest, HaveNoCharacterAtTheDeadlineThatMeansSomethingToNagios) {
    expect(kCheck, {"--format", "nagios", "--how", "hang at <a> | b|c<d", "-t", "0.2"},
           "UNKNOWN: no answer within 0.2 s (reading under a over - b/c under d)\n", 3);
    expect(kCheck, {"--how", "hang at <a> | b|c<d", "-t", "0.2"},
           "UNKNOWN: no answer within 0.2 s (reading <a> | b|c<d)\n", 3);
}
