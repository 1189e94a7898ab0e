// What the glue makes of a result: the line, the exit code. The other glue_*_test.cpp are about
// options, about ending early and about a broken stdout.

#include "common/tool/glue.hpp"

#include <filesystem>
#include <string>

#include "common/text/text.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

const std::string kCheck = PROBES_DIRECTORY "/probe-check";
const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";

class GlueTest : public ToolTest {
protected:
    void expect_check(const std::vector<std::string>& arguments, const std::string& output,
                      int exit_code) const {
        const auto result = run(kCheck, arguments);
        EXPECT_EQ(result.output, output);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, exit_code);
    }
};

}  // namespace

TEST_F(GlueTest, PrintsEachStatusAndItsMessage) {
    expect_check({"--status", "ok", "--message", "fine"}, "OK: fine\n", 0);
    expect_check({"--status", "warning", "--message", "so so"}, "WARNING: so so\n", 1);
    expect_check({"--status", "critical", "--message", "bad"}, "CRITICAL: bad\n", 2);
    expect_check({"--status", "unknown", "--message", "?"}, "UNKNOWN: ?\n", 3);
}

TEST_F(GlueTest, PutsTheNoteBehindTheMessage) {
    expect_check({"--message", "fine", "--note", " (not saved)"}, "OK: fine (not saved)\n", 0);
    expect_check({"--note", " (not saved)"}, "OK:  (not saved)\n", 0);
}

TEST_F(GlueTest, PrintsALineAlsoForAnEmptyMessage) { expect_check({}, "OK: \n", 0); }

TEST_F(GlueTest, LeavesAMessageThatJustFits) {
    const std::string message(kMaxLineLength - 5, 'x');
    expect_check({"--message", message}, "OK: " + message + "\n", 0);
    expect_check({"--message", message + "y"}, "OK: " + std::string(1018, 'x') + "…\n", 0);
}

