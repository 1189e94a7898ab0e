#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// How a program ended and what it printed.
struct ToolResult {
    int exit_code = 0;  ///< 128 + the signal when one killed it
    std::string output;
    std::string errors;
    std::chrono::milliseconds duration{};
};

/// A test with a directory of its own, below which the program finds its /proc and its state.
class ToolTest : public testing::Test {
protected:
    ToolTest();
    ~ToolTest() override;

    /// Runs a program of the build, or one given by its path, as the agent would: stdin /dev/null,
    /// pipes for stdout and stderr, its own process group, a clean environment.
    [[nodiscard]] ToolResult run(const std::string& program,
                                 const std::vector<std::string>& arguments = {}) const;

    /// Runs a program and expects this line on stdout, this exit code, and nothing on stderr.
    void expect_line(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& line, int exit_code) const;

    /// The same as run() for a shell command, in which $BIN is the directory of the programs.
    [[nodiscard]] ToolResult shell(const std::string& command) const;

    /// Starts a program and returns its process; finish() waits for it and returns the result.
    struct Running {
        pid_t process = -1;
        int output = -1;
        int errors = -1;
        std::chrono::steady_clock::time_point started_at;
    };
    [[nodiscard]] Running start(const std::string& program,
                                const std::vector<std::string>& arguments = {}) const;
    [[nodiscard]] static ToolResult finish(const Running& running);

    /// Sets an environment variable of the programs; an empty value is one too.
    void set(const std::string& name, const std::string& value) { environment_[name] = value; }
    void unset(const std::string& name) { environment_.erase(name); }

    /// Writes a file below $HOST_PROC; its directories are made.
    void write_proc(const std::string& name, std::string_view content) const;
    /// Copies a directory of tests/fixtures to $HOST_PROC.
    void use_proc_fixture(const std::string& name) const;

    [[nodiscard]] std::filesystem::path directory() const { return directory_; }
    [[nodiscard]] std::filesystem::path proc() const { return directory_ / "proc"; }
    /// The directory with the tools' state.
    [[nodiscard]] std::filesystem::path state_directory() const;
    /// The one state file in it that is neither a lock nor temporary.
    [[nodiscard]] std::filesystem::path state_file() const;

private:
    std::filesystem::path directory_;
    std::map<std::string, std::string> environment_;
};

/// Whether a test must end here for want of something: it is skipped then, saying what it needs.
/// Where CI=true nothing may be skipped, and it fails.
[[nodiscard]] bool lacks(bool is_there, const std::string& what);

/// The content of a file.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, std::string_view content);

}  // namespace monitoring
