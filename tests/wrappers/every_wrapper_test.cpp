// What every wrapper owes its user: options, help, and a line that arrives or is missed.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

class EveryWrapper : public EachWrapperTest {
protected:
    void expect_mistake(const Words& arguments, const std::string& reason) const {
        auto words = GetParam().options;
        words.insert(words.end(), arguments.begin(), arguments.end());
        expect_line(GetParam().program, words, "UNKNOWN: " + reason + " (see --help)", 3);
    }
    void expect_unexpected(const Words& arguments, const std::string& what) const {
        auto words = GetParam().options;
        words.insert(words.end(), arguments.begin(), arguments.end());
        expect_line(
            GetParam().program, words,
            "UNKNOWN: The following argument" + what + " (a command goes behind --; see --help)",
            3);
    }
};

/// Where the wrapper itself does the printing.
class EveryWrapperPrinting : public EachWrapperTest {};

TEST_P(EveryWrapper, PassesOnAnOk) { expect_passed(sh("echo fine"), "fine\n", 0); }

TEST_P(EveryWrapper, NamesAMistakeOnTheCommandLineAndRunsNothing) {
    const auto command = sh("echo >>" + path("runs"));
    const auto expect = [&](const Words& options, const std::string& reason) {
        expect_mistake(wrap(options, command), reason);
    };
    expect_unexpected(wrap({"--nonsense"}, command), " was not expected: --nonsense");
    expect_unexpected(wrap({"stray"}, command), " was not expected: stray");
    expect_unexpected(wrap({"-t", "1"}, command), "s were not expected: -t 1");
    expect({"--timeout"}, "--timeout: 1 required DURATION missing");
    expect({"--timeout", "0"}, "--timeout: '0' leaves no time at all");
    for (const std::string text : {"abc", "", "-1", "nan", "inf", "1e999", "5x", "1 "}) {
        expect({"--timeout", text},
               "--timeout: '" + text +
                   "' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)");
    }
    expect({"--identifier="}, "--identifier: '' is empty");
    expect({"--status-as", "ok"}, "--status-as: 'ok' is not FROM=TO, as in critical=warning");
    EXPECT_EQ(count_runs(), 0U);
}

TEST_P(EveryWrapper, NeedsACommandBehindTheDashes) {
    expect_mistake({}, "no command behind --");
    expect_mistake({"--"}, "no command behind --");
    expect_mistake({"--", ""}, "no command behind --");
    expect_mistake({"--", "", "x"}, "no command behind --");
    expect_mistake({""}, "no command behind --");
    expect_unexpected({"--nonsense", "echo"}, " was not expected: --nonsense");
    expect_unexpected({"true", "--", "true"}, " was not expected: true");
}