TEST_F(GlueTest, CutsALongMessageAndKeepsItsNote) {
    std::string message;
    for (int i = 0; i < 2000; ++i) message += "語";
    const auto result =
        run(kCheck, {"--status", "critical", "--message", message, "--note", " (é)"});
    EXPECT_EQ(count_characters(result.output), kMaxLineLength);
    EXPECT_TRUE(result.output.ends_with("語… (é)\n")) << result.output;
    EXPECT_EQ(printable(result.output), result.output.substr(0, result.output.size() - 1) + "\\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST_F(GlueTest, CutsALongNoteToo) {
    const auto result =
        run(kCheck, {"--message", std::string(5000, 'm'), "--note", std::string(5000, 'n')});
    EXPECT_EQ(count_characters(result.output), kMaxLineLength);
    EXPECT_EQ(result.output.substr(0, 8), "OK: mmmm");
    EXPECT_TRUE(result.output.ends_with("nnn…\n"));
}

TEST_F(GlueTest, EscapesControlCharactersBeforeItCuts) {
    expect_check({"--message", "a\nb\x1b[0m\tc\x7f"}, "OK: a\\nb\\x1b[0m\\tc\\x7f\n", 0);
    const auto result = run(kCheck, {"--message", std::string(1000, '\n')});
    EXPECT_EQ(count_characters(result.output), kMaxLineLength);
    EXPECT_EQ(result.output.find('\n'), result.output.size() - 1);
}

TEST_F(GlueTest, ReplacesWhatIsNotUtf8) {
    expect_check({"--message", "a\xff\xc3(", "--note", "\xe3\x81"},
                 "OK: a\uFFFD\uFFFD(\uFFFD\uFFFD\n", 0);
}

TEST_F(GlueTest, EscapesTheNameThatItIsCalledBy) {
    const auto path = directory() / "a\n\x1b[1m\u202eprobe-metrics";
    std::filesystem::create_symlink(kMetrics, path);
    const std::string name = "a\\n\\x1b[1m\\u202eprobe-metrics";
    EXPECT_EQ(run(path, {"--version"}).output, name + " " + PROJECT_VERSION + "\n");
    EXPECT_NE(run(path, {"--help"}).output.find("\nUsage: " + name + " [OPTIONS]\n"),
              std::string::npos);
    EXPECT_EQ(run(path, {"--how", "error"}).errors, name + ": cannot open /etc/motd: gone\n");
    EXPECT_EQ(run(path, {"--how", "hang", "-t", "0.1"}).errors,
              name + ": no answer within 0.1 s (reading /etc/motd\\n)\n");
}

TEST_F(GlueTest, IsUnknownWhenJudgingIsImpossible) {
    expect_check({"--how", "error"}, "UNKNOWN: cannot open /etc/motd: gone\n", 3);
    expect_check({"--how", "exception"}, "UNKNOWN: a mistake of ours\n", 3);
    expect_check({"--how", "mistake"}, "UNKNOWN: no limit\n", 3);
}

TEST_F(GlueTest, ShowsOneStatusAsAnother) {
    const std::string map = "critical=WARNING,warning=ok";
    expect_check({"--status-as", map, "--status", "critical", "--message", "x"}, "WARNING: x\n", 1);
    expect_check({"--status-as", map, "--status", "warning", "--message", "x"}, "OK: x\n", 0);
    expect_check({"--status-as", map, "--status", "unknown", "--message", "x"}, "UNKNOWN: x\n", 3);
    expect_check({"--status-as=ok=critical", "--message", "x"}, "CRITICAL: x\n", 2);
}

TEST_F(GlueTest, ShowsErrorsAndTheDeadlineAsAnotherStatusToo) {
    const std::string map = "unknown=ok,critical=warning";
    expect_check({"--status-as", map, "--how", "error"}, "OK: cannot open /etc/motd: gone\n", 0);
    expect_check({"--status-as", map, "--how", "exception"}, "OK: a mistake of ours\n", 0);
    expect_check({"--status-as", map, "--how", "hang", "-t", "0.3"},
                 "OK: no answer within 0.3 s (reading /etc/motd\\n)\n", 0);
}

TEST_F(GlueTest, ShowsAMistakeOnTheCommandLineAlwaysAsUnknown) {
    const std::string map = "unknown=ok";
    expect_check({"--status-as", map, "--how", "mistake"}, "UNKNOWN: no limit\n", 3);
    expect_check({"--status-as", map, "--foo"},
                 "UNKNOWN: The following argument was not expected: --foo (see --help)\n", 3);
}

TEST_F(GlueTest, PrintsMetricsInOneLineEach) {
    const auto result = run(kMetrics);
    EXPECT_EQ(result.output.substr(0, 20), "probe.graph.key\t1.5\t");
    EXPECT_EQ(result.output.find('\n'), result.output.size() - 1);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_F(GlueTest, PrintsTheGraphsWhenTheAgentAsksForThem) {
    const std::string definition =
        "# mackerel-agent-plugin\n"
        R"({"graphs":{"probe.graph":{"label":"Probe","unit":"float",)"
        R"("metrics":[{"name":"key","label":"label","stacked":true}]}}})"
        "\n";
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    EXPECT_EQ(run(kMetrics).output, definition);
    EXPECT_EQ(run(kMetrics).exit_code, 0);
    set("MACKEREL_AGENT_PLUGIN_META", "");
    EXPECT_EQ(run(kMetrics).output.substr(0, 16), "probe.graph.key\t");
}

TEST_F(GlueTest, PrintsNoMetricsAndTheReasonOnStderrWhenThereAreNone) {
    const auto error = run(kMetrics, {"--how", "error"});
    EXPECT_EQ(error.output, "");
    EXPECT_EQ(error.errors, "probe-metrics: cannot open /etc/motd: gone\n");
    EXPECT_EQ(error.exit_code, 1);
    const auto bad_key = run(kMetrics, {"--message", "a b"});
    EXPECT_EQ(bad_key.output, "");
    EXPECT_EQ(bad_key.errors, "probe-metrics: 'a b' is not a metric key: left out\n");
    EXPECT_EQ(bad_key.exit_code, 1);
}

TEST_F(GlueTest, PassesOnWhatAWrapperGot) {
    const auto result = run(kWrapper, {"--status", "critical", "--message", "a\x1b\xff\nb"});
    EXPECT_EQ(result.output, "a\x1b\xff\nb\n");
    EXPECT_EQ(result.exit_code, 2);
    const auto mapped = run(kWrapper, {"--status", "critical", "--message", "OK: x", "--status-as",
                                       "critical=warning"});
    EXPECT_EQ(mapped.output, "OK: x\n");
    EXPECT_EQ(mapped.exit_code, 1);
    const auto error = run(kWrapper, {"--how", "error"});
    EXPECT_EQ(error.output, "UNKNOWN: cannot open /etc/motd: gone\n");
    EXPECT_EQ(error.exit_code, 3);
}

TEST(EndingOf, IsTheLineAndTheExitCode) {
    const auto ending = ending_of({Status::warning, "a\n", "b"}, {});
    EXPECT_EQ(ending.text, "WARNING: a\\nb\n");
    EXPECT_EQ(ending.exit_code, 1);
}
