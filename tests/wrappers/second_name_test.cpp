// The wrappers under the names that mkr takes: check-delay, check-interval, check-periodic.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

class SecondName : public EachWrapperTest {
protected:
    /// The second name is one of a file, as in the archive for mkr, not only of a link.
    [[nodiscard]] static std::string second_name() {
        const auto& program = GetParam().program;
        return "check-" + program.substr(0, program.find('-'));
    }
    [[nodiscard]] std::string copy() const {
        const auto to = path(second_name());
        std::filesystem::copy_file(TOOLS_DIRECTORY "/" + GetParam().program, to,
                                   std::filesystem::copy_options::overwrite_existing);
        return to;
    }
};

TEST_P(SecondName, StandsInUsageExamplesAndVersion) {
    const auto help = run(copy(), {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.output.find("\nUsage: " + second_name() + " [OPTIONS] -- COMMAND"),
              std::string::npos);
    EXPECT_NE(help.output.find("\nExamples:\n  " + second_name() + " -"), std::string::npos);
    EXPECT_EQ(help.output.find(GetParam().program), std::string::npos) << help.output;
    expect_line(copy(), {"-V"}, second_name() + " " PROJECT_VERSION, 0);
}

TEST_P(SecondName, StandsInFrontOfWhatGoesToStderr) {
    const auto result = shell(copy() + " --help >/dev/full");
    EXPECT_EQ(result.errors, second_name() + ": cannot write to stdout: No space left on device\n");
    EXPECT_EQ(result.exit_code, 3);
}

TEST_P(SecondName, RunsTheCommand) {
    const auto result = run(copy(), line(sh("echo fine")));
    EXPECT_EQ(result.output, "fine\n");
    EXPECT_EQ(result.exit_code, 0);
}

class SecondNameOfThoseThatRemember : public SecondName {};

TEST_P(SecondNameOfThoseThatRemember, SharesWhatIsRememberedWithTheFirst) {
    const auto& program = GetParam().program;
    const auto command = sh("printf x >>" + path("runs") + "; echo fine; exit 2");
    if (GetParam().name == kDelay.name) {
        expect_line(program, wrap({"-c", "3"}, command), "DelayWarn(1/3): fine", 0);
        expect_line(copy(), wrap({"-c", "3"}, command), "DelayWarn(2/3): fine", 0);
        expect_line(program, wrap({"-c", "3"}, command), "DelayNG(3/3): fine", 2);
        expect_line(copy(), wrap({"--reset"}, command), "forgotten", 0);
        expect_line(program, wrap({"-c", "3"}, command), "DelayWarn(1/3): fine", 0);
    } else {
        const Words options = {"--interval", "1h", "--failure-interval", "1h"};
        expect_line(program, wrap(options, command), "fine", 2);
        expect_line(copy(), wrap(options, command), "fine", 2);
        EXPECT_EQ(count_runs(), 1U);
    }
}

INSTANTIATE_TEST_SUITE_P(Wrappers, SecondName, testing::Values(kDelay, kInterval, kPeriodic),
                         wrapper_name);

INSTANTIATE_TEST_SUITE_P(Wrappers, SecondNameOfThoseThatRemember,
                         testing::Values(kDelay, kInterval), wrapper_name);

}  // namespace
}  // namespace monitoring