TEST_P(EveryWrapper, LeavesAllBehindTheFirstDashesToTheCommand) {
    const auto show = write_program("show", "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
    const Words words = {show, "--help", "--", "-V", "--timeout", "0", "", "a b", "*", "$HOME"};
    auto result = pass(words);
    if (!result.output.ends_with('\n')) result.output += '\n';
    EXPECT_EQ(result.output, "[--help][--][-V][--timeout][0][][a b][*][$HOME]\n");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_P(EveryWrapper, PrintsHelpWithExamplesAndItsVersion) {
    const auto& program = GetParam().program;
    const auto help = run(program, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_EQ(help.errors, "");
    EXPECT_NE(help.output.find("\nUsage: " + program + " [OPTIONS] -- COMMAND [ARGUMENT...]\n"),
              std::string::npos);
    for (const std::string option : {"--timeout DURATION", "--status-as", "--identifier TEXT"}) {
        EXPECT_NE(help.output.find(option), std::string::npos) << option;
    }
    const auto examples = help.output.find("\nExamples:\n  " + program);
    ASSERT_NE(examples, std::string::npos);
    EXPECT_NE(help.output.find("\n  " + program, examples + 12), std::string::npos) << "a second";
    EXPECT_NE(help.output.find(" -- check-", examples), std::string::npos);
    EXPECT_EQ(run(program, {"-h"}).output, help.output);
    expect_line(program, {"--version"}, program + " " PROJECT_VERSION, 0);
    expect_line(program, {"-V"}, program + " " PROJECT_VERSION, 0);
}

TEST_P(EveryWrapper, PrintsNoHelpInPlaceOfACommand) {
    const auto& program = GetParam().program;
    for (const std::string option : {"-h", "--help", "-V", "--version"}) {
        for (const Words& words :
             {Words{option, "sh", "-c", "exit 2"}, Words{option, "--", "sh", "-c", "exit 2"}}) {
            expect_line(program, words,
                        "UNKNOWN: -h and -V stand alone, not beside 'sh' (see --help)", 3);
        }
    }
}

TEST_P(EveryWrapper, ShowsAStatusAsAnother) {
    const auto expect = [this](const std::string& mapping, int code, const std::string& output,
                               int shown) {
        forget();
        const auto result =
            pass(sh("echo said; exit " + std::to_string(code)), {"--status-as", mapping});
        EXPECT_EQ(result.output, (code == 0 ? "" : GetParam().failing) + output + "\n");
        EXPECT_EQ(result.exit_code, shown);
    };
    expect("critical=warning", 2, "said", 1);
    expect("CRITICAL=Warning,unknown=ok", 2, "said", 1);
    expect("critical=warning,unknown=ok", 3, "said", 0);
    expect("ok=critical", 0, "said", 2);
    expect("critical=warning", 1, "said", 1);
    expect("unknown=warning", 255, "WARNING: sh ended with exit code 255: said", 1);
}

TEST_P(EveryWrapper, FailsWhenItsOwnWordsCannotBeDelivered) {
    for (const std::string where : {">/dev/full", ">&-", ">&- <&-", ">&- 2>&-"}) {
        const auto result = pass_in_shell("", {"/no/such/command"}, where);
        EXPECT_EQ(result.exit_code, 3) << where;
        EXPECT_EQ(result.output, "");
        if (where.ends_with("2>&-")) continue;
        EXPECT_NE(result.errors.find(": cannot write to stdout: "), std::string::npos)
            << result.errors;
    }
}

TEST_P(EveryWrapperPrinting, FailsWhenWhatItPassesOnCannotBeDelivered) {
    for (const std::string where : {">/dev/full", ">&-", ">&- <&-"}) {
        forget();
        const auto result = pass_in_shell("", {"echo", "fine"}, where);
        EXPECT_EQ(result.exit_code, 3) << where;
        EXPECT_NE(result.errors.find(GetParam().program + ": cannot write to stdout: "),
                  std::string::npos)
            << result.errors;
    }
}

TEST_P(EveryWrapperPrinting, FailsWhenTheReaderOfItsPipeIsGone) {
    const auto result = pass_in_shell("{ sleep 0.3; ", {"echo", "fine"},
                                      "; echo $? >" + path("code") + "; } | true");
    EXPECT_EQ(read_text(path("code")), "3\n");
    EXPECT_EQ(result.errors, GetParam().program + ": cannot write to stdout: Broken pipe\n");
}

TEST_P(EveryWrapperPrinting, DoesNotMindAStderrThatIsClosedOrFull) {
    for (const std::string where : {"2>&-", "2>/dev/full", "2>&- <&-"}) {
        forget();
        const auto result = pass_in_shell("", sh("echo fine; echo oops >&2"), where);
        EXPECT_EQ(result.output, "fine\n") << where;
        EXPECT_EQ(result.exit_code, 0) << where;
    }
}

INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapper,
                         testing::Values(kDelay, kInterval, kPeriodic, kPeriodicExec),
                         wrapper_name);
INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperPrinting,
                         testing::Values(kDelay, kInterval, kPeriodic), wrapper_name);

}  // namespace
}  // namespace monitoring
