// What each wrapper writes for other engines, and into a file.

#include <sstream>
#include <string>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

const std::string kStatus =
    "# HELP check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n# TYPE check_status gauge\n";

class WrapperFormats : public ToolTest {
protected:
    /// What is behind --, as /bin/sh runs it.
    [[nodiscard]] ToolResult run_with(const std::string& options, const std::string& script) const {
        return shell("$BIN/" + options + " -- sh -c \"" + script + '"');
    }
    void expect(const std::string& options, const std::string& script, const std::string& output,
                int exit_code) const {
        const auto result = run_with(options, script);
        EXPECT_EQ(result.output, output) << options;
        EXPECT_EQ(result.errors, "") << options;
        EXPECT_EQ(result.exit_code, exit_code) << options;
    }
};

TEST_F(WrapperFormats, PutTheirWordsInFrontOfTheValuesForNagios) {
    const std::string script = "echo 'CRITICAL: a | x=1'; exit 2";
    expect("delay-checker -c 2 --format nagios", script, "DelayWarn(1/2): CRITICAL: a | x=1\n", 0);
    expect("interval-checker --interval 1h --failure-interval 1h --format nagios", script,
           "CRITICAL: a | x=1\n", 2);
    const auto result = run_with(
        "interval-checker --interval 1h --failure-interval 1h --show-age --format nagios", script);
    EXPECT_TRUE(result.output.starts_with("CRITICAL: a (cached ")) << result.output;
    EXPECT_TRUE(result.output.ends_with("s ago) | x=1\n")) << result.output;
    expect("periodic-checker --range 00:00-24:00 --format nagios", script, "CRITICAL: a | x=1\n",
           2);
}

TEST_F(WrapperFormats, PutTheReasonInFrontOfTheValuesThatFitForNagios) {
    // The newline included, 1,024 bytes.
    const std::string text(1004, 'x');
    expect("periodic-checker --format nagios", "echo '" + text + " | first=1 second=2'; exit 77",
           "UNKNOWN: sh ended with exit code 77: " + text + "\n", 3);
    expect("periodic-checker --format nagios",
           "echo '" + text.substr(30) + " | first=1 second=2'; exit 77",
           "UNKNOWN: sh ended with exit code 77: " + text.substr(30) + " | first=1\n", 3);
}

TEST_F(WrapperFormats, ShowTheirOwnStatusToPrometheus) {
    expect("delay-checker -c 2 --format prometheus", "echo 'CRITICAL: a'; exit 2",
           kStatus + "check_status{check=\"sh\"} 0\n# DelayWarn(1/2): CRITICAL: a\n", 0);
    expect("periodic-checker --range 00:00-24:00 --format prometheus --name x",
           "echo 'OK: a'; exit 0", kStatus + "check_status{check=\"x\"} 0\n# OK: a\n", 0);
    const auto outside =
        shell("$BIN/periodic-checker --except 00:00-24:00 --format prometheus -- true");
    EXPECT_NE(outside.output.find("check_status{check=\"true\"} 0\n# OK: out of time"),
              std::string::npos)
        << outside.output;
}

TEST_F(WrapperFormats, ShowPrometheusWhatACommandPrintedBeforeItsEnd) {
    const std::string values =
        "# HELP check_value What the check measured: seconds, bytes, percent or a number\n"
        "# TYPE check_value gauge\n";
    const std::string script = "$BIN/check-uptime -w 600 --format prometheus --name x; ";
    write_proc("uptime", "420.55 100.00\n");
    expect("delay-checker --format prometheus", script + "kill -9 \\$\\$",
           kStatus + "check_status{check=\"x\"} 3\n" + values +
               "check_value{check=\"x\",value=\"uptime\"} 420\n"
               "# DelayNG(1/1): UNKNOWN: sh was killed by SIGKILL: "
               "WARNING: uptime is less than 600 | up 0 days,  0:07\n",
           3);
    expect("periodic-checker --format prometheus --ok-message y --status-as unknown=ok",
           "echo OK; exit 77", kStatus + "check_status{check=\"sh\"} 0\n# OK: y\n", 0);
}

TEST_F(WrapperFormats, PassOnNoHalfOfAValue) {
    // 512 KiB end within a line.
    const auto result =
        run_with("periodic-checker --format prometheus",
                 R"(echo 'check_status{check=\"x\"} 1'; for i in \$(seq 10000 30000); do
                    echo \"check_value{check=\\\"x\\\",value=\\\"\$i\\\"} 98765\"; done; exit 1)");
    std::size_t values = 0;
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("check_value{")) continue;
        ++values;
        EXPECT_TRUE(line.ends_with(" 98765")) << line;
    }
    EXPECT_GT(values, 10000U);
    EXPECT_TRUE(result.output.ends_with("# WARNING: no text\n"));
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(WrapperFormats, DoNotRepeatWhatWasKeptInAnotherFormat) {
    const std::string wrapper = "interval-checker --interval 1h --failure-interval 1h";
    const std::string script = "echo 'OK: a'; exit 77";
    const std::string line = "UNKNOWN: sh ended with exit code 77: OK: a\n";
    expect(wrapper + " --format prometheus", script,
           kStatus + "check_status{check=\"sh\"} 3\n# " + line, 3);
    expect(wrapper, script, line, 3);
    expect(wrapper + " --format nagios", script, line, 3);
}

TEST_F(WrapperFormats, SayTheUsersWordsForAnOk) {
    for (const std::string wrapper :
         {"delay-checker", "interval-checker", "periodic-checker --range 00:00-24:00"}) {
        expect(wrapper + " --ok-message well", "echo 'OK: up 3 days'", "OK: well\n", 0);
        expect(wrapper + " --ok-message well --identifier 2", "echo 'WARNING: up'; exit 1",
               wrapper == "delay-checker" ? "DelayNG(1/1): WARNING: up\n" : "WARNING: up\n", 1);
    }
}

TEST_F(WrapperFormats, ReplaceAFile) {
    const auto file = (directory() / "result").string();
    for (const std::string wrapper :
         {"delay-checker", "interval-checker", "periodic-checker --range 00:00-24:00"}) {
        write_text(file, "old");
        expect(wrapper + " --output " + file, "echo 'OK: " + wrapper.substr(0, 5) + "'", "", 0);
        EXPECT_EQ(read_text(file), "OK: " + wrapper.substr(0, 5) + "\n");
    }
    write_text(file, "old");
    expect("delay-checker --timeout 0.3 --output " + file, "sleep 60", "", 3);
    EXPECT_EQ(read_text(file).substr(0, 22), "DelayNG(1/1): UNKNOWN:");
}

}  // namespace
}  // namespace monitoring
