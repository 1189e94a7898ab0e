// How a program is found, and what is not taken for one.

#include "common/process/execute.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/process/run_command.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

class Execute : public ToolTest {
protected:
    void SetUp() override { path_ = std::getenv("PATH"); }
    void TearDown() override {
        setenv("PATH", path_.c_str(), 1);
        fs::current_path(here_);
    }

    [[nodiscard]] std::string path(const std::string& name) const { return directory() / name; }

    /// An executable file that prints its name, or whatever else is in it.
    [[nodiscard]] std::string make_program(const std::string& name,
                                           const std::optional<std::string>& content = {}) const {
        fs::create_directories(fs::path(path(name)).parent_path());
        write_text(path(name), content.value_or("#!/bin/sh\necho " + name + " $*\n"));
        fs::permissions(path(name), fs::perms(0755));
        return path(name);
    }

    /// What a program prints, or else why it cannot be run.
    static std::string run_of(const std::string& program) {
        const auto result = run_command({program, "x"}, {.max_kept = 1000});
        if (std::holds_alternative<Exited>(result.end)) return result.output.text;
        return describe_end(program, result.end);
    }
    static std::string run_with(const std::string& search_path, const std::string& program) {
        setenv("PATH", search_path.c_str(), 1);
        return run_of(program);
    }
    static std::string refused(const std::string& program, const std::string& more = "") {
        return "cannot run " + program + ": Exec format error" + more;
    }

private:
    std::string path_;
    fs::path here_ = fs::current_path();
};

}  // namespace

TEST_F(Execute, TakesTheFirstOfThatName) {
    static_cast<void>(make_program("a/tool"));
    static_cast<void>(make_program("b/tool"));
    EXPECT_EQ(run_with(path("a") + ":" + path("b"), "tool"), "a/tool x\n");
    EXPECT_EQ(run_with(path("b") + ":" + path("a"), "tool"), "b/tool x\n");
}

TEST_F(Execute, PassesOverWhatIsNotThere) {
    static_cast<void>(make_program("b/tool"));
    write_text(path("file"), "");
    const auto long_name = "/" + std::string(NAME_MAX + 1, 'x');
    const auto too_long = std::string(PATH_MAX, '/');
    for (const auto& element : {path("absent"), path("file"), too_long}) {
        EXPECT_EQ(run_with(element + ":" + path("b"), "tool"), "b/tool x\n") << element;
        EXPECT_TRUE(run_with(element, "tool").starts_with("cannot run tool: No")) << element;
    }
    EXPECT_EQ(run_with(long_name + ":" + path("b"), "tool"), "cannot run tool: File name too long");
}

TEST_F(Execute, PassesOverWhatItMayNotExecuteButRemembersIt) {
    fs::permissions(make_program("a/tool"), fs::perms(0644));
    static_cast<void>(make_program("b/tool"));
    fs::create_directories(path("c/tool"));
    EXPECT_EQ(run_with(path("a") + ":" + path("b"), "tool"), "b/tool x\n");
    EXPECT_EQ(run_with(path("c") + ":" + path("b"), "tool"), "b/tool x\n");
    EXPECT_EQ(run_with(path("a") + ":" + path("absent"), "tool"),
              "cannot run tool: Permission denied");
}

TEST_F(Execute, TakesAnEmptyElementForTheWorkingDirectory) {
    static_cast<void>(make_program("a/tool"));
    fs::current_path(path("a"));
    for (const auto* search_path : {"", ":", ":/absent", "/absent:", "/absent::/absent"}) {
        EXPECT_EQ(run_with(search_path, "tool"), "a/tool x\n") << search_path;
    }
    EXPECT_EQ(run_with("/absent", "tool"), "cannot run tool: No such file or directory");
}

TEST_F(Execute, DoesNotSearchForANameWithASlash) {
    static_cast<void>(make_program("a/b/tool"));
    EXPECT_EQ(run_with(path("a"), "b/tool"), "cannot run b/tool: No such file or directory");
    fs::current_path(path("a"));
    EXPECT_EQ(run_with("/absent", "b/tool"), "a/b/tool x\n");
}

TEST_F(Execute, LooksInTheUsualPlacesWithoutAPath) {
    unsetenv("PATH");
    EXPECT_EQ(run_of("echo"), "x\n");
}

TEST_F(Execute, FindsNothingWithoutAName) {
    EXPECT_EQ(run_of(""), "cannot run : No such file or directory");
    const auto name = std::string(NAME_MAX + 1, 'x');
    EXPECT_EQ(run_of(name), "cannot run " + name + ": File name too long");
}

TEST_F(Execute, HandsNothingToAShell) {
    const auto empty = make_program("a/empty", "");
    EXPECT_EQ(run_of(empty), refused(empty));
    EXPECT_EQ(run_with(path("a"), "empty"), refused("empty"));
    const auto zeros = make_program("zeros", std::string(4096, '\0'));
    EXPECT_EQ(run_of(zeros), refused(zeros));
    const auto foreign = make_program("foreign", read_text("/bin/true").replace(18, 1, "\x7a"));
    EXPECT_EQ(run_of(foreign), refused(foreign));
}

TEST_F(Execute, SaysWhatATextLacks) {
    const auto script = make_program("a/script", "echo hello\n");
    static_cast<void>(make_program("b/script"));
    EXPECT_EQ(run_of(script), refused(script, " (no #! line)"));
    // As a shell does it, this is the one that was meant.
    EXPECT_EQ(run_with("/absent:" + path("a") + ":" + path("b"), "script"),
              refused("script", " (no #! line)"));
    // It has the line, but not what the line names.
    const auto outer = make_program("outer", "#!" + script + "\n");
    EXPECT_EQ(run_of(outer), refused(outer));
}

TEST_F(Execute, ReplacesTheProcess) {
    const auto status_of = [](const std::vector<std::string>& command) {
        const pid_t process = fork();
        if (process == 0) _exit(execute(Execution(command)));
        int status = 0;
        waitpid(process, &status, 0);
        return WEXITSTATUS(status);
    };
    EXPECT_EQ(status_of({"sh", "-c", "exit 42"}), 42);
    EXPECT_EQ(status_of({make_program("empty", "")}), ENOEXEC);
}
