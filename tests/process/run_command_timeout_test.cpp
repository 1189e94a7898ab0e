// How long run_command() and ask_program() let a program take.

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "common/process/ask_program.hpp"
#include "common/runtime/signals.hpp"
#include "common/runtime/termination.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

CommandResult run_shell(const std::string& script, Seconds timeout, Seconds grace = 2s) {
    return run_command({"sh", "-c", script}, {.timeout = timeout, .grace = grace});
}

/// Why ask_program() throws.
std::string failure_of(const std::string& script, Seconds timeout = 30s) {
    try {
        static_cast<void>(ask_program({"sh", "-c", script}, {.timeout = timeout}));
    } catch (const Error& error) {
        return error.what();
    }
    return "no failure";
}

bool is_running(std::string process) {
    process.pop_back();
    return std::filesystem::exists("/proc/" + process);
}

}  // namespace

TEST(RunCommandTimeout, EndsAProgramThatTakesLonger) {
    const auto start = steady_clock::now();
    const auto result = run_shell("echo $$; exec sleep 60", 200ms);
    EXPECT_EQ(result.end, CommandEnd(OutOfTime{}));
    EXPECT_EQ(result.signal, 0);
    EXPECT_FALSE(is_running(result.output.text));
    EXPECT_GE(steady_clock::now() - start, 200ms);
    EXPECT_LT(steady_clock::now() - start, 30s);
    EXPECT_EQ(describe_end("sh", result.end), "sh takes too long");
}

TEST(RunCommandTimeout, IsNotCutShortByASecondSignal) {
    const auto result = run_shell("trap '' TERM; kill -TERM $PPID; exec sleep 60", 30s, 100ms);
    EXPECT_EQ(result.end, CommandEnd(EndedByUs{SIGTERM}));
    EXPECT_EQ(result.signal, SIGTERM);
    raise(SIGTERM);  // It would end this test.
    sigset_t waiting;
    sigpending(&waiting);
    EXPECT_EQ(sigismember(&waiting, SIGTERM), 1);
    signal(SIGTERM, SIG_IGN);
    unblock_signals();
    signal(SIGTERM, SIG_DFL);
}

TEST(RunCommandTimeout, LeavesOthersAlone) {
    const auto result = run_shell("echo done; exit 2", 30s);
    EXPECT_EQ(result.end, CommandEnd(Exited{2}));
    EXPECT_EQ(result.output.text, "done\n");
}

TEST(RunCommandTimeout, IsFollowedByAGraceBeforeTheProgramIsKilled) {
    const auto result = run_shell("trap 'echo ended; exit' TERM; sleep 60 & wait", 500ms);
    EXPECT_EQ(result.end, CommandEnd(OutOfTime{}));
    EXPECT_EQ(result.output.text, "ended\n");
    const auto start = steady_clock::now();
    const auto deaf = run_shell("trap '' TERM; echo $$; sleep 60; sleep 60", 200ms, 100ms);
    EXPECT_EQ(deaf.end, CommandEnd(OutOfTime{}));
    EXPECT_FALSE(is_running(deaf.output.text));
    EXPECT_LT(steady_clock::now() - start, 30s);
}

TEST(RunCommandTimeout, EndsAProgramThatWasStopped) {
    const auto result = run_shell("echo $$; kill -STOP $$", 200ms);
    EXPECT_EQ(result.end, CommandEnd(OutOfTime{}));
    EXPECT_FALSE(is_running(result.output.text));
}

// The signal came when we were ending the program already, and must not be lost.
TEST(RunCommandTimeout, TellsOfASignalThatComesAfterItsEnd) {
    const auto result = run_shell("trap 'kill -INT $PPID; exit' TERM; sleep 60 & wait", 300ms);
    EXPECT_EQ(result.end, CommandEnd(EndedByUs{SIGINT}));
    EXPECT_EQ(result.signal, SIGINT);
}

TEST(AskProgram, ReturnsWhatAProgramPrintsWhateverItsExitCode) {
    const auto result = ask_program({"sh", "-c", "echo 506; echo why >&2; exit 1"}, {});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.output.text, "506\n");
    EXPECT_EQ(result.errors.text, "why\n");
}

TEST(AskProgram, SaysWhyThereIsNoAnswer) {
    EXPECT_EQ(failure_of("exec sleep 60", 200ms), "sh: no answer within 0.2 s");
    EXPECT_EQ(failure_of("kill -SEGV $$"), "sh was killed by SIGSEGV");
    EXPECT_EQ(failure_of("exit 127"), "no failure");
    try {
        static_cast<void>(ask_program({"no-such-program", "x"}, {}));
        FAIL() << "there is no such program";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "cannot run no-such-program: No such file or directory");
    }
}

TEST(AskProgramDeathTest, EndsTheToolWithItsLastWordsAtASignal) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    for (const auto* const signal : {"TERM", "INT", "ALRM"}) {
        const auto ask = [signal] {
            catch_signals();
            set_exit_message({.descriptor = 2, .prefix = "UNKNOWN: ", .exit_code = 3});
            static_cast<void>(ask_program(
                {"sh", "-c", "kill -" + std::string(signal) + " $PPID; exec sleep 60"}, {}));
        };
        EXPECT_EXIT(ask(), testing::ExitedWithCode(3), R"(^UNKNOWN: .*\(running sh\))");
    }
}
