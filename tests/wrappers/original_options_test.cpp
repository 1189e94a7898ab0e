// Command lines as Perl's Getopt::Long took them from the scripts that the wrappers replace, and
// commands without "--" in front.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

class OriginalOptions : public WrapperTest {
protected:
    /// That each of the command lines gives this line, and nothing on stderr.
    void expect_each(const std::string& program, const std::vector<Words>& lines,
                     const std::string& line, int exit_code) const {
        for (const auto& words : lines) {
            std::string trace = program;
            for (const auto& word : words) trace += " '" + word + "'";
            SCOPED_TRACE(trace);
            std::filesystem::remove_all(state_directory());
            expect_line(program, words, line, exit_code);
        }
    }
    void expect_unexpected(const std::string& program, const Words& words,
                           const std::string& what) const {
        expect_each(
            program, {words},
            "UNKNOWN: The following argument" + what + " (a command goes behind --; see --help)",
            3);
    }
    /// A check that shows its arguments and fails.
    [[nodiscard]] std::string failing() const {
        return write_program("failing", "#!/bin/sh\necho \"args:$*\"\nexit 2\n");
    }
};

TEST_F(OriginalOptions, OfDelayChecker) {
    const auto check = failing();
    expect_each("delay-checker",
                {{"-c", "3", check, "-c", "5"},
                 {"-c=3", check, "-c", "5"},
                 {"--c", "3", "--id=x", check, "-c", "5"},
                 {"-identifier", "x", "-c=3", "--", check, "-c", "5"},
                 {"-i", "x", "+c", "3", check, "-c", "5"},
                 {"-C=7", "-c3", "--IDENTIFIER=x", check, "-c", "5"}},
                "DelayWarn(1/3): args:-c 5", 0);
    expect_each("delay-checker", {{check, "-h"}, {"--", check, "-h"}}, "DelayNG(1/1): args:-h", 2);
    expect_unexpected("delay-checker", {"-w", "5", check}, " was not expected: -w");
    expect_unexpected("delay-checker", {"--win", "5", check}, " was not expected: --win");
}

TEST_F(OriginalOptions, OfIntervalChecker) {
    const auto check = failing();
    expect_each("interval-checker",
                {{"--interval=300", check, "-x"},
                 {"-interval", "300", check, "-x"},
                 {"-int=5m", "--id", "x", check, "-x"},
                 {check, "-x"},
                 {"--", check, "-x"}},
                "args:-x", 2);
    expect_each("interval-checker", {{"-i", "300", check}},
                "UNKNOWN: -i may be --identifier or --interval (see --help)", 3);
    expect_unexpected("interval-checker", {"--fail", "5", check}, " was not expected: --fail");
}

TEST_F(OriginalOptions, OfPeriodicChecker) {
    const auto check = failing();
    expect_each("periodic-checker",
                {{"--range", "00:00-24:00", check, "--range"},
                 {"--ranges=00:00-24:00", check, "--range"},
                 {"-range=00:00-24:00", check, "--range"},
                 {"-r", "00:00-12:00,12:00-24:00", check, "--range"},
                 {check, "--range"}},
                "args:--range", 2);
    expect_unexpected("periodic-checker", {"--out", "ok", check}, " was not expected: --out");
}

TEST_F(OriginalOptions, NeverRunAWordInFrontOfTheDashes) {
    const auto check = failing();
    for (const std::string program : {"delay-checker", "interval-checker", "periodic-checker"}) {
        expect_unexpected(program, {check, "--", check}, " was not expected: " + check);
        expect_unexpected(program, {"--nonsense", "5", "--", check},
                          "s were not expected: --nonsense 5");
    }
}

TEST_F(OriginalOptions, LeaveTheDashesBehindAWrapperToIt) {
    const auto check = failing();
    const std::string bin = TOOLS_DIRECTORY "/";
    expect_each("delay-checker",
                {{"-c", "2", bin + "interval-checker", "--interval", "5", "--", check, "--", "x"},
                 {"-c=2", bin + "periodic-checker", "--", check, "--", "x"},
                 {"-c", "2", "--", bin + "interval-checker", "--", check, "--", "x"}},
                "DelayWarn(1/2): args:-- x", 0);
}

}  // namespace
}  // namespace monitoring
