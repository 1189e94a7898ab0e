// The options that all tools of a kind share.

#include <cstdlib>
#include <regex>
#include <string>
#include <vector>

#include "common/tool/cli.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using Words = std::vector<std::string>;

namespace {

const std::string kCheck = PROBES_DIRECTORY "/probe-check";
const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";

class OptionsTest : public ToolTest {
protected:
    void expect_mistake(const Words& arguments, const std::string& reason) const {
        const auto check = run(kCheck, arguments);
        EXPECT_EQ(check.output, "UNKNOWN: " + reason + " (see --help)\n");
        EXPECT_EQ(check.errors, "");
        EXPECT_EQ(check.exit_code, 3);
    }
    [[nodiscard]] std::string command_of_wrapper(const Words& arguments) const {
        const auto result = run(kWrapper, arguments);
        EXPECT_EQ(result.exit_code, 0);
        return result.output;
    }
};

/// The deadline that a command line sets, in whole seconds; 99 where there is none.
int timeout_of(Kind kind, const Words& arguments) {
    std::vector<char*> pointers;
    Words words = {"probe"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    for (auto& word : words) pointers.push_back(word.data());
    CommonOptions common;
    common.kind = kind;
    if (kind != Kind::wrapper) common.timeout = kUsualTimeout;
    CommandLine cli{""};
    parse(cli, {static_cast<int>(pointers.size()), pointers.data(), &common});
    return common.timeout ? static_cast<int>(common.timeout->count()) : 99;
}

}  // namespace

TEST_F(OptionsTest, RejectWhatIsNotKnown) {
    expect_mistake({"--foo"}, "The following argument was not expected: --foo");
    expect_mistake({"positional"}, "The following argument was not expected: positional");
    expect_mistake({""}, "The following argument was not expected: ''");
    expect_mistake({"--mess", "x"}, "The following arguments were not expected: --mess x");
}

TEST_F(OptionsTest, RejectAMissingValue) {
    expect_mistake({"--status"}, "--status: 1 required STATUS missing");
    expect_mistake({"--status", "ok", "--status"}, "--status: 1 required STATUS missing");
    expect_mistake({"-t"}, "--timeout: 1 required SECONDS missing");
}

TEST_F(OptionsTest, RejectAnEmptyValueInsteadOfTakingTheNextWord) {
    const std::string reason = "--status: '' is not a status (ok, warning, critical or unknown)";
    expect_mistake({"--status="}, reason);
    expect_mistake({"--status=", "ok"}, reason);
    expect_mistake({"--status", ""}, reason);
}

TEST_F(OptionsTest, RejectATimeoutThatIsNone) {
    const std::string reason = " is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)";
    expect_mistake({"-t", "0"}, "-t,--timeout: '0' leaves no time at all");
    expect_mistake({"--timeout=0ms"}, "-t,--timeout: '0ms' leaves no time at all");
    for (const std::string text : {"abc", "", "-1", "nan", "inf", "1e999", "5x", "1 "}) {
        expect_mistake({"--timeout", text}, "-t,--timeout: '" + text + "'" + reason);
    }
}

TEST_F(OptionsTest, RejectAMappingThatIsNone) {
    const std::string reason = "is not a status (ok, warning, critical or unknown)";
    expect_mistake({"--status-as", "x=y"}, "--status-as: 'x' " + reason);
    expect_mistake({"--status-as", "ok=y"}, "--status-as: 'y' " + reason);
    expect_mistake({"--status-as", "ok"},
                   "--status-as: 'ok' is not FROM=TO, as in critical=warning");
}

TEST_F(OptionsTest, ShowAMistakeOfSomebodyElsesBytesInOneLine) {
    const auto result = run(kCheck, {"--status", "a\n\x1b\xff"});
    EXPECT_EQ(result.output,
              "UNKNOWN: --status: 'a\\n\\x1b\uFFFD' is not a status (ok, warning, critical or "
              "unknown) (see --help)\n");
}

TEST_F(OptionsTest, SayAMistakeOnStderrForMetrics) {
    const auto result = run(kMetrics, {"--foo"});
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors,
              "probe-metrics: The following argument was not expected: --foo (see --help)\n");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(run(kMetrics, {"--metric-key-prefix", "a b"}).exit_code, 1);
    EXPECT_EQ(run(kMetrics, {"--metric-key-prefix="}).exit_code, 1);
    EXPECT_EQ(run(kMetrics, {"--status-as", "ok=ok"}).exit_code, 1) << "it has no status";
}

