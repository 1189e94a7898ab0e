// interval-checker as its users run it, from one run to the next.

#include <sys/stat.h>

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;
namespace fs = std::filesystem;

class IntervalChecker : public WrapperTest {
protected:
    /// A command that counts its runs in a file and prints that number.
    [[nodiscard]] Words command(int code = 0) const {
        write_text(path("code"), std::to_string(code));
        return sh("echo >>" + path("runs") + "; echo run $(wc -l <" + path("runs") +
                  "); exit $(cat " + path("code") + ")");
    }
    void expect(const Words& options, const Words& what, const std::string& output,
                int exit_code) const {
        expect_line("interval-checker", wrap(options, what), output, exit_code);
    }
    /// Runs it twice. The second time its output and exit code must be the same.
    void expect_repeated(const std::string& script, const std::string& output,
                         int exit_code) const {
        const auto before = count_runs();
        const auto line = wrap({"--interval", "1h", "--failure-interval", "1h"},
                               sh("echo >>" + path("runs") + "; " + script));
        for (int i = 0; i < 2; ++i) {
            const auto result = run("interval-checker", line);
            EXPECT_EQ(result.output, output);
            EXPECT_EQ(result.exit_code, exit_code);
        }
        EXPECT_EQ(count_runs(), before + 1);
    }
};

