// A stdout that cannot be written, in each way it can be broken.

#include <string>

#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

const std::string kCheck = PROBES_DIRECTORY "/probe-check";
const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";

/// Shell commands that make descriptor 3 a pipe whose reader is gone.
const std::string kNoReader = "mkfifo pipe && exec 4<>pipe 3>pipe 4<&- && ";
/// The same for a pipe that is full and that nobody reads.
const std::string kFull =
    "mkfifo pipe && exec 4<>pipe 3>&4 && "
    "{ dd if=/dev/zero of=pipe oflag=nonblock bs=4096 2>/dev/null; true; } && ";

class StdoutTest : public ToolTest {
protected:
    /// Runs a program in the test's directory with this redirection.
    [[nodiscard]] ToolResult run_with(const std::string& program, const std::string& redirection,
                                      const std::string& before = "") const {
        return shell("cd '" + directory().string() + "' && rm -f pipe && " + before + "exec '" +
                     program + "' " + redirection);
    }
    static void expect_reason(const ToolResult& result, int exit_code, const std::string& reason) {
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_TRUE(result.errors.ends_with(": cannot write to stdout: " + reason + "\n"))
            << result.errors;
    }
    /// Checks and wrappers end with 3, metrics with 1; all say why on stderr.
    void expect_unwritable(const std::string& redirection, const std::string& reason,
                           const std::string& before = "") const {
        expect_reason(run_with(kCheck, redirection, before), 3, reason);
        expect_reason(run_with(kWrapper, "--message x " + redirection, before), 3, reason);
        expect_reason(run_with(kMetrics, redirection, before), 1, reason);
        expect_reason(run_with(kCheck, "--help " + redirection, before), 3, reason);
        expect_reason(run_with(kCheck, "--how error " + redirection, before), 3, reason);
        expect_reason(run_with(kCheck, "--foo " + redirection, before), 3, reason);
    }
};

}  // namespace

TEST_F(StdoutTest, ThatIsFullEndsAToolWithUnknown) {
    expect_unwritable(">/dev/full", "No space left on device");
}

TEST_F(StdoutTest, ThatIsClosedEndsAToolWithUnknown) {
    expect_unwritable(">&-", "Bad file descriptor");
}

TEST_F(StdoutTest, ThatNobodyReadsAnyMoreEndsAToolWithUnknown) {
    expect_unwritable(">&3", "Broken pipe", kNoReader);
}

TEST_F(StdoutTest, ThatIsReadOnlyEndsAToolWithUnknown) {
    expect_unwritable("1</dev/null", "Bad file descriptor");
}

TEST_F(StdoutTest, ThatIsBrokenStaysUnknownWhateverStatusAsSays) {
    const std::string options = "--status-as unknown=ok,ok=ok ";
    expect_reason(run_with(kCheck, options + ">/dev/full"), 3, "No space left on device");
    EXPECT_EQ(run_with(kCheck, options + "--how hang -t 0.3 >/dev/full").exit_code, 3);
    EXPECT_EQ(run_with(kCheck, options + "--how hang -t 0.3 >&-").exit_code, 3);
}

TEST_F(StdoutTest, ThatIsBrokenAtTheDeadlineEndsAToolWithUnknown) {
    for (const auto& program : {kCheck, kWrapper}) {
        EXPECT_EQ(run_with(program, "--how hang --timeout 0.3 >/dev/full").exit_code, 3);
        EXPECT_EQ(run_with(program, "--how hang --timeout 0.3 >&-").exit_code, 3);
        EXPECT_EQ(run_with(program, "--how hang --timeout 0.3 >&3", kNoReader).exit_code, 3);
        EXPECT_EQ(run_with(program, "--how hang --timeout 0.3 >&3", kFull).exit_code, 3);
    }
}

TEST_F(StdoutTest, IsNotNeededByMetricsAtTheDeadline) {
    const auto result = run_with(kMetrics, "--how hang -t 0.3 >&-");
    EXPECT_EQ(result.errors, "probe-metrics: no answer within 0.3 s (reading /etc/motd\\n)\n");
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(StdoutTest, ThatIsAFullPipeIsGivenUpAtTheDeadline) {
    for (const auto& program : {kCheck, kWrapper}) {
        const auto result = run_with(program, "--message x --timeout 0.5 >&3", kFull);
        EXPECT_EQ(result.exit_code, 3);
        EXPECT_GE(result.duration, std::chrono::milliseconds(500));
        EXPECT_LT(result.duration, std::chrono::seconds(40));
    }
}

TEST_F(StdoutTest, ThatIsAFullPipeIsGivenUpByMetricsWithTheReasonOnStderr) {
    const auto result = run_with(kMetrics, "-t 0.5 >&3", kFull);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.errors.substr(0, 15), "probe-metrics: ");
}

TEST_F(StdoutTest, AndAllTheOthersMayBeClosed) {
    EXPECT_EQ(run_with(kCheck, "<&- >&- 2>&-").exit_code, 3);
    EXPECT_EQ(run_with(kWrapper, "<&- >&- 2>&-").exit_code, 3);
    EXPECT_EQ(run_with(kMetrics, "<&- >&- 2>&-").exit_code, 1);
    EXPECT_EQ(run_with(kCheck, "--how hang -t 0.3 <&- >&- 2>&-").exit_code, 3);
}

TEST_F(StdoutTest, IsAllThatAToolNeeds) {
    const auto result = run_with(kCheck, "--message fine <&- 2>&-");
    EXPECT_EQ(result.output, "OK: fine\n");
    EXPECT_EQ(result.exit_code, 0);
}
