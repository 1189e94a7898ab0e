// delay-checker as its users run it, from one run to the next.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

class DelayChecker : public WrapperTest {
protected:
    /// A run in which the command prints "said" and ends with that code.
    void expect(const Words& options, int code, const std::string& prefix, int shown) const {
        SCOPED_TRACE(prefix);
        expect_line("delay-checker", wrap(options, command(code)), prefix + "said", shown);
    }
    /// The command line is the same whatever the exit code, as it is the key of the memory.
    [[nodiscard]] Words command(int code) const {
        write_text(path("code"), std::to_string(code));
        return sh("echo >>" + path("runs") + "; echo said; exit $(cat " + path("code") + ")");
    }
    /// Forgets it all.
    void expect_reset() const {
        expect_line("delay-checker", wrap({"--reset"}, command(0)), "forgotten", 0);
    }
};

TEST_F(DelayChecker, LetsTheFirstFailureThroughUnlessToldOtherwise) {
    expect({}, 2, "DelayNG(1/1): ", 2);
    expect({}, 1, "DelayNG(2/1): ", 1);
    expect({"-c", "1"}, 3, "DelayNG(3/1): ", 3);
    expect({}, 0, "", 0);
}

TEST_F(DelayChecker, LetsTheThirdFailureInARowThroughAndThoseBeyond) {
    expect({"-c", "3"}, 2, "DelayWarn(1/3): ", 0);
    expect({"-c", "3"}, 2, "DelayWarn(2/3): ", 0);
    expect({"-c", "3"}, 2, "DelayNG(3/3): ", 2);
    expect({"-c", "3"}, 2, "DelayNG(4/3): ", 2);
    expect({"-c", "3"}, 1, "DelayNG(5/3): ", 1);
    expect({"-c", "3"}, 0, "", 0);
    expect({"-c", "3"}, 3, "DelayWarn(1/3): ", 0);
}

