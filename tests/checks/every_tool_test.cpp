// What every check and metric plugin owes its user, whatever it measures. The wrappers have tests
// of their own: tests/wrappers/every_wrapper_test.cpp.

#include <algorithm>
#include <map>
#include <regex>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

struct Tool {
    std::string program;
    std::string arguments{};  ///< with which it prints a line, whatever this host is like

    [[nodiscard]] bool is_check() const { return program.starts_with("check-"); }
};

std::ostream& operator<<(std::ostream& out, const Tool& tool) { return out << tool.program; }

const std::vector<Tool> kTools = {
    {"check-conntrack-free", "-w 1"},
    {"check-crt-expiration", "-f $BIN/no-such-file"},
    {"check-dns-rr", "--host example.com -s 127.0.0.1:1 --tcp -w 1"},
    {"check-hydra-pos", "-H 127.0.0.1 -p 1 --file app.log -w 1"},
    {"check-inode", "-w 100"},
    {"check-iptables"},
    {"check-myip", "127.0.0.1 1"},
    {"check-resolver", "--host example.com -s 127.0.0.1:1 --tcp"},
    {"check-uptime", "-w 600"},
    {"mackerel-plugin-gaurun-usage"},
    {"mackerel-plugin-linux-lite"},
    {"mackerel-plugin-ntpq"},
    {"mackerel-plugin-php-version"},
    {"mackerel-plugin-postfix"},
};

class EveryTool : public ToolTest, public testing::WithParamInterface<Tool> {
protected:
    EveryTool() {
        use_proc_fixture("proc");
        write_proc("self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/a rw\n");
        // A plugin prints its graph definition then, without measuring anything.
        if (!GetParam().is_check()) set("MACKEREL_AGENT_PLUGIN_META", "1");
    }

    /// What stands behind the version: a library with its own, as a regular expression.
    static std::string library() {
        static const std::map<std::string, std::string> kLibraries = {
            {"check-crt-expiration", "OpenSSL"},
            {"check-dns-rr", "c-ares"},
            {"check-hydra-pos", "libcurl"},
            {"check-resolver", "c-ares"},
            {"mackerel-plugin-gaurun-usage", "libcurl"},
        };
        const auto place = kLibraries.find(GetParam().program);
        return place == kLibraries.end() ? "" : " \\(" + place->second + " [0-9.]+\\)";
    }

    [[nodiscard]] ToolResult run_shell(const std::string& before, const std::string& behind) const {
        return shell(before + " $BIN/" + GetParam().program + " " + GetParam().arguments + " " +
                     behind);
    }

    /// Nothing was judged: for a check UNKNOWN and why on stdout, else why on stderr.
    static void expect_mistake(const ToolResult& result, const std::string& reason) {
        const auto line = reason + " (see --help)\n";
        const bool is_check = GetParam().is_check();
        EXPECT_EQ(result.output, is_check ? "UNKNOWN: " + line : "");
        EXPECT_EQ(result.errors, is_check ? "" : GetParam().program + ": " + line);
        EXPECT_EQ(result.exit_code, is_check ? 3 : 1);
    }
    /// The line could not be delivered.
    static void expect_undelivered(const ToolResult& result) {
        EXPECT_EQ(result.exit_code, GetParam().is_check() ? 3 : 1);
        EXPECT_NE(result.errors.find("cannot write to stdout: "), std::string::npos)
            << result.errors;
    }
    [[nodiscard]] static std::string undelivered_code() {
        return GetParam().is_check() ? "3\n" : "1\n";
    }
};

TEST(EveryToolList, HasAllChecksAndPluginsOfTheBuild) {
    std::vector<std::string> built;
    for (const auto& entry : std::filesystem::directory_iterator(TOOLS_DIRECTORY)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("check-") || name.starts_with("mackerel-plugin-")) {
            built.push_back(name);
        }
    }
    std::sort(built.begin(), built.end());
    std::vector<std::string> listed;
    for (const Tool& tool : kTools) listed.push_back(tool.program);
    EXPECT_EQ(listed, built);
}

TEST_P(EveryTool, PrintsHelpWithExamplesAndItsVersion) {
    const auto help = run(GetParam().program, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_EQ(help.errors, "");
    EXPECT_NE(help.output.find("\nUsage: " + GetParam().program + " [OPTIONS]"), std::string::npos);
    EXPECT_NE(help.output.find("\nExamples:\n  " + GetParam().program), std::string::npos);
    EXPECT_EQ(run(GetParam().program, {"-h"}).output, help.output);
    const auto version = run(GetParam().program, {"-V"});
    EXPECT_EQ(version.exit_code, 0);
    const std::regex pattern(GetParam().program + " " PROJECT_VERSION + library() + "\n");
    EXPECT_TRUE(std::regex_match(version.output, pattern)) << version.output;
}

TEST_P(EveryTool, NamesAMistakeOnTheCommandLine) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
        {{"--nonsense"}, "The following argument was not expected: --nonsense"},
        {{"-t"}, "--timeout: 1 required SECONDS missing"},
        {{"-t", "0"}, "-t,--timeout: '0' leaves no time at all"},
        {{"-t", "-1"},
         "-t,--timeout: '-1' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or 1.5)"},
    };
    for (const auto& [arguments, reason] : mistakes) {
        expect_mistake(run(GetParam().program, arguments), reason);
    }
    // Of the 14, check-myip alone has operands.
    const bool has_operands = GetParam().program == "check-myip";
    expect_mistake(
        run(GetParam().program, {"stray"}),
        has_operands ? "PORT is required" : "The following argument was not expected: stray");
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
    EXPECT_EQ(read_text(code), undelivered_code());
    EXPECT_EQ(read_text(code + ".err"),
              GetParam().program + ": cannot write to stdout: Broken pipe\n");
}

TEST_P(EveryTool, GivesUpAPipeThatNobodyReads) {
    const auto code = (directory() / "code").string();
    const auto result = run_shell("{ dd if=/dev/zero bs=64k count=1 2>/dev/null; ",
                                  "-t 0.5; echo $? >" + code + "; } | sleep 2");
    EXPECT_EQ(read_text(code), undelivered_code());
}

INSTANTIATE_TEST_SUITE_P(Tools, EveryTool, testing::ValuesIn(kTools), [](const auto& parameter) {
    auto name = parameter.param.program;
    std::erase(name, '-');
    return name;
});

}  // namespace
}  // namespace monitoring
