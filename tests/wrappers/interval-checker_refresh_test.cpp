// The process that refreshes a stale result of interval-checker in the background.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using std::chrono::seconds;

class IntervalCheckerRefresh : public WrapperTest {
protected:
    IntervalCheckerRefresh() {
        write_text(path("text"), "old\n");
        EXPECT_EQ(run("interval-checker", line({"--interval", "0"})).output, "old\n");
    }
    ~IntervalCheckerRefresh() override { end_process(command_); }

    /// It prints what the test has written, or hangs where that is nothing. (The number comes last,
    /// as the command hangs behind it.)
    [[nodiscard]] Words line(const Words& options) const {
        return wrap(options, sh("[ -s " + path("text") + " ] || { echo $$ >" + path("command") +
                                "; sleep 60; sleep 60; }; cat " + path("text")));
    }
    void make_it_hang() const { write_text(path("text"), ""); }
    /// The process of the command that hangs.
    pid_t command() { return command_ = read_process(path("command")); }

private:
    pid_t command_ = -1;
};

TEST_F(IntervalCheckerRefresh, KeepsNoDescriptorThatWasOpen) {
    make_it_hang();
    std::string text = "exec 9>&1 8>&2; $BIN/interval-checker";
    for (const auto& word : line({"--interval", "0", "--stale", "1h"})) text += " '" + word + "'";
    const auto result = shell(text);
    EXPECT_EQ(result.output, "old\n");
    EXPECT_EQ(result.errors, "");
    EXPECT_LT(result.duration, seconds(30)) << "the end of our pipes came while it was running";
    EXPECT_TRUE(is_running(command()));
}

TEST_F(IntervalCheckerRefresh, IsNotInTheGroupThatTheAgentSignals) {
    make_it_hang();
    const auto running = start("interval-checker", line({"--interval", "0", "--stale", "1h"}));
    EXPECT_EQ(finish(running).output, "old\n");
    const pid_t process = command();
    EXPECT_NE(getpgid(process), running.process);
    EXPECT_NE(getsid(process), getsid(0));
}

TEST_F(IntervalCheckerRefresh, EndsAtTheTimeoutAndKeepsThat) {
    make_it_hang();
    const auto before = read_text(state_file());
    const auto words = line({"--interval", "0", "--stale", "1h", "--timeout", "0.5"});
    expect_line("interval-checker", words, "old", 0);
    EXPECT_TRUE(comes_true([&] { return read_text(state_file()) != before; }));
    const pid_t process = command();
    EXPECT_TRUE(comes_true([process] { return !is_running(process); }));
    expect_line("interval-checker", line({"--interval", "0", "--failure-interval", "1h"}),
                "UNKNOWN: no answer within 0.5 s (running sh)", 3);
}

TEST_F(IntervalCheckerRefresh, IsSharedByACallerWhoWaitsForIt) {
    make_it_hang();
    const auto words = line({"--interval", "0", "--stale", "1h", "--timeout", "1"});
    expect_line("interval-checker", words, "old", 0);
    command();
    // It may not answer with what is old, and does not run the command a second time either.
    write_text(path("text"), "second\n");
    expect_line("interval-checker", line({"--interval", "0"}),
                "UNKNOWN: no answer within 1 s (running sh)", 3);
}

}  // namespace
}  // namespace monitoring
