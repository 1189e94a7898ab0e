// What every tool owes its user when things go wrong, whatever it measures.

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

class EveryTool : public ToolTest, public testing::WithParamInterface<Tool> {
protected:
    EveryTool() {
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
    /// The line could not be delivered.
    static void expect_undelivered(const ToolResult& result) {
        EXPECT_EQ(result.exit_code, GetParam().is_check ? 3 : 1);
        EXPECT_NE(result.errors.find("cannot write to stdout: "), std::string::npos)
            << result.errors;
    }
};

TEST_P(EveryTool, EndsAtItsDeadline) {
    make_it_hang();
    expect_failure(run_tool({"-t", "0.5"}), "no answer within 0.5 s (reading " + path() + ")");
    expect_failure(run_tool({"--timeout", "200ms"}),
                   "no answer within 0.2 s (reading " + path() + ")");
}

TEST_P(EveryTool, EndsAtOnceWhenItIsTold) {
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

TEST_P(EveryTool, EndsAtOnceAlsoWhereTheParentBlockedOrIgnoredTheSignal) {
    make_it_hang();
    const auto result =
        run_shell("trap '' TERM INT; env --block-signal=TERM --block-signal=ALRM", "-t 0.3");
    expect_failure(result, "no answer within 0.3 s (reading " + path() + ")");
}

TEST_P(EveryTool, SaysWhichFileIsMissing) {
    std::filesystem::remove_all(proc());
    const auto result = run_tool({});
    EXPECT_EQ(result.exit_code, GetParam().is_check ? 3 : 1);
    const auto& text = GetParam().is_check ? result.output : result.errors;
    EXPECT_NE(text.find("cannot open " + proc().string()), std::string::npos) << text;
    EXPECT_NE(text.find(": No such file or directory"), std::string::npos) << text;
}

TEST_P(EveryTool, SaysWhichFileItMayNotRead) {
    std::filesystem::permissions(directory(), std::filesystem::perms(0755));
    std::filesystem::permissions(path(), std::filesystem::perms(0000));
    const auto result =
        run_shell(geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "", "");
    const auto& text = GetParam().is_check ? result.output : result.errors;
    EXPECT_NE(text.find("cannot open " + path() + ": Permission denied"), std::string::npos)
        << text;
    EXPECT_EQ(result.exit_code, GetParam().is_check ? 3 : 0);
}

TEST_P(EveryTool, NamesAMistakeOnTheCommandLine) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
        {{"--nonsense"}, "The following argument was not expected: --nonsense (see --help)"},
        {{"stray"}, "The following argument was not expected: stray (see --help)"},
        {{"-t"}, "--timeout: 1 required SECONDS missing (see --help)"},
        {{"-t", "0"}, "-t,--timeout: '0' leaves no time at all (see --help)"},
        {{"-t", "-1"},
         "-t,--timeout: '-1' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5) "
         "(see --help)"},
    };
    for (const auto& [arguments, reason] : mistakes) expect_failure(run_tool(arguments), reason);
}

TEST_P(EveryTool, FailsWhenItsLineCannotBeDelivered) {
    expect_undelivered(run_shell("", ">/dev/full"));
    expect_undelivered(run_shell("", ">&-"));
    expect_undelivered(run_shell("", ">&- <&-"));
}

TEST_P(EveryTool, FailsWhenTheReaderOfItsPipeIsGone) {
    const auto code = (directory() / "code").string();
    const auto result =
        run_shell("{ sleep 0.3; ", "; echo $? >" + code + "; } 2>" + code + ".err | true");
    EXPECT_EQ(read_text(code), GetParam().is_check ? "3\n" : "1\n");
    EXPECT_EQ(read_text(code + ".err"),
              GetParam().program + ": cannot write to stdout: Broken pipe\n");
}

TEST_P(EveryTool, GivesUpAPipeThatNobodyReads) {
    const auto code = (directory() / "code").string();
    const auto result = run_shell("{ dd if=/dev/zero bs=64k count=1 2>/dev/null; ",
                                  "-t 0.5; echo $? >" + code + "; } | sleep 2");
    EXPECT_EQ(read_text(code), GetParam().is_check ? "3\n" : "1\n");
}

TEST_P(EveryTool, PrintsHelpWithExamplesAndItsVersion) {
    const auto help = run(GetParam().program, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_EQ(help.errors, "");
    EXPECT_NE(help.output.find("\nUsage: " + GetParam().program + " [OPTIONS]\n"),
              std::string::npos);
    EXPECT_NE(help.output.find("\nExamples:\n  " + GetParam().program), std::string::npos);
    EXPECT_EQ(run(GetParam().program, {"-h"}).output, help.output);
    const auto version = run(GetParam().program, {"-V"});
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_EQ(version.output, GetParam().program + " " PROJECT_VERSION "\n");
}

TEST_P(EveryTool, WritesOnceAndKeepsStderrEmpty) {
    const auto result = run_tool({});
    EXPECT_EQ(result.errors, "");
    EXPECT_TRUE(result.output.ends_with("\n"));
    EXPECT_EQ(result.exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Tools, EveryTool,
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