TEST_F(IntervalChecker, RunsTheCommandWhenTheIntervalIsOver) {
    expect({"--interval", "1h"}, command(), "run 1", 0);
    expect({"--interval", "3600"}, command(), "run 1", 0);
    usleep(100'000);
    expect({"--interval", "0.1"}, command(), "run 2", 0);
    expect({"--interval", "1000h"}, command(), "run 2", 0);
    expect({"--interval", "0"}, command(), "run 3", 0);
    expect({"--interval", "1h"}, command(), "run 3", 0);
}

TEST_F(IntervalChecker, RepeatsAResultByteForByte) {
    expect_repeated("printf 'fine | a=1\\n\\nmore\\n\\n'", "fine | a=1\n\nmore\n", 0);
    expect_repeated("printf 'a\\0b\\0'", "a\0b\0\n"s, 0);
    expect_repeated("printf '\\377\\376'", "\377\376\n", 0);
    expect_repeated("printf fine", "fine\n", 0);
    expect_repeated("true", "", 0);
    expect_repeated("echo", "\n", 0);
    expect_repeated("head -c 70000 /dev/zero | tr '\\0' x", std::string(65536, 'x') + "\n", 0);
    expect_repeated("echo oops >&2", "oops\n", 0);
}

TEST_F(IntervalChecker, RepeatsAFailureWithItsExitCode) {
    for (const int code : {1, 2, 3}) {
        expect_repeated("echo bad; exit " + std::to_string(code), "bad\n", code);
    }
    expect_repeated("echo bad; exit 9", "UNKNOWN: sh ended with exit code 9: bad\n", 3);
    expect_repeated("kill -KILL $$", "UNKNOWN: sh was killed by SIGKILL\n", 3);
}

TEST_F(IntervalChecker, PrintsStderrOnlyOnce) {
    const auto line = wrap({"--interval", "1h"}, sh("echo oops >&2; echo fine"));
    EXPECT_EQ(run("interval-checker", line).errors, "oops\n");
    EXPECT_EQ(run("interval-checker", line).errors, "");
}

TEST_F(IntervalChecker, RunsAFailingCommandEachTime) {
    expect({"--interval", "1h"}, command(2), "run 1", 2);
    expect({"--interval", "1h"}, command(2), "run 2", 2);
    expect({"--interval", "1h"}, command(1), "run 3", 1);
    expect({"--interval", "1h"}, command(0), "run 4", 0);
    expect({"--interval", "1h"}, command(2), "run 4", 0);
}

TEST_F(IntervalChecker, KeepsFailuresForAnIntervalOfTheirOwn) {
    const Words options = {"--interval", "0", "--failure-interval", "1h"};
    expect(options, command(2), "run 1", 2);
    expect(options, command(0), "run 1", 2);
    usleep(100'000);
    expect({"--interval", "1h", "--failure-interval", "50ms"}, command(1), "run 2", 1);
    expect({"--interval", "1h"}, command(0), "run 3", 0);
    expect(options, command(2), "run 4", 2);
}

TEST_F(IntervalChecker, KeepsResultsApartByArgumentsAndIdentifiersOnly) {
    const auto say =
        write_program("say", "#!/bin/sh\necho >>" + path("runs") + "\necho \"$# $1\"\n");
    for (int i = 0; i < 2; ++i) {
        expect({"--interval", "1h"}, {say, "a b", "c"}, "2 a b", 0);
        expect({"--interval", "1h"}, {say, "a", "b c"}, "2 a", 0);
        expect({"--interval", "1h", "--identifier", "x"}, {say, "a", "b c"}, "2 a", 0);
        expect({"--interval", "1h", "--identifier", "y"}, {say, "a", "b c"}, "2 a", 0);
    }
    EXPECT_EQ(count_runs(), 4U);
    expect({"--interval", "2h", "--timeout", "5", "--stale", "1d", "--jitter", "1m"},
           {say, "a b", "c"}, "2 a b", 0);
    EXPECT_EQ(count_runs(), 4U);
}

TEST_F(IntervalChecker, SaysHowOldARepeatedResultIs) {
    const Words options = {"--interval", "1h", "--show-age"};
    expect(options, command(), "run 1", 0);
    const auto result = run("interval-checker", wrap(options, command()));
    EXPECT_TRUE(result.output.starts_with("run 1 (cached ")) << result.output;
    EXPECT_TRUE(result.output.ends_with("s ago)\n")) << result.output;
    usleep(1'100'000);
    EXPECT_NE(run("interval-checker", wrap(options, command())).output, "run 1 (cached 0s ago)\n");
    expect({"--interval", "1h"}, command(), "run 1", 0);
}

TEST_F(IntervalChecker, RunsNowOnDemandAndKeepsThat) {
    expect({"--interval", "1h"}, command(), "run 1", 0);
    expect({"--interval", "1h", "--force"}, command(), "run 2", 0);
    expect({"--interval", "1h", "--force", "--stale", "1h", "--show-age"}, command(), "run 3", 0);
    expect({"--interval", "1h"}, command(), "run 3", 0);
    expect({"--interval", "1h", "--force"}, command(2), "run 4", 2);
    expect({"--interval", "1h"}, command(0), "run 5", 0);
}

TEST_F(IntervalChecker, SpreadsTheRunsOfManyHosts) {
    // The interval alone would be over at once.
    write_proc("sys/kernel/hostname", "web1\n");
    for (int i = 0; i < 3; ++i) {
        expect({"--interval", "0", "--jitter", "10000h"}, command(), "run 1", 0);
    }
    expect({"--interval", "0", "--jitter", "0"}, command(), "run 2", 0);
    const auto state = read_text(state_file());
    usleep(1'000'000);
    // The hosts' parts of a jitter are spread evenly: of one that is longer than the time that has
    // passed some are over by now, some are not.
    std::size_t partial = 0;
    for (const auto* const jitter : {"2", "8", "32", "128"}) {
        const auto before = count_runs();
        for (int host = 0; host < 16; ++host) {
            write_text(state_file(), state);
            write_proc("sys/kernel/hostname", "host" + std::to_string(host) + "\n");
            static_cast<void>(
                run("interval-checker", wrap({"--interval", "0", "--jitter", jitter}, command())));
        }
        const auto runs = count_runs() - before;
        if (runs > 0 && runs < 16) ++partial;
    }
    EXPECT_GT(partial, 0U);
}

TEST_F(IntervalChecker, RunsAgainAfterAReboot) {
    boot("first");
    expect({"--interval", "1h"}, command(), "run 1", 0);
    expect({"--interval", "1h"}, command(), "run 1", 0);
    boot("second");
    expect({"--interval", "1h", "--stale", "1h"}, command(), "run 2", 0);
    expect({"--interval", "1h"}, command(), "run 2", 0);
}

TEST_F(IntervalChecker, HasAnIntervalOfOneSecondUnlessTold) {
    expect({}, command(), "run 1", 0);
    sleep(1);
    expect({}, command(), "run 2", 0);
    expect({"--interval", "1h"}, command(), "run 2", 0);
}

TEST_F(IntervalChecker, NamesAMistakeInItsOptionsAndRunsNothing) {
    const auto mistake = [this](const Words& options, const std::string& reason) {
        expect(options, command(), "UNKNOWN: " + reason + " (see --help)", 3);
    };
    for (const std::string name : {"--interval", "--failure-interval", "--stale", "--jitter"}) {
        for (const std::string text : {"", "abc", "-1", "1x", "inf"}) {
            mistake({"--interval", "1", name, text},
                    name + ": '" + text +
                        "' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)");
        }
    }
    EXPECT_EQ(count_runs(), 0U);
}

}  // namespace
}  // namespace monitoring
