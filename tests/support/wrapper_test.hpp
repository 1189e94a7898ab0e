#pragma once

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "support/run_tool.hpp"

namespace monitoring {

using Words = std::vector<std::string>;

/// "sh -c SCRIPT" as a wrapped command.
inline Words sh(const std::string& script) { return {"sh", "-c", script}; }

/// A wrapper's command line: options, "--", command.
inline Words wrap(Words options, const Words& command) {
    options.emplace_back("--");
    options.insert(options.end(), command.begin(), command.end());
    return options;
}

/// Waits until it is so, for 20 s at the most. Returns whether it is.
template <typename Condition>
bool comes_true(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition()) return true;
        usleep(10'000);
    }
    return condition();
}

/// Whether a process runs; one that has ended and that nobody has waited for does not.
inline bool is_running(pid_t process) {
    const auto stat = read_text("/proc/" + std::to_string(process) + "/stat");
    const auto name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.at(name_end + 2) != 'Z';
}

/// The number of a process that a script wrote to a file, as "echo $$ >FILE" does; waits for it.
inline pid_t read_process(const std::string& path) {
    EXPECT_TRUE(comes_true([&] { return read_text(path).ends_with('\n'); })) << path;
    const int number = std::atoi(read_text(path).c_str());
    // Nobody may be signalled by a number that is none.
    return number > 1 ? number : -1;
}

/// Ends a process that a test left running on purpose.
inline void end_process(pid_t process) {
    if (process > 1) kill(process, SIGKILL);
}

/// A test of one or more wrappers.
class WrapperTest : public ToolTest {
protected:
    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory() / name).string();
    }
    /// How often a command was run that does "echo >>runs".
    [[nodiscard]] std::size_t count_runs() const { return read_text(path("runs")).size(); }

    /// An executable file with that content.
    [[nodiscard]] std::string write_program(const std::string& name,
                                            const std::string& content) const {
        write_text(path(name), content);
        chmod(path(name).c_str(), 0755);
        return path(name);
    }
    /// As in "(state not saved: REASON)" where no directory can be made.
    void forbid_state() { set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent"); }
    [[nodiscard]] static std::string not_saved_note() {
        return " (state not saved: /nonexistent/mackerel-native-plugins-" +
               std::to_string(geteuid()) + ": No such file or directory)";
    }
    void boot(const std::string& boot_id) const {
        write_proc("sys/kernel/random/boot_id", boot_id + "\n");
    }
};

/// One of the wrappers with options that make it run any command at once.
struct Wrapper {
    std::string name;
    std::string program;
    Words options;
    std::string failing;  ///< what it puts in front of a failure
};

inline std::ostream& operator<<(std::ostream& out, const Wrapper& wrapper) {
    return out << wrapper.name;
}

inline const Wrapper kDelay = {"Delay", "delay-checker", {}, "DelayNG(1/1): "};
inline const Wrapper kInterval = {"Interval", "interval-checker", {"--interval", "0"}, ""};
/// It stays beside the command, which it becomes otherwise.
inline const Wrapper kPeriodic = {"Periodic", "periodic-checker", {"--timeout", "100"}, ""};
inline const Wrapper kPeriodicExec = {"PeriodicExec", "periodic-checker", {}, ""};

/// A test that holds for each wrapper.
class EachWrapperTest : public WrapperTest, public testing::WithParamInterface<Wrapper> {
protected:
    /// Its command line.
    [[nodiscard]] static Words line(const Words& command, const Words& more = {}) {
        auto options = GetParam().options;
        options.insert(options.end(), more.begin(), more.end());
        return wrap(std::move(options), command);
    }
    ToolResult pass(const Words& command, const Words& more = {}) const {
        return run(GetParam().program, line(command, more));
    }
    /// Runs it with words of the shell around its command line.
    ToolResult pass_in_shell(const std::string& before, const Words& command,
                             const std::string& behind = "") const {
        std::string text = before + " $BIN/" + GetParam().program;
        for (const auto& word : line(command)) text += " '" + word + "'";
        return shell(text + " " + behind);
    }
    /// Its state is lost before the next command.
    void forget() const { std::filesystem::remove_all(state_directory()); }

    void expect_passed(const Words& command, const std::string& output, int exit_code,
                       const std::string& errors = "") const {
        forget();
        const auto result = pass(command);
        EXPECT_EQ(result.output, exit_code == 0 ? output : GetParam().failing + output);
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, errors);
    }
    void expect_unknown(const Words& command, const std::string& reason) const {
        expect_passed(command, "UNKNOWN: " + reason + "\n", 3);
    }
};

inline std::string wrapper_name(const testing::TestParamInfo<Wrapper>& info) {
    return info.param.name;
}

}  // namespace monitoring
