// What delay-checker remembers, for whom, and what it does when it cannot.

#include <sys/stat.h>

#include <set>

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class DelayCheckerState : public WrapperTest {
protected:
    ToolResult fail(const Words& options = {"-c", "3"}) const {
        return run("delay-checker", wrap(options, sh("echo bad; exit 2")));
    }
    void expect_failure(const std::string& output, int exit_code) const {
        const auto result = fail();
        EXPECT_EQ(result.output, output + "\n");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
    }
    /// Something has happened to the state file: it is no memory, and that is said on stderr.
    void expect_first_failure(const std::string& reason, const std::string& note = "",
                              int exit_code = 0) const {
        const auto result = fail();
        EXPECT_EQ(result.output, "DelayWarn(1/3): bad" + note + "\n");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_TRUE(result.errors.starts_with("delay-checker: ignoring " + reason))
            << result.errors;
        EXPECT_EQ(result.errors.find('\n'), result.errors.size() - 1);
    }
    [[nodiscard]] std::string show(const Words& command) const {
        const auto result = run("delay-checker", wrap({"--show"}, command));
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        return result.output;
    }
};

TEST_F(DelayCheckerState, IsKeptApartByArgumentsAndIdentifiers) {
    const auto program = write_program("fail", "#!/bin/sh\necho bad\nexit 2\n");
    const std::vector<Words> lines = {
        wrap({"-c", "2"}, {program}),
        wrap({"-c", "2"}, {program, "a b", "c"}),
        wrap({"-c", "2"}, {program, "a", "b c"}),
        wrap({"-c", "2"}, {program, "a", "b", "c"}),
        wrap({"-c", "2"}, {program, ""}),
        wrap({"-c", "2", "--identifier", "x"}, {program}),
        wrap({"-c", "2", "--identifier", "y"}, {program}),
        wrap({"-c", "2", "--identifier", program}, {program}),
    };
    for (const auto& line : lines) expect_line("delay-checker", line, "DelayWarn(1/2): bad", 0);
    for (const auto& line : lines) expect_line("delay-checker", line, "DelayNG(2/2): bad", 2);
}

TEST_F(DelayCheckerState, IsNotOfTheOptions) {
    expect_failure("DelayWarn(1/3): bad", 0);
    EXPECT_EQ(fail({"-c", "2", "--window", "9", "--timeout", "1m"}).exit_code, 0);
    EXPECT_EQ(fail({"--critical=3", "--status-as", "ok=ok"}).output, "DelayNG(3/3): bad\n");
}

TEST_F(DelayCheckerState, LeavesNoFileWhereNothingFailed) {
    expect_line("delay-checker", wrap({"-c", "3"}, {"echo", "fine"}), "fine", 0);
    EXPECT_TRUE(fs::is_empty(state_directory()));
    expect_line("delay-checker", wrap({"--window", "5", "--recover", "2"}, {"echo", "fine"}),
                "fine", 0);
    EXPECT_TRUE(fs::is_empty(state_directory()));
    EXPECT_EQ(fs::status(state_directory()).permissions(), fs::perms::owner_all);
}

TEST_F(DelayCheckerState, IsShownWithoutRunningTheCommand) {
    const auto command = sh("echo >>" + path("runs") + "; echo bad; exit 2");
    const auto nothing = show(command);
    const auto place = "kept in " + state_directory().string() + "/delay-checker-";
    EXPECT_TRUE(nothing.starts_with("nothing remembered\n" + place)) << nothing;
    EXPECT_EQ(count_runs(), 0U);
    for (int i = 0; i < 2; ++i) {
        static_cast<void>(run("delay-checker", wrap({"-c", "9", "--window", "9"}, command)));
    }
    EXPECT_TRUE(show(command).starts_with("failures in a row: 2\nfailing for: ")) << show(command);
    const auto end = "\nkept in " + state_file().string() + "\n";
    EXPECT_TRUE(
        show(command).ends_with("s\nlast runs, the oldest first: xx (x failed, . was OK)" + end));
    EXPECT_TRUE(nothing.ends_with(end));
    static_cast<void>(run("delay-checker", wrap({"--recover", "2"}, command)));
    EXPECT_TRUE(show(command).ends_with("s\nalert: CRITICAL, OKs in a row since: 0" + end));
    EXPECT_EQ(count_runs(), 3U);
}

