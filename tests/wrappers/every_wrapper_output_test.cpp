// What is passed on of a wrapped command's output. (periodic-checker that becomes the command
// leaves the output alone.)

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;

constexpr std::size_t kMaxPassedOn = 65536;

class EveryWrapperOutput : public EachWrapperTest {};

TEST_P(EveryWrapperOutput, MakesOneNewlineOfThoseAtTheEnd) {
    expect_passed(sh("printf fine"), "fine\n", 0);
    expect_passed(sh("printf 'fine\\n'"), "fine\n", 0);
    expect_passed(sh("printf 'fine\\n\\n\\n'"), "fine\n", 0);
    expect_passed(sh("printf '\\n\\n'"), "\n", 0);
    expect_passed(sh("printf 'bad\\n\\n'; exit 2"), "bad\n", 2);
}

TEST_P(EveryWrapperOutput, PassesOnAllElseAsItIs) {
    expect_passed(sh("printf ' a\\n\\n b\\r\\n'"), " a\n\n b\r\n", 0);
    expect_passed(sh("printf 'OK - fine | a=1\\nmore\\n| b=2;3;4\\n'; exit 1"),
                  "OK - fine | a=1\nmore\n| b=2;3;4\n", 1);
    expect_passed(sh("printf 'a\\0b\\0\\n\\0'"), "a\0b\0\n\0\n"s, 0);
    expect_passed(sh("printf '\\377\\376\\300\\200\\033[1m'"), "\377\376\300\200\033[1m\n", 0);
    expect_passed({"echo", std::string(2000, 'x')}, std::string(2000, 'x') + "\n", 0);
}

TEST_P(EveryWrapperOutput, IsEmptyWhereThereIsNone) {
    expect_passed({"true"}, "", 0);
    forget();
    const auto result = pass(sh("exit 2"));
    EXPECT_EQ(result.output, GetParam().failing.empty() ? "" : GetParam().failing + "no output\n");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.errors, "");
}

TEST_P(EveryWrapperOutput, IsNoneWhereThereAreNewlinesOnly) {
    const auto result = pass(sh("echo; echo; exit 2"));
    EXPECT_EQ(result.output,
              GetParam().failing.empty() ? "\n" : GetParam().failing + "no output\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST_P(EveryWrapperOutput, PassesOnBothStreams) {
    expect_passed(sh("echo out; echo err >&2"), "out\n", 0, "err\n");
    expect_passed(sh("echo out; printf 'err\\377' >&2; exit 2"), "out\n", 2, "err\377");
}

TEST_P(EveryWrapperOutput, LetsStderrStandInForAnEmptyStdout) {
    expect_passed(sh("echo oops >&2"), "oops\n", 0, "oops\n");
    expect_passed(sh("printf oops >&2; exit 1"), "oops\n", 1, "oops");
    expect_passed(sh("printf 'a\\nb\\n\\n' >&2; exit 2"), "a\nb\n", 2, "a\nb\n\n");
    expect_passed(sh("echo; echo oops >&2; exit 2"), "oops\n", 2, "oops\n");
    expect_passed(sh("echo oops >&2; exit 9"), "UNKNOWN: sh ended with exit code 9: oops\n", 3,
                  "oops\n");
}

TEST_P(EveryWrapperOutput, EndsAfterSixtyFourKilobytes) {
    const auto print = [](std::size_t bytes, const std::string& more) {
        return sh("head -c " + std::to_string(bytes) + " /dev/zero | tr '\\0' x; printf '" + more +
                  "'");
    };
    const std::string full(kMaxPassedOn, 'x');
    expect_passed(print(kMaxPassedOn - 1, "\\n"), full.substr(1) + "\n", 0);
    expect_passed(print(kMaxPassedOn, ""), full + "\n", 0);
    expect_passed(print(kMaxPassedOn, "y\\nz\\n"), full + "\n", 0);
    expect_passed(print(kMaxPassedOn + 1, ""), full + "\n", 0);
}

TEST_P(EveryWrapperOutput, IsReadToItsEndHoweverMuchThereIs) {
    const std::string print = "head -c 104857600 /dev/zero | tr '\\0' x";
    const std::string full(kMaxPassedOn, 'x');
    expect_passed(sh(print + "; exit 2"), full + "\n", 2);
    expect_passed(sh("{ " + print + "; } >&2; echo out"), "out\n", 0, full);
    expect_passed(sh(print + " & { " + print + "; } >&2; wait; exit 1"), full + "\n", 1, full);
    expect_passed(sh("{ " + print + "; } >&2"), full + "\n", 0, full);
}

INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperOutput,
                         testing::Values(kDelay, kInterval, kPeriodic), wrapper_name);

}  // namespace
}  // namespace monitoring
