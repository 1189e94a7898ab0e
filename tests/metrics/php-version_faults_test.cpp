#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "support/php_test.hpp"

namespace monitoring {
namespace {

class PhpVersionFaults : public PhpTest {
protected:
    /// Expects that a program gives no metric but this reason, which begins with its path, and that
    /// the one behind it is asked all the same; and that alone it fails.
    void expect_failure(const std::string& path, const std::string& reason,
                        const std::string& option = "--php") const {
        const auto good = stand_in("good", "echo 80236");
        const auto line = fmt::format("mackerel-plugin-php-version: {}\n", reason);
        const auto both = run_plugin({option, "bad=" + path, "--php", "good=" + good});
        EXPECT_EQ(parse_metric_lines(both.output), (Metrics{{"php.version.good", "80236"}}));
        EXPECT_EQ(both.errors, line);
        EXPECT_EQ(both.exit_code, 0);
        const auto alone = run_plugin({option, "bad=" + path});
        EXPECT_EQ(alone.output, "");
        EXPECT_EQ(alone.errors, line);
        EXPECT_EQ(alone.exit_code, 1);
    }
    void expect_script_failure(const std::string& script, const std::string& reason,
                               const std::string& option = "--php") const {
        const auto path = stand_in("bad", script);
        expect_failure(path, path + reason, option);
    }
    /// How the line begins about a program that hangs; a time follows.
    static std::string hung(const std::string& path) {
        return fmt::format("mackerel-plugin-php-version: {}: no answer within ", path);
    }
};

TEST_F(PhpVersionFaults, SayWhyAProgramCannotRun) {
    expect_failure("/nonexistent/php", "cannot run /nonexistent/php: No such file or directory");
    const auto path = stand_in("bad", "echo 80236");
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    expect_failure(path, fmt::format("cannot run {}: Permission denied", path));
    expect_failure(directory().string(),
                   fmt::format("cannot run {}: Is a directory", directory().string()));
    const auto result = run_plugin();
    EXPECT_EQ(result.errors,
              "mackerel-plugin-php-version: cannot run php: No such file or directory\n");
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(PhpVersionFaults, QuoteWhatIsNoVersion) {
    const std::string start = " does not tell its version";
    expect_script_failure("exit 0", start);
    expect_script_failure("echo", start);
    expect_script_failure("echo PHP_VERSION_ID", start + ": 'PHP_VERSION_ID'");
    expect_script_failure("echo 8.2.36", start + ": '8.2.36'");
    expect_script_failure("echo 1080236", start + ": '1080236'");
    expect_script_failure("printf 'Warning: no such module\\n80236'",
                          start + ": 'Warning: no such module\\n80236'");
    expect_script_failure("echo 'no licence' >&2", start + ": 'no licence'");
    expect_script_failure("printf '\\033[1m\\377'", start + ": '\\x1b[1m\uFFFD'");
    expect_script_failure("echo 80236", start + ": '80236'", "--fpm");
    expect_script_failure("echo; echo 'PHP 8.2.36 (fpm-fcgi)'",
                          start + ": '\\nPHP 8.2.36 (fpm-fcgi)'", "--fpm");
}

TEST_F(PhpVersionFaults, SayHowAProgramFailed) {
    const std::string start = " ended with exit code ";
    expect_script_failure("printf 80236; exit 1", start + "1: '80236'");
    expect_script_failure("echo 80236; echo 'out of memory' >&2; exit 255",
                          start + "255: 'out of memory'");
    expect_script_failure("exit 127", start + "127");
    expect_script_failure("echo 'PHP 8.2.36'; exit 70", start + "70: 'PHP 8.2.36'", "--fpm");
    expect_script_failure("echo 80236; kill -SEGV $$", " was killed by SIGSEGV");
}

TEST_F(PhpVersionFaults, KeepLittleOfWhatIsPrinted) {
    const auto quoted = [](char byte) { return fmt::format(": '{}…'", std::string(199, byte)); };
    expect_script_failure("head -c 50000000 /dev/zero | tr '\\0' 7",
                          " does not tell its version" + quoted('7'));
    expect_script_failure("head -c 50000000 /dev/zero | tr '\\0' x >&2; exit 1",
                          " ended with exit code 1" + quoted('x'));
    const auto path = stand_in("fpm", "echo 'PHP 8.2.36'; head -c 5000 /dev/zero | tr '\\0' x");
    const auto result = run_plugin({"--fpm", "fpm=" + path});
    EXPECT_EQ(result.output, "") << "that is no php-fpm";
}

TEST_F(PhpVersionFaults, DoNotIncludeWarningsOnStderr) {
    expect_metrics({"--php", stand_in("php", "head -c 9000000 /dev/zero >&2; echo 80236")},
                   {{"php.version.version", "80236"}});
}

TEST_F(PhpVersionFaults, LeaveTheOthersTheirShareOfTheTimeWhenOneHangs) {
    for (const std::string script : {"sleep 60", "trap '' TERM; while :; do sleep 60; done",
                                     "kill -STOP $$", "exec >&- 2>&-; sleep 60"}) {
        const auto bad = stand_in("bad", script);
        const auto result = run_plugin(
            {"--php", "bad=" + bad, "--php", "good=" + stand_in("good", "echo 80236"), "-t", "6"});
        EXPECT_EQ(parse_metric_lines(result.output), (Metrics{{"php.version.good", "80236"}}));
        // It had the half of 5.4 seconds, or little less on a busy machine.
        EXPECT_TRUE(result.errors.starts_with(hung(bad) + "2.")) << script << result.errors;
        EXPECT_EQ(result.exit_code, 0);
    }
}

// A program that leaves its group is not there for a signal to the group.
TEST_F(PhpVersionFaults, DoNotOutliveTheirTimeInAnotherProcessGroup) {
    const auto bad = stand_in("bad",
                              "exec python3 -c \"import os, time; "
                              "os.setpgid(0, os.getpgid(os.getppid())); "
                              "open('$0.pid', 'w').write(str(os.getpid())); time.sleep(60)\"");
    const auto good = stand_in("good", "echo 80236");
    const auto result = run_plugin({"--php", "good=" + good, "--php", "bad=" + bad, "-t", "6"});
    EXPECT_EQ(parse_metric_lines(result.output), (Metrics{{"php.version.good", "80236"}}));
    EXPECT_NE(kill(std::stoi(read_text(bad + ".pid")), 0), 0) << "it runs on";
}

TEST_F(PhpVersionFaults, AreAllThatIsPrintedWhenNothingCanBeMeasured) {
    const auto slow = stand_in("slow", "sleep 60");
    const auto bad = stand_in("bad", "exit 3");
    const auto result = run_plugin({"--php", slow, "--fpm", "bad=" + bad, "-t", "4"});
    EXPECT_EQ(result.output, "");
    EXPECT_TRUE(result.errors.starts_with(hung(slow) + "1.")) << result.errors;
    EXPECT_TRUE(result.errors.ends_with(
        fmt::format(" s\nmackerel-plugin-php-version: {} ended with exit code 3\n", bad)))
        << result.errors;
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(PhpVersionFaults, DoNotWaitForWhatAProgramLeavesBehind) {
    const auto path = stand_in("php", "sleep 20 & echo 80236");
    const auto result = run_plugin({"--php", path});
    EXPECT_EQ(parse_metric_lines(result.output), (Metrics{{"php.version.version", "80236"}}));
    EXPECT_LT(result.duration, std::chrono::seconds(9));
}

TEST_F(PhpVersionFaults, EndTheProgramWithTheTool) {
    const auto path = stand_in("php", "echo $$ > \"$0.new\"; mv \"$0.new\" \"$0.pid\"; sleep 60");
    const auto running = start("mackerel-plugin-php-version", {"--php", path, "-t", "50"});
    while (!std::filesystem::exists(path + ".pid")) usleep(10'000);
    const pid_t program = std::stoi(read_text(path + ".pid"));
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors,
              fmt::format("mackerel-plugin-php-version: stopped by SIGTERM (running {})\n", path));
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(kill(program, 0), 0) << "it runs on";
}

}  // namespace
}  // namespace monitoring
