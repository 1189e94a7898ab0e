// What a tool that reads /proc owes its user when a file there hangs or cannot be read.

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

struct Tool {
    std::string program;
    std::vector<std::string> arguments;
    std::string file;  ///< below /proc, without which it cannot do anything
    bool is_check = true;
};

std::ostream& operator<<(std::ostream& out, const Tool& tool) { return out << tool.program; }

class ProcTool : public ToolTest, public testing::WithParamInterface<Tool> {
protected:
    ProcTool() {
        use_proc_fixture("proc");
        write_proc("self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/a rw\n");
    }

    ToolResult run_tool(const std::vector<std::string>& more) const {
        auto arguments = GetParam().arguments;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(GetParam().program, arguments);
    }
    ToolResult run_shell(const std::string& before, const std::string& behind) const {
        std::string command = before + " $BIN/" + GetParam().program;
        for (const auto& argument : GetParam().arguments) command += " '" + argument + "'";
        return shell(command + " " + behind);
    }
    [[nodiscard]] std::string path() const { return (proc() / GetParam().file).string(); }

    /// A reader of the file waits for a writer that never comes.
    void make_it_hang() const {
        std::filesystem::remove(path());
        ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
    }

    /// Nothing was judged: for a check UNKNOWN and why on stdout, else why on stderr.
    static void expect_failure(const ToolResult& result, const std::string& reason) {
        const auto& tool = GetParam();
        if (tool.is_check) {
            EXPECT_EQ(result.output, "UNKNOWN: " + reason + "\n");
            EXPECT_EQ(result.exit_code, 3);
            EXPECT_EQ(result.errors, "");
        } else {
            EXPECT_EQ(result.output, "");
            EXPECT_EQ(result.exit_code, 1);
            EXPECT_EQ(result.errors, tool.program + ": " + reason + "\n");
        }
    }
};

TEST_P(ProcTool, EndsAtItsDeadline) {
    make_it_hang();
    expect_failure(run_tool({"-t", "0.5"}), "no answer within 0.5 s (reading " + path() + ")");
    expect_failure(run_tool({"--timeout", "200ms"}),
                   "no answer within 0.2 s (reading " + path() + ")");
}

TEST_P(ProcTool, EndsAtOnceWhenItIsTold) {
    make_it_hang();
    for (const auto& [signal, name] :
         {std::pair(SIGTERM, "SIGTERM"), std::pair(SIGINT, "SIGINT")}) {
        const Running running = start(GetParam().program, GetParam().arguments);
        usleep(200'000);
        kill(-running.process, signal);
        const auto result = finish(running);
        expect_failure(result, std::string("stopped by ") + name + " (reading " + path() + ")");
        EXPECT_LT(result.duration, std::chrono::seconds(5));
    }
}

TEST_P(ProcTool, EndsAtOnceAlsoWhereTheParentBlockedOrIgnoredTheSignal) {
    make_it_hang();
    const auto result =
        run_shell("trap '' TERM INT; env --block-signal=TERM --block-signal=ALRM", "-t 0.3");
    expect_failure(result, "no answer within 0.3 s (reading " + path() + ")");
}

TEST_P(ProcTool, SaysWhichFileIsMissing) {
    std::filesystem::remove_all(proc());
    const auto result = run_tool({});
    EXPECT_EQ(result.exit_code, GetParam().is_check ? 3 : 1);
    const auto& text = GetParam().is_check ? result.output : result.errors;
    EXPECT_NE(text.find("cannot open " + proc().string()), std::string::npos) << text;
    EXPECT_NE(text.find(": No such file or directory"), std::string::npos) << text;
}

TEST_P(ProcTool, SaysWhichFileItMayNotRead) {
    std::filesystem::permissions(directory(), std::filesystem::perms(0755));
    std::filesystem::permissions(path(), std::filesystem::perms(0000));
    const auto result =
        run_shell(geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "", "");
    const auto& text = GetParam().is_check ? result.output : result.errors;
    EXPECT_NE(text.find("cannot open " + path() + ": Permission denied"), std::string::npos)
        << text;
    EXPECT_EQ(result.exit_code, GetParam().is_check ? 3 : 0);
}

TEST_P(ProcTool, WritesOnceAndKeepsStderrEmpty) {
    const auto result = run_tool({});
    EXPECT_EQ(result.errors, "");
    EXPECT_TRUE(result.output.ends_with("\n"));
    EXPECT_EQ(result.exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Tools, ProcTool,
                         testing::Values(Tool{"check-uptime", {"-w", "600"}, "uptime"},
                                         Tool{"check-conntrack-free",
                                              {"-w", "1"},
                                              "sys/net/netfilter/nf_conntrack_count"},
                                         Tool{"check-inode", {"-w", "100"}, "self/mountinfo"},
                                         Tool{"mackerel-plugin-linux-lite", {}, "meminfo", false}),
                         [](const auto& parameter) {
                             auto name = parameter.param.program;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace monitoring
