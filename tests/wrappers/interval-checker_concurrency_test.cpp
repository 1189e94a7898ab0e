// interval-checker when many callers want the same result.

#include <fstream>
#include <set>

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using std::chrono::seconds;

class IntervalCheckerConcurrency : public WrapperTest {
protected:
    /// A command that waits until the test lets it go, but not for ever; then it prints the text
    /// and ends with the code that the test has given it meanwhile.
    [[nodiscard]] Words gated() const {
        return sh("echo $$ >" + path("command") + "; echo >>" + path("runs") +
                  "; for i in $(seq 1200); do [ -e " + path("go") +
                  " ] && break; sleep 0.05; done; cat " + path("text") + "; exit $(cat " +
                  path("code") + ")");
    }
    void prepare(const std::string& text, int code) const {
        std::filesystem::remove(path("go"));
        write_text(path("text"), text + "\n");
        write_text(path("code"), std::to_string(code));
    }
    void let_go() const { write_text(path("go"), ""); }

    [[nodiscard]] Running start_caller(const Words& more = {}) const {
        Words options = {"--interval", "1h"};
        options.insert(options.end(), more.begin(), more.end());
        return start("interval-checker", wrap(options, gated()));
    }
    /// How many of these wait for a lock, as the kernel's list of locks says.
    static std::size_t count_waiting(const std::vector<Running>& callers) {
        std::set<std::string> processes;
        for (const auto& caller : callers) processes.insert(std::to_string(caller.process));
        std::ifstream locks("/proc/locks");
        std::size_t waiting = 0;
        for (std::string line; std::getline(locks, line);) {
            std::istringstream words(line);
            std::string number, arrow, kind, mode, access, process;
            words >> number >> arrow >> kind >> mode >> access >> process;
            if (arrow == "->" && processes.contains(process)) ++waiting;
        }
        return waiting;
    }
    void expect_shared(const std::string& text, int code) const {
        prepare(text, code);
        std::vector<Running> callers;
        for (int i = 0; i < 20; ++i) callers.push_back(start_caller());
        EXPECT_TRUE(comes_true([&] { return count_waiting(callers) == 19; }));
        let_go();
        for (const auto& caller : callers) {
            const auto result = finish(caller);
            EXPECT_EQ(result.output, text + "\n");
            EXPECT_EQ(result.exit_code, code);
            EXPECT_EQ(result.errors, "");
        }
        EXPECT_EQ(count_runs(), 1U);
    }
    void expect(const Words& options, const std::string& output, int exit_code) const {
        expect_line("interval-checker", wrap(options, gated()), output, exit_code);
    }
};

TEST_F(IntervalCheckerConcurrency, SharesOneRunBetweenAllWhoWait) { expect_shared("fine", 0); }

TEST_F(IntervalCheckerConcurrency, SharesAFailureToo) { expect_shared("bad", 2); }

TEST_F(IntervalCheckerConcurrency, DoesNotLetDifferentCommandsWaitForEachOther) {
    prepare("fine", 0);
    const Running busy = start_caller();
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    expect_line("interval-checker", wrap({"--interval", "1h"}, {"echo", "other"}), "other", 0);
    let_go();
    EXPECT_EQ(finish(busy).output, "fine\n");
}

TEST_F(IntervalCheckerConcurrency, WaitsNoLongerThanItsTimeout) {
    prepare("fine", 0);
    const Running busy = start_caller();
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    const auto result = finish(start_caller({"--timeout", "0.5"}));
    EXPECT_TRUE(result.output.starts_with("UNKNOWN: no answer within 0.5 s (waiting for " +
                                          state_directory().string() + "/interval-checker-"))
        << result.output;
    EXPECT_TRUE(result.output.ends_with(".lock)\n")) << result.output;
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_LT(result.duration, seconds(20));
    let_go();
    EXPECT_EQ(finish(busy).output, "fine\n");
    EXPECT_EQ(count_runs(), 1U);
}