TEST_F(DelayCheckerState, IsForgottenOnDemandWithoutRunningTheCommand) {
    const auto command = sh("echo >>" + path("runs") + "; echo bad; exit 2");
    const auto reset = wrap({"--reset"}, command);
    expect_line("delay-checker", reset, "forgotten", 0);
    expect_line("delay-checker", wrap({"-c", "3"}, command), "DelayWarn(1/3): bad", 0);
    expect_line("delay-checker", wrap({"-c", "3"}, command), "DelayWarn(2/3): bad", 0);
    expect_line("delay-checker", reset, "forgotten", 0);
    auto shown_as = reset;
    shown_as.insert(shown_as.begin(), {"--status-as", "ok=warning"});
    expect_line("delay-checker", shown_as, "forgotten", 1);
    EXPECT_TRUE(show(command).starts_with("nothing remembered\n"));
    expect_line("delay-checker", wrap({"-c", "3"}, command), "DelayWarn(1/3): bad", 0);
    EXPECT_EQ(count_runs(), 3U);
}

TEST_F(DelayCheckerState, IsAFirstRunAfterAReboot) {
    boot("first");
    expect_failure("DelayWarn(1/3): bad", 0);
    expect_failure("DelayWarn(2/3): bad", 0);
    boot("second");
    expect_failure("DelayWarn(1/3): bad", 0);
    expect_failure("DelayWarn(2/3): bad", 0);
}

TEST_F(DelayCheckerState, CountsRunsAtTheSameMomentEachOnce) {
    constexpr std::size_t kRuns = 20;
    const auto line = wrap({"-c", "99"}, sh("sleep 0.2; echo bad; exit 2"));
    std::vector<Running> all;
    for (std::size_t i = 0; i < kRuns; ++i) all.push_back(start("delay-checker", line));
    std::set<std::string> counts;
    for (const auto& running : all) {
        const auto result = finish(running);
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        counts.insert(result.output);
    }
    EXPECT_EQ(counts.size(), kRuns) << "each has a number of its own";
    expect_line("delay-checker", line, "DelayWarn(21/99): bad", 0);
}

TEST_F(DelayCheckerState, CountsAFailureThatASignalMade) {
    const auto command = sh("echo >>" + path("runs") + "; sleep 60; sleep 60");
    const Running running = start("delay-checker", wrap({"-c", "3"}, command));
    ASSERT_TRUE(comes_true([this] { return count_runs() == 1; }));
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(result.output, "UNKNOWN: stopped by SIGTERM (running sh)\n");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_TRUE(show(command).starts_with("failures in a row: 1\n"));
}

TEST_F(DelayCheckerState, IsNoMemoryWhenItIsDamaged) {
    expect_failure("DelayWarn(1/3): bad", 0);
    const auto good = read_text(state_file());
    const auto reason = state_file().string() + ": ";
    const auto body = good.find('\n') + 1;
    for (const std::string& garbage :
         {std::string(), std::string("garbage\n"), std::string("-5\n"), std::string(40, '9'),
          std::string("\0\xff\x7f\x45LF\n", 7), std::string(1000, '\n'), good + "x",
          good.substr(0, good.size() - 1), good.substr(0, body) + "-" + good.substr(body),
          good.substr(0, body) + "99999999999999999999" + good.substr(body)}) {
        write_text(state_file(), garbage);
        expect_first_failure(reason);
        expect_failure("DelayWarn(2/3): bad", 0);
    }
    fs::resize_file(state_file(), std::uintmax_t{1} << 36U);
    expect_first_failure(reason + "cannot read " + reason + "larger than 1048576 bytes");
}

TEST_F(DelayCheckerState, IsNoMemoryWhenAnotherToolWroteIt) {
    static_cast<void>(run("interval-checker", {"--interval", "1", "--", "echo", "OK 1 2 3 4 5"}));
    const auto other = state_file();
    const auto content = read_text(other);
    fs::remove(other);
    expect_failure("DelayWarn(1/3): bad", 0);
    write_text(state_file(), content);
    expect_first_failure("the state of the last run: it holds no history");
}

TEST_F(DelayCheckerState, IsNoMemoryWhenItIsNoFileOfOurs) {
    expect_failure("DelayWarn(1/3): bad", 0);
    const auto file = state_file();
    fs::rename(file, path("elsewhere"));
    fs::create_symlink(path("elsewhere"), file);
    expect_first_failure(file.string() + ": Too many levels of symbolic links");
    EXPECT_FALSE(fs::is_symlink(file));
    fs::remove(file);
    ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
    expect_first_failure(file.string() + ": not a file of ours");
    fs::remove(file);
    fs::create_directory(file);
    expect_first_failure(file.string() + ": not a file of ours",
                         " (state not saved: " + file.string() + ": Is a directory)", 2);
}

}  // namespace
}  // namespace monitoring
