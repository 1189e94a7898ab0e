// What a program that run_command() starts finds: descriptors, signals, its group, its arguments.

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "common/process/child.hpp"
#include "common/process/run_command.hpp"
#include "common/runtime/file.hpp"
#include "common/text/text.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

using Command = std::vector<std::string>;

/// What a command prints.
std::string output_of(const Command& command) {
    const auto result = run_command(command, {.max_kept = 1'000'000});
    EXPECT_EQ(describe_end(command.front(), result.end),
              command.front() + " ended with exit code 0");
    EXPECT_EQ(result.errors.text, "");
    return result.output.text;
}

/// The value in a line "name:\tvalue".
std::string value_in(const std::string& text, const std::string& name) {
    for (const auto line : split(text, '\n')) {
        if (line.starts_with(name + ":\t")) return std::string(line.substr(name.size() + 2));
    }
    return "no " + name;
}

/// Does nothing: a handler cannot be inherited, and must not be called in the program's place.
void ignore(int /*signal*/) {}

}  // namespace

TEST(RunCommandSurroundings, HaveAnEmptyStdin) {
    EXPECT_EQ(output_of({"cat"}), "");
    EXPECT_EQ(output_of({"readlink", "/proc/self/fd/0"}), "/dev/null\n");
}

TEST(RunCommandSurroundings, HaveNoOtherDescriptorOfOurs) {
    // Without O_CLOEXEC, as whoever starts us may leave them open.
    const UniqueFd low(open("/dev/null", O_RDONLY));
    const UniqueFd high(fcntl(low.get(), F_DUPFD, 500));
    ASSERT_TRUE(high.is_open());
    // The last one is what ls reads.
    EXPECT_EQ(output_of({"ls", "/proc/self/fd"}), "0\n1\n2\n3\n");
}

TEST(RunCommandSurroundings, HaveTheirStreamsWhereOursAreClosed) {
    const UniqueFd input(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10));
    const UniqueFd output(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10));
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    const auto result = run_command({"sh", "-c", "cat; echo one; echo two >&2"}, {.max_kept = 100});
    dup2(input.get(), STDIN_FILENO);
    dup2(output.get(), STDOUT_FILENO);
    EXPECT_EQ(result.output.text, "one\n");
    EXPECT_EQ(result.errors.text, "two\n");
}

TEST(RunCommandSurroundings, HaveAllSignalsAtTheirDefaults) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    for (const int number : {SIGPIPE, SIGHUP, SIGXFSZ, SIGRTMAX}) signal(number, SIG_IGN);
    signal(SIGUSR1, ignore);
    const auto status = output_of({"cat", "/proc/self/status"});
    for (const int number : {SIGPIPE, SIGHUP, SIGXFSZ, SIGRTMAX, SIGUSR1}) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    EXPECT_EQ(value_in(status, "SigBlk"), "0000000000000000");
    EXPECT_EQ(value_in(status, "SigIgn"), "0000000000000000");
    EXPECT_EQ(value_in(status, "SigCgt"), "0000000000000000");
}

TEST(RunCommandSurroundings, LeaveOurOwnSignalsAsTheyWere) {
    sigset_t some;
    sigset_t before;
    sigset_t after;
    sigemptyset(&some);
    sigaddset(&some, SIGUSR2);
    sigprocmask(SIG_SETMASK, &some, &before);
    signal(SIGUSR1, ignore);
    EXPECT_EQ(output_of({"true"}), "");
    EXPECT_EQ(output_of({"true"}), "");
    EXPECT_EQ(signal(SIGUSR1, SIG_DFL), &ignore);
    sigprocmask(SIG_SETMASK, &before, &after);
    for (int number = 1; number < NSIG; ++number) {
        if (number == 32 || number == 33) continue;  // the C library's own
        EXPECT_EQ(sigismember(&after, number), number == SIGUSR2 ? 1 : 0) << number;
    }
}

TEST(RunCommandSurroundings, LeaveOurOwnSignalsAsTheyWereAlsoWhileTheProgramRuns) {
    sigset_t before;
    sigset_t after;
    sigprocmask(SIG_SETMASK, nullptr, &before);
    Child child({"true"});
    sigprocmask(SIG_SETMASK, nullptr, &after);
    for (int number = 1; number < NSIG; ++number) {
        EXPECT_EQ(sigismember(&after, number), sigismember(&before, number)) << number;
    }
    while (!child.has_ended()) usleep(1000);
}

TEST(RunCommandSurroundings, HaveAProcessGroupOfTheirOwn) {
    const auto text = output_of({"cat", "/proc/self/stat"});
    // proc(5): the process, its name, its state, its parent and its group.
    const auto columns = words(text);
    ASSERT_GT(columns.size(), 5U);
    EXPECT_EQ(columns[3], std::to_string(getpid()));
    EXPECT_EQ(columns[4], columns[0]);
}

TEST(RunCommandSurroundings, HaveOurEnvironment) {
    setenv("RUN_COMMAND_TEST", "a b\n\"$HOME\"", 1);
    EXPECT_EQ(output_of({"printenv", "RUN_COMMAND_TEST"}), "a b\n\"$HOME\"\n");
    unsetenv("RUN_COMMAND_TEST");
    EXPECT_EQ(output_of({"sh", "-c", "echo ${RUN_COMMAND_TEST-unset}"}), "unset\n");
}

TEST(RunCommandSurroundings, HaveTheirArgumentsAsTheyAre) {
    EXPECT_EQ(output_of({"printf", "[%s]", "", "two words", "", "$HOME", "*", "a'b\"c", "\n", "\\",
                         "-n", "\xff", "--"}),
              "[][two words][][$HOME][*][a'b\"c][\n][\\][-n][\xff][--]");
}

TEST(RunCommandSurroundings, HaveAnyNumberOfArguments) {
    Command command = {"printf", "%s\n"};
    std::string expected;
    for (int i = 0; i < 10'000; ++i) {
        command.push_back(std::to_string(i));
        expected += command.back() + "\n";
    }
    EXPECT_TRUE(output_of(command) == expected);
}

TEST(RunCommandSurroundings, HaveOurWorkingDirectoryAndPath) {
    EXPECT_EQ(output_of({"pwd", "-P"}), std::filesystem::current_path().string() + "\n");
    const std::string path = std::getenv("PATH");
    setenv("PATH", "/nonexistent", 1);
    const auto end = describe_end("true", run_command({"true"}, {.max_kept = 0}).end);
    setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(end, "cannot run true: No such file or directory");
}