TEST_F(IntervalCheckerConcurrency, EndsAWaitAtASignal) {
    prepare("fine", 0);
    const Running busy = start_caller();
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    const Running waiting = start_caller();
    EXPECT_TRUE(comes_true([&] { return count_waiting({waiting}) == 1; }));
    kill(waiting.process, SIGTERM);
    const auto result = finish(waiting);
    EXPECT_TRUE(result.output.starts_with("UNKNOWN: stopped by SIGTERM (waiting for "));
    EXPECT_EQ(result.exit_code, 3);
    let_go();
    EXPECT_EQ(finish(busy).output, "fine\n");
}

TEST_F(IntervalCheckerConcurrency, IsNotBlockedByACallerThatWasKilled) {
    prepare("fine", 0);
    const Running killed = start_caller();
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    const pid_t left = read_process(path("command"));
    kill(killed.process, SIGKILL);
    EXPECT_EQ(finish(killed).exit_code, 128 + SIGKILL);
    EXPECT_TRUE(comes_true([left] { return !is_running(left); })) << "it goes with its wrapper";
    std::filesystem::remove(path("command"));
    const Running second = start_caller();
    EXPECT_NE(read_process(path("command")), left) << "a run of its own";
    let_go();
    EXPECT_EQ(finish(second).output, "fine\n");
    EXPECT_EQ(count_runs(), 2U);
}

TEST_F(IntervalCheckerConcurrency, AnswersWithAStaleResultWhileOneProcessRefreshesIt) {
    prepare("old", 0);
    let_go();
    expect({"--interval", "0"}, "old", 0);
    prepare("new", 2);
    const Words stale = {"--interval", "0", "--stale", "1h"};
    std::vector<Running> callers;
    for (int i = 0; i < 10; ++i) callers.push_back(start_caller(stale));
    for (const auto& caller : callers) {
        // They end, and so do their pipes, though the command is held back all the while.
        const auto result = finish(caller);
        EXPECT_EQ(result.output, "old\n");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
    }
    ASSERT_TRUE(comes_true([this] { return count_runs() == 2; })) << "somebody refreshes it";
    const auto before = read_text(state_file());
    let_go();
    EXPECT_TRUE(comes_true([&] { return read_text(state_file()) != before; }));
    EXPECT_EQ(count_runs(), 2U);
    expect({"--interval", "1h", "--failure-interval", "1h"}, "new", 2);
}

TEST_F(IntervalCheckerConcurrency, ShowsARefreshThatFailedTheNextTimeAndTriesAgain) {
    prepare("old", 0);
    let_go();
    const Words stale = {"--interval", "0", "--stale", "1h"};
    expect(stale, "old", 0);
    prepare("bad", 1);
    let_go();
    auto before = read_text(state_file());
    const auto is_refreshed = [&] { return read_text(state_file()) != before; };
    expect(stale, "old", 0);
    ASSERT_TRUE(comes_true(is_refreshed));
    prepare("good again", 0);
    let_go();
    before = read_text(state_file());
    expect({"--interval", "1h", "--stale", "1h"}, "bad", 1);
    // As long as the process of the last refresh has not ended, nobody begins another.
    ASSERT_TRUE(comes_true([&] {
        if (!is_refreshed()) static_cast<void>(finish(start_caller({"--stale", "1h"})));
        return is_refreshed();
    }));
    expect({"--interval", "1h", "--stale", "1h"}, "good again", 0);
}

TEST_F(IntervalCheckerConcurrency, WaitsForAResultThatIsTooOldEvenForThat) {
    prepare("old", 0);
    let_go();
    expect({"--interval", "0", "--stale", "1h"}, "old", 0);
    prepare("new", 0);
    let_go();
    usleep(100'000);
    expect({"--interval", "0", "--stale", "50ms"}, "new", 0);
}

}  // namespace
}  // namespace monitoring
