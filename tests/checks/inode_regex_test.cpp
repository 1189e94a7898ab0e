// check-inode with regular expressions that a C library would crash on, or never be through with.

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

std::string repeat(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

class InodeRegex : public ToolTest {
protected:
    InodeRegex() { unset("HOST_PROC"); }

    void expect_refused(const std::string& regex, const std::string& reason) const {
        const auto line = "UNKNOWN: --exclude-path: " + reason + " (see --help)\n";
        for (const auto* const limit : {"8192", "256"}) {
            const auto result =
                shell(std::string("ulimit -s ") + limit +
                      "; $BIN/check-inode --free-warning 0 --exclude-path '" + regex + "'");
            EXPECT_EQ(result.output, line) << limit;
            EXPECT_EQ(result.exit_code, 3) << limit;
        }
    }
};

TEST_F(InodeRegex, MayHaveAThousandCharacters) {
    const auto result =
        shell("$BIN/check-inode --free-warning 0 --exclude-path '" + repeat("x", 1000) + "'");
    EXPECT_EQ(result.output.substr(0, 4), "OK: ");
    EXPECT_EQ(result.exit_code, 0);
    expect_refused(repeat("x", 1001), "a regular expression with more than 1000 characters");
    expect_refused(repeat("(", 20'000), "a regular expression with more than 1000 characters");
}

TEST_F(InodeRegex, MayNotNestTooDeeply) {
    const std::string reason = "a regular expression with more than 50 brackets in each other";
    expect_refused(repeat("(", 499) + "x" + repeat(")", 499), reason);
    expect_refused(repeat("(", 999), reason);
}

TEST_F(InodeRegex, MayNotBecomeTooLong) {
    const std::string reason =
        "a regular expression with more than 1000 characters, its repetitions written out";
    for (const auto& regex :
         {std::string("(((.{1,200}){1,200}){1,200})"), std::string("(x?){255}{9}"),
          repeat("(", 30) + "x" + repeat(")+", 30)}) {
        expect_refused(regex, reason);
    }
}

TEST_F(InodeRegex, AreBoundedTogetherAsWell) {
    auto arguments = repeat(" --exclude-path 'x{250}{4}'", 21);
    const auto result = shell("$BIN/check-inode --free-warning 0" + arguments);
    EXPECT_EQ(result.output,
              "UNKNOWN: --exclude-path: regular expressions with more than 20000 characters "
              "together (see --help)\n");
    EXPECT_EQ(result.exit_code, 3);
}

TEST_F(InodeRegex, TakesLittleTimeWhateverItIs) {
    for (const std::string regex : {"((x*){0,3}([a-z]{0,3})+){1,40}", "(|($|){0,}{3,12}){1,3}"}) {
        const auto result =
            shell("$BIN/check-inode --free-warning 0 --exclude-path '" + regex + "no'");
        EXPECT_EQ(result.output.substr(0, 4), "OK: ") << result.output;
    }
}

}  // namespace
}  // namespace monitoring
