// What run_command() tells of how a program ended. What it reads of it is in
// run_command_output_test.cpp, what the program is given in run_command_surroundings_test.cpp, and
// what it needs itself in run_command_limits_test.cpp.

#include "common/process/run_command.hpp"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

using Command = std::vector<std::string>;
constexpr std::size_t kMaxKept = 65536;

CommandResult run_shell(const std::string& script) {
    return run_command({"sh", "-c", script}, {.max_kept = kMaxKept});
}

/// How a command ended, as somebody would be told: with the program's name.
std::string end_of(const Command& command) {
    return describe_end(command.front(), run_command(command, {.max_kept = kMaxKept}).end);
}

class RunCommand : public ToolTest {
protected:
    /// A file that may be executed.
    [[nodiscard]] std::string write_program(const std::string& name,
                                            const std::string& content) const {
        const auto path = directory() / name;
        write_text(path, content);
        fs::permissions(path, fs::perms(0755));
        return path;
    }
};

/// Whether there is a process of that number, but for a zombie that its parent does not care for.
bool is_running(const std::string& process) {
    const auto file = fs::path("/proc") / process.substr(0, process.find('\n')) / "stat";
    return fs::exists(file) && read_text(file).find(") Z ") == std::string::npos;
}

}  // namespace

TEST_F(RunCommand, TellsTheExitCode) {
    for (const int code : {0, 1, 2, 3, 4, 42, 126, 127, 128, 137, 254, 255}) {
        const auto result = run_shell("exit " + std::to_string(code));
        EXPECT_EQ(result.end, CommandEnd(Exited{code}));
    }
}

TEST_F(RunCommand, TellsTheSignalThatKilledIt) {
    for (const int signal : {SIGHUP, SIGINT, SIGKILL, SIGTERM, SIGPIPE, SIGALRM, SIGRTMAX}) {
        const auto result = run_shell("kill -" + std::to_string(signal) + " $$");
        EXPECT_EQ(result.end, CommandEnd(Killed{signal})) << signal;
    }
}

TEST_F(RunCommand, NamesTheSignalThatKilledIt) {
    EXPECT_EQ(end_of({"sh", "-c", "kill -KILL $$"}), "sh was killed by SIGKILL");
    EXPECT_EQ(end_of({"sh", "-c", "kill -64 $$"}), "sh was killed by signal 64");
    EXPECT_EQ(end_of({"sh", "-c", "exit 42"}), "sh ended with exit code 42");
}

TEST_F(RunCommand, NamesNoArgument) {
    for (const Command& command :
         {Command{"sh", "-c", "exit 4", "hunter2"}, Command{"sh", "-c", "kill $$", "hunter2"},
          Command{"nonexistent", "hunter2"}, Command{"/etc", "hunter2"},
          Command{"sh", "-c", "kill -INT $PPID; exec sleep 60", "hunter2"}}) {
        EXPECT_EQ(end_of(command).find("hunter2"), std::string::npos) << end_of(command);
    }
}

TEST_F(RunCommand, SaysWhyAProgramCannotBeRun) {
    EXPECT_EQ(end_of({"no-such-program"}), "cannot run no-such-program: No such file or directory");
    const auto absent = (directory() / "absent").string();
    EXPECT_EQ(end_of({absent}), "cannot run " + absent + ": No such file or directory");
    EXPECT_EQ(end_of({absent + "/absent"}),
              "cannot run " + absent + "/absent: No such file or directory");
    EXPECT_EQ(end_of({directory()}), "cannot run " + directory().string() + ": Is a directory");
    const auto plain = (directory() / "plain").string();
    write_text(plain, "echo hello\n");
    EXPECT_EQ(end_of({plain}), "cannot run " + plain + ": Permission denied");
    EXPECT_EQ(end_of({plain + "/below"}), "cannot run " + plain + "/below: Not a directory");
    const auto script = write_program("script", "#!/nonexistent/interpreter\n");
    EXPECT_EQ(end_of({script}),
              "cannot run " + script + ": the interpreter that it names does not exist");
    const auto name = std::string(300, 'x');
    EXPECT_EQ(end_of({name}), "cannot run " + name + ": File name too long");
    const auto big = Command{"true", std::string(200'000, 'x')};
    EXPECT_EQ(end_of(big), "cannot run true: Argument list too long");
}

TEST_F(RunCommand, PrintsNothingWhereTheProgramCannotBeRun) {
    const auto result = run_command({"no-such-program"}, {.max_kept = kMaxKept});
    EXPECT_EQ(result.end, CommandEnd(NotExecuted{ENOENT}));
    EXPECT_EQ(result.output.text + result.errors.text, "");
    EXPECT_EQ(result.output.bytes + result.errors.bytes, 0U);
}

TEST_F(RunCommand, EndsWithASignalThatWeGet) {
    for (const int signal : {SIGTERM, SIGINT, SIGALRM}) {
        const auto result =
            run_shell("echo before; kill -" + std::to_string(signal) + " $PPID; exec sleep 60");
        EXPECT_EQ(result.end, CommandEnd(EndedByUs{signal}));
        EXPECT_EQ(result.output.text, "before\n") << "what there was is kept";
    }
    EXPECT_EQ(end_of({"sh", "-c", "kill -TERM $PPID; exec sleep 60"}),
              "stopped by SIGTERM (running sh)");
}

TEST_F(RunCommand, EndsTheWholeGroup) {
    const auto result = run_shell("sleep 60 & echo $!; kill -TERM $PPID; wait");
    EXPECT_EQ(result.end, CommandEnd(EndedByUs{SIGTERM}));
    EXPECT_FALSE(is_running(result.output.text));
}

TEST_F(RunCommand, KillsWhatDoesNotEndWhenItIsTold) {
    const auto result = run_shell("trap '' TERM; echo $$; kill -TERM $PPID; sleep 60; sleep 60");
    EXPECT_EQ(result.end, CommandEnd(EndedByUs{SIGTERM}));
    EXPECT_FALSE(is_running(result.output.text));
}
