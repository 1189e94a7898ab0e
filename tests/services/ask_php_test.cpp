#include "common/services/ask_php.hpp"

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class AskPhp : public ToolTest {
protected:
    /// A program that does as the shell script says.
    [[nodiscard]] PhpProgram program(const std::string& script, bool is_fpm = false) const {
        const auto path = directory() / "php";
        std::filesystem::remove(path);
        write_text(path, "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return {path.string(), is_fpm};
    }
    [[nodiscard]] static unsigned version(const PhpProgram& program) {
        return ask_php_version(program, {.max_kept = 100, .timeout = Seconds(10)});
    }
    /// That it throws an Error which begins with the program's path and goes on like that.
    static void expect_error(const PhpProgram& program, const std::string& reason) {
        try {
            ADD_FAILURE() << version(program) << " instead of: " << reason;
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()), program.path + reason);
        }
    }
};

TEST_F(AskPhp, AsksPhpForItsNumberWithoutReadingAnIniFile) {
    EXPECT_EQ(version(program("[ \"$*\" = '-n -r echo PHP_VERSION_ID;' ] && echo 80236")), 80236U);
}

TEST_F(AskPhp, AsksPhpFpmForItsBanner) {
    const std::string script = "[ \"$*\" = '-n -v' ] && echo 'PHP 8.2.36 (fpm-fcgi)'";
    EXPECT_EQ(version(program(script, true)), 80236U);
    expect_error(program("echo 80236", true), " does not tell its version: '80236'");
}

TEST_F(AskPhp, QuotesWhatIsNoVersion) {
    expect_error(program("echo Hello; echo psst >&2"), " does not tell its version: 'Hello'");
    expect_error(program("echo psst >&2"), " does not tell its version: 'psst'");
    expect_error(program(":"), " does not tell its version");
    expect_error(program("printf '\\033[1mred\\n'"), " does not tell its version: '\\x1b[1mred'");
}

TEST_F(AskPhp, TakesNoVersionFromTheStartOfMore) {
    const auto more = std::string(200, 'x');
    const auto text = "PHP 8.2.36 " + more;
    expect_error(program("echo " + text, true),
                 " does not tell its version: '" + text.substr(0, 100) + "'");
}

TEST_F(AskPhp, SaysHowAProgramFailed) {
    expect_error(program("echo 80236; echo broken >&2; exit 3"),
                 " ended with exit code 3: 'broken'");
    expect_error(program("echo 80236; exit 3"), " ended with exit code 3: '80236'");
    try {
        ADD_FAILURE() << version({directory() / "none", false});
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()),
                  "cannot run " + (directory() / "none").string() + ": No such file or directory");
    }
}

}  // namespace
}  // namespace monitoring
