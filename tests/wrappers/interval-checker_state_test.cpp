// interval-checker where its memory is damaged or cannot be had.

#include <sys/stat.h>

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class IntervalCheckerState : public WrapperTest {
protected:
    [[nodiscard]] Words line() const {
        return wrap({"--interval", "1h", "--stale", "1h"},
                    sh("echo >>" + path("runs") + "; echo run $(wc -l <" + path("runs") + ")"));
    }
    void expect(const std::string& output, int exit_code = 0) const {
        expect_line("interval-checker", line(), output, exit_code);
    }
    /// Something has happened to the state file: the command runs, and it is said on stderr.
    void expect_run(const std::string& reason, const std::string& note = "") const {
        const auto number = std::to_string(count_runs() + 1);
        const auto result = run("interval-checker", line());
        EXPECT_EQ(result.output, "run " + number + note + "\n");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_TRUE(result.errors.starts_with("interval-checker: ignoring " + reason))
            << result.errors;
    }
};

TEST_F(IntervalCheckerState, IsNoMemoryWhenItIsDamaged) {
    expect("run 1");
    const auto good = read_text(state_file());
    const auto reason = state_file().string() + ": ";
    for (const std::string& garbage :
         {std::string(), std::string("garbage\n"), std::string("\0\xff\x7f\x45LF\n", 7),
          std::string(1000, '\n'), good + "x", good.substr(0, good.size() - 1)}) {
        write_text(state_file(), garbage);
        expect_run(reason);
        expect("run " + std::to_string(count_runs()));
    }
    fs::resize_file(state_file(), std::uintmax_t{1} << 36U);
    expect_run(reason + "cannot read " + reason + "larger than 1048576 bytes");
}

TEST_F(IntervalCheckerState, IsNoMemoryWhenAnotherToolWroteIt) {
    static_cast<void>(run("delay-checker", {"-c", "2", "--", "false"}));
    const auto other = state_file();
    const auto content = read_text(other);
    fs::remove(other);
    expect("run 1");
    write_text(state_file(), content);
    expect_run("the state of the last run: it holds no result");
}

TEST_F(IntervalCheckerState, IsNoMemoryWhenItIsNoFileOfOurs) {
    expect("run 1");
    const auto file = state_file();
    fs::rename(file, path("elsewhere"));
    fs::create_symlink(path("elsewhere"), file);
    expect_run(file.string() + ": Too many levels of symbolic links");
    EXPECT_FALSE(fs::is_symlink(file));
    fs::remove(file);
    ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
    expect_run(file.string() + ": not a file of ours");
    if (geteuid() == 0) {
        ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
        expect_run(file.string() + ": not a file of ours");
    }
    fs::remove(file);
    fs::create_directory(file);
    expect_run(file.string() + ": not a file of ours",
               " (state not saved: " + file.string() + ": Is a directory)");
}

TEST_F(IntervalCheckerState, IsRefusedWhenItsDirectoryIsNotSafe) {
    fs::create_directory(state_directory());
    fs::permissions(state_directory(), fs::perms(0702));
    const auto refusal = "UNKNOWN: will not keep state in " + state_directory().string() + ": ";
    expect(refusal + "other users may write to it; remove it", 3);
    fs::remove(state_directory());
    fs::create_directory_symlink(directory(), state_directory());
    expect(refusal + "it is not a directory; remove it", 3);
    EXPECT_EQ(count_runs(), 0U);
}

TEST_F(IntervalCheckerState, LosesNoResultThatCannotBeKept) {
    forbid_state();
    expect("run 1" + not_saved_note());
    expect("run 2" + not_saved_note());
    expect_line("interval-checker", wrap({"--interval", "1h"}, sh("printf 'a\\nb'; exit 2")),
                "a\nb" + not_saved_note(), 2);
    expect_line("interval-checker", wrap({"--interval", "1h"}, {"true"}),
                not_saved_note().substr(1), 0);
}

TEST_F(IntervalCheckerState, KeepsNothingOfARunThatASignalEnded) {
    const auto words = wrap({"--interval", "1h", "--failure-interval", "1h"},
                            sh("echo >>" + path("runs") + "; [ -e " + path("go") +
                               " ] || { sleep 60; sleep 60; }; echo fine"));
    const Running running = start("interval-checker", words);
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(result.output, "UNKNOWN: stopped by SIGTERM (running sh)\n");
    EXPECT_EQ(result.exit_code, 3);
    write_text(path("go"), "");
    expect_line("interval-checker", words, "fine", 0);
    EXPECT_EQ(count_runs(), 2U);
}

TEST_F(IntervalCheckerState, KeepsATimeoutAsTheFailureThatItIs) {
    const auto words = wrap({"--interval", "1h", "--failure-interval", "1h", "--timeout", "0.5"},
                            sh("echo >>" + path("runs") + "; sleep 60; sleep 60"));
    for (int i = 0; i < 2; ++i) {
        expect_line("interval-checker", words, "UNKNOWN: no answer within 0.5 s (running sh)", 3);
    }
    EXPECT_EQ(count_runs(), 1U);
}

}  // namespace
}  // namespace monitoring