TEST_F(DelayChecker, ForgetsTheCountAtAnOk) {
    expect({"-c", "2"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2"}, 0, "", 0);
    expect({"-c", "2"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2"}, 1, "DelayNG(2/2): ", 1);
}

TEST_F(DelayChecker, CountsEveryKindOfFailure) {
    expect({"--count", "4"}, 1, "DelayWarn(1/4): ", 0);
    expect({"--critical=4"}, 3, "DelayWarn(2/4): ", 0);
    expect({"-c4"}, 255, "DelayWarn(3/4): UNKNOWN: sh ended with exit code 255: ", 0);
    expect({"-c4"}, 255, "DelayNG(4/4): UNKNOWN: sh ended with exit code 255: ", 3);
}

TEST_F(DelayChecker, CountsATimeoutAsUnknown) {
    const auto words = wrap({"-c", "2", "--timeout", "0.2"}, {"sleep", "60"});
    const std::string reason = "UNKNOWN: no answer within 0.2 s (running sleep)";
    expect_line("delay-checker", words, "DelayWarn(1/2): " + reason, 0);
    expect_line("delay-checker", words, "DelayNG(2/2): " + reason, 3);
}

TEST_F(DelayChecker, LetsAFailureThroughWhenEnoughOfAWindowFailed) {
    const Words options = {"-c", "3", "--window", "5"};
    expect(options, 2, "DelayWarn(1/3): ", 0);
    expect(options, 0, "", 0);
    expect(options, 2, "DelayWarn(2/3): ", 0);
    expect(options, 0, "", 0);
    expect(options, 2, "DelayNG(3/3): ", 2);
    expect(options, 0, "", 0);
    expect(options, 0, "", 0);
    // The last five: failed, OK, failed, OK, OK. Now another one drops out.
    expect(options, 1, "DelayWarn(2/3): ", 0);
    expect(options, 1, "DelayNG(3/3): ", 1);
}

TEST_F(DelayChecker, CountsAFullWindow) {
    const Words options = {"-c", "2", "--window", "2"};
    expect(options, 2, "DelayWarn(1/2): ", 0);
    expect(options, 0, "", 0);
    expect(options, 2, "DelayWarn(1/2): ", 0);
    expect(options, 2, "DelayNG(2/2): ", 2);
}

TEST_F(DelayChecker, HoldsAnAlertUntilItHasRecovered) {
    const Words options = {"-c", "2", "--recover", "2"};
    expect(options, 0, "", 0);
    expect(options, 2, "DelayWarn(1/2): ", 0);
    expect(options, 0, "", 0);
    expect(options, 2, "DelayWarn(1/2): ", 0);
    expect(options, 2, "DelayNG(2/2): ", 2);
    expect(options, 0, "DelayRecover(1/2): ", 2);
    expect(options, 1, "DelayNG(3/2): ", 1);
    expect(options, 0, "DelayRecover(1/2): ", 1);
    expect(options, 0, "", 0);
    expect(options, 2, "DelayWarn(1/2): ", 0);
}

TEST_F(DelayChecker, HoldsAnAlertInAWindowToo) {
    const Words options = {"-c", "2", "--window", "3", "--recover", "2"};
    expect(options, 2, "DelayWarn(1/2): ", 0);
    expect(options, 2, "DelayNG(2/2): ", 2);
    expect(options, 0, "DelayRecover(1/2): ", 2);
    expect(options, 0, "", 0);
}

TEST_F(DelayChecker, LetsAFailureThroughThatLasts) {
    expect({"--for", "1h"}, 2, "DelayWarn(0s/3600s): ", 0);
    expect({"--for", "0"}, 2, "DelayNG(0s/0s): ", 2);
    expect_reset();
    expect({"--for", "1s"}, 2, "DelayWarn(0s/1s): ", 0);
    usleep(1'100'000);
    expect({"--for", "1s"}, 2, "DelayNG(1s/1s): ", 2);
    expect({"--for", "1s"}, 1, "DelayNG(1s/1s): ", 1);
    expect({"--for", "1s"}, 0, "", 0);
    expect({"--for", "1s"}, 2, "DelayWarn(0s/1s): ", 0);
}

TEST_F(DelayChecker, WantsBothANumberAndADurationWhereBothAreGiven) {
    expect({"-c", "2", "--for", "1h"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2", "--for", "1h"}, 2, "DelayWarn(2/2): ", 0);
    expect({"-c", "2", "--for", "0"}, 2, "DelayNG(3/2): ", 2);
    expect_reset();
    expect({"-c", "2", "--for", "0"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2", "--for", "0"}, 2, "DelayNG(2/2): ", 2);
}

TEST_F(DelayChecker, DelaysOnlyWhatItIsToldTo) {
    const Words options = {"-c", "3", "--only", "Warning,unknown"};
    expect(options, 1, "DelayWarn(1/3): ", 0);
    expect(options, 2, "", 2);
    expect(options, 3, "DelayNG(3/3): ", 3);
    expect_reset();
    expect({"-c", "2", "--only", "warning", "--only", "critical"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2", "--only", "warning", "--only", "critical"}, 3, "", 3);
}

TEST_F(DelayChecker, ShowsAPendingFailureAsItIsTold) {
    expect({"-c", "2", "--pending", "warning"}, 2, "DelayWarn(1/2): ", 1);
    expect({"-c", "2", "--pending", "warning"}, 2, "DelayNG(2/2): ", 2);
    expect_reset();
    expect({"-c", "2", "--pending", "OK"}, 2, "DelayWarn(1/2): ", 0);
    expect_reset();
    expect({"-c", "2", "--pending", "warning", "--status-as", "warning=unknown"}, 2,
           "DelayWarn(1/2): ", 3);
}

TEST_F(DelayChecker, ForgetsACountThatIsTooOld) {
    expect({"-c", "2", "--max-age", "1h"}, 2, "DelayWarn(1/2): ", 0);
    usleep(100'000);
    expect({"-c", "2", "--max-age", "50ms"}, 2, "DelayWarn(1/2): ", 0);
    expect({"-c", "2", "--max-age", "1h"}, 2, "DelayNG(2/2): ", 2);
}

TEST_F(DelayChecker, NamesAMistakeInItsOptionsAndRunsNothing) {
    const auto mistake = [this](const Words& options, const std::string& reason) {
        expect_line("delay-checker", wrap(options, command(0)),
                    "UNKNOWN: " + reason + " (see --help)", 3);
    };
    for (const std::string text : {"0", "-1", "abc", "", "1.5", "99999999999999999999", "3x"}) {
        const auto reason = ": '" + text + "' is not a number of runs (1 to 1000000000)";
        mistake({"-c", text}, "-c,--critical,--count" + reason);
        mistake({"--window", text}, "--window" + reason);
        mistake({"--recover", text}, "--recover" + reason);
    }
    mistake({"-c", "3", "--window", "2"}, "-c 3 is more than --window 2");
    mistake({"--window", "1001"}, "--window: '1001' is more than 1000 runs");
    for (const std::string option : {"--for", "--max-age"}) {
        mistake({option, "-1"},
                option + ": '-1' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)");
    }
    mistake({"--max-age", "0"}, "--max-age 0 would forget each failure at once");
    mistake({"--max-age", "0h", "-c", "3"}, "--max-age 0 would forget each failure at once");
    mistake({"--only", "ok"}, "--only: 'ok' is no failure");
    mistake({"--only", "warning,"},
            "--only: '' is not a status (ok, warning, critical or unknown)");
    mistake({"--pending", "critical"}, "--pending: 'critical' is neither ok nor warning");
    mistake({"--show", "--reset"}, "--show excludes --reset");
    EXPECT_EQ(count_runs(), 0U);
}

TEST_F(DelayChecker, KeepsItsOwnLinesWithinWhatMackerelKeeps) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent/" + std::string(2000, 'w'));
    const auto result = run("delay-checker", wrap({}, {"/" + std::string(3000, 'a')}));
    EXPECT_TRUE(result.output.starts_with("DelayNG(1/1): UNKNOWN: cannot run /aaa"));
    EXPECT_TRUE(result.output.ends_with("\xE2\x80\xA6)\n")) << result.output;
    EXPECT_LT(result.output.size(), 1024U);
    EXPECT_EQ(result.exit_code, 3);
}

}  // namespace
}  // namespace monitoring