TEST_F(OptionsTest, LetTheLastOneOfTwoCount) {
    const auto result =
        run(kCheck, {"--message", "one", "--message=two", "--status", "warning", "--status", "ok"});
    EXPECT_EQ(result.output, "OK: two\n");
}

TEST_F(OptionsTest, TakeAnyTextForAValue) {
    for (const std::string text :
         {"", "-", "--", "-x", "--help", "[a,b]", "\"q\"", "a=b", "{}", "--x=1", "%", "--x="}) {
        EXPECT_EQ(run(kCheck, {"--message", text}).output, "OK: " + text + "\n");
        EXPECT_EQ(run(kCheck, {"--message=" + text}).output, "OK: " + text + "\n");
    }
}

TEST_F(OptionsTest, PrintTheHelpOnStdoutAndEndItWithExamples) {
    for (const auto& program : {kCheck, kMetrics, kWrapper}) {
        const auto result = run(program, {"--help"});
        EXPECT_EQ(result.output.substr(0, 20), "Does what it is told");
        EXPECT_NE(result.output.find("-V,--version"), std::string::npos);
        EXPECT_NE(result.output.find("--timeout"), std::string::npos);
        EXPECT_TRUE(result.output.ends_with("Examples:\n  probe --message fine\n"));
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(run(program, {"-h"}).output, result.output);
    }
}

TEST_F(OptionsTest, PrintTheVersionOnStdout) {
    const auto result = run(kCheck, {"--version"});
    EXPECT_EQ(result.output.substr(0, 12), "probe-check ");
    EXPECT_EQ(result.output.find('\n'), result.output.size() - 1);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(run(kCheck, {"-V"}).output, result.output);
    EXPECT_EQ(run(kMetrics, {"-V"}).exit_code, 0);
}

TEST_F(OptionsTest, ReplaceTheFirstSegmentOfTheKeys) {
    EXPECT_EQ(run(kMetrics, {"--metric-key-prefix", "x.y"}).output.substr(0, 14),
              "x.y.graph.key\t");
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    EXPECT_NE(run(kMetrics, {"--metric-key-prefix", "x.y"}).output.find("{\"x.y.graph\":"),
              std::string::npos);
}

TEST_F(OptionsTest, OfAWrapperEndAtTheFirstTwoDashes) {
    EXPECT_EQ(command_of_wrapper({"--message", "m", "--", "a", "--", "b", "--help", ""}),
              "m[a][--][b][--help][]\n");
    EXPECT_EQ(command_of_wrapper({"--", "--", "--status=critical"}), "[--][--status=critical]\n");
    EXPECT_EQ(command_of_wrapper({"--message", "m", "--"}), "m\n");
    EXPECT_EQ(command_of_wrapper({"--", "a", "--x="}), "[a][--x=]\n");
    EXPECT_EQ(run(kWrapper, {"a", "--", "b"}).exit_code, 3) << "a word in front of the dashes";
}

TEST_F(OptionsTest, OfAWrapperEndAtTheFirstWordThatIsNone) {
    EXPECT_EQ(command_of_wrapper({"--message", "m", "a", "--message", "b"}),
              "m[a][--message][b]\n");
    EXPECT_EQ(command_of_wrapper({"a", "--help", ""}), "[a][--help][]\n");
}

TEST_F(OptionsTest, AcceptWhatTheirHintsShow) {
    const auto hint = run(kCheck, {"-t", "x"}).output;
    std::smatch found;
    ASSERT_TRUE(std::regex_search(hint, found, std::regex(R"(\(such as (.*)\) \()"))) << hint;
    const std::string shown = found[1];
    const std::regex separator(", | or ");
    int count = 0;
    for (std::sregex_token_iterator text(shown.begin(), shown.end(), separator, -1), end;
         text != end; ++text, ++count) {
        EXPECT_EQ(run(kCheck, {"-t", *text}).exit_code, 0) << *text;
    }
    EXPECT_EQ(count, 7);
}

TEST(DeadlineDeathTest, IsTenSecondsUnlessSetButNoneForAWrapper) {
    // In a process of its own, which the deadline would end.
    const auto in_a_child = [](Kind kind, const Words& arguments) {
        EXPECT_EXIT(std::_Exit(timeout_of(kind, arguments)), testing::ExitedWithCode(10), "");
    };
    in_a_child(Kind::check, {});
    in_a_child(Kind::metrics, {});
    in_a_child(Kind::check, {"-t", "1", "--timeout=10000ms"});
    in_a_child(Kind::wrapper, {"--timeout", "10", "--", "-t", "5"});
    EXPECT_EXIT(std::_Exit(timeout_of(Kind::wrapper, {})), testing::ExitedWithCode(99), "");
}
