// What the glue puts into the file of --output, and what it says where it cannot.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "support/probe_test.hpp"

using namespace monitoring;

namespace {

class OutputTest : public ProbeTest {
protected:
    [[nodiscard]] std::string file() const { return directory() / "check.prom"; }
    [[nodiscard]] long files() const {
        long count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(directory())) {
            if (entry.is_regular_file()) ++count;
        }
        return count;
    }
};

}  // namespace

TEST_F(OutputTest, ReplaceAFile) {
    write_text(file(), "old");
    expect(kCheck, {"--output", file(), "--message", "fine"}, "", 0);
    EXPECT_EQ(read_text(file()), "OK: fine\n");
    expect(kWrapper, {"--output", file(), "--message", "bare"}, "", 0);
    EXPECT_EQ(read_text(file()), "bare\n");
    expect(kMetrics, {"--output", file(), "--format", "prometheus"}, "", 0);
    EXPECT_NE(read_text(file()).find("\nprobe_graph 1.5\n"), std::string::npos);
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputTest, ReplaceAFileAlsoWhereThereIsNoResult) {
    expect(kCheck, {"--output", file(), "--how", "hang", "-t", "0.2"}, "", 3);
    EXPECT_EQ(read_text(file()), "UNKNOWN: no answer within 0.2 s (reading /etc/motd\\n)\n");
    expect(kCheck, {"--output", file(), "--how", "mistake"}, "", 3);
    EXPECT_EQ(read_text(file()), "UNKNOWN: no limit\n");
    // What was measured once is not measured now.
    expect(kMetrics, {"--output", file(), "--how", "error"}, "", 1,
           "probe-metrics: cannot open /etc/motd: gone\n");
    EXPECT_EQ(read_text(file()), "");
    write_text(file(), "old");
    expect(kMetrics, {"--output", file(), "--how", "hang", "-t", "0.2"}, "", 1,
           "probe-metrics: no answer within 0.2 s (reading /etc/motd\\n)\n");
    EXPECT_EQ(read_text(file()), "");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputTest, SayOnStdoutWhyTheFileCannotBeWritten) {
    const auto missing = (directory() / "no/file").string();
    expect(kCheck, {"--output", missing},
           "UNKNOWN: cannot write " + missing + ": No such file or directory\n", 3);
    expect(kCheck, {"--output", missing, "--how", "hang", "-t", "0.2"},
           "UNKNOWN: cannot write " + missing + ": no answer within 0.2 s (reading /etc/motd\\n)\n",
           3);
    expect(kMetrics, {"--output", missing}, "", 1,
           "probe-metrics: cannot write " + missing + ": No such file or directory\n");
    expect(kCheck, {"--output", "/tmp/"},
           "UNKNOWN: --output: '/tmp/' is not the path of a file (see --help)\n", 3);
}

TEST_F(OutputTest, SayItInTheirFormatAndInOneLine) {
    const auto missing = (directory() / "a|b\nc/file").string();
    const auto shown = (directory() / "a|b\\nc/file").string();
    const std::string reason = ": No such file or directory\n";
    expect(kCheck, {"--output", missing}, "UNKNOWN: cannot write " + shown + reason, 3);
    const auto nagios = (directory() / "a/b\\nc/file").string();
    expect(kCheck, {"--output", missing, "--format", "nagios"},
           "UNKNOWN: cannot write " + nagios + reason, 3);
    const auto prometheus = run(kCheck, {"--output", missing, "--format", "prometheus"});
    EXPECT_TRUE(prometheus.output.ends_with("} 3\n# UNKNOWN: cannot write " + shown + reason))
        << prometheus.output;
    const auto longest = "/" + std::string(200, 'x') + "/" + std::string(3000, 'y');
    const auto result = run(kCheck, {"--output", longest});
    EXPECT_TRUE(result.output.starts_with("UNKNOWN: cannot write /xxx")) << result.output;
    EXPECT_TRUE(result.output.ends_with("…: No such file or directory\n")) << result.output;
    EXPECT_LE(result.output.size(), 400U);
}

TEST_F(OutputTest, AreUnknownWhateverTheyShowAsThat) {
    const auto missing = (directory() / "no/file").string();
    const std::vector<std::string> ok{"--output", missing, "--status-as", "unknown=ok"};
    expect(kCheck, ok, "UNKNOWN: cannot write " + missing + ": No such file or directory\n", 3);
    auto late = ok;
    late.insert(late.end(), {"--how", "hang idly", "-t", "0.2"});
    expect(kCheck, late, "UNKNOWN: cannot write " + missing + ": no answer within 0.2 s\n", 3);
}

TEST_F(OutputTest, TakeThePlaceOfFilesAlone) {
    std::filesystem::create_symlink("/dev/null", file());
    const auto reason = "cannot write " + file() + ": not a regular file\n";
    expect(kCheck, {"--output", file()}, "UNKNOWN: " + reason, 3);
    expect(kMetrics, {"--output", file(), "--how", "error"}, "", 1,
           "probe-metrics: " + reason + "probe-metrics: cannot open /etc/motd: gone\n");
    EXPECT_TRUE(std::filesystem::is_symlink(file()));
    expect(kCheck, {"--output", "-"},
           "UNKNOWN: --output: '-' is not the path of a file (see --help)\n", 3);
}

TEST_F(OutputTest, RemoveWhatOthersLeftThatWereKilled) {
    const auto left = directory() / ".check.prom.0123456789abcdef.tmp";
    write_text(left, "half");
    expect(kCheck, {"--output", file()}, "", 0);
    EXPECT_EQ(files(), 2);
    const auto now = std::filesystem::file_time_type::clock::now();
    std::filesystem::last_write_time(left, now - std::chrono::hours(2));
    expect(kCheck, {"--output", file()}, "", 0);
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputTest, NameAMistakeInTheFileWhereverItStands) {
    const std::vector<std::vector<std::string>> mistakes = {{"--output", file(), "--status"},
                                                            {"--help=x", "--output", file()},
                                                            {"--format", "x", "--output", file()},
                                                            {"--name=", "--output", file()}};
    for (const auto& arguments : mistakes) {
        write_text(file(), "old");
        expect(kCheck, arguments, "", 3);
        EXPECT_TRUE(read_text(file()).starts_with("UNKNOWN: --")) << read_text(file());
    }
}

TEST_F(OutputTest, ReplaceNoFileByAnAnswer) {
    write_text(file(), "old");
    const auto help = run(kCheck, {"--output", file(), "--help"});
    EXPECT_NE(help.output.find("Usage:"), std::string::npos);
    EXPECT_EQ(read_text(file()), "old");
    expect("delay-checker", {"--output", file(), "--show", "--only", "x", "--", "true"},
           "UNKNOWN: --only: 'x' is not a status (ok, warning, critical or unknown) (see --help)\n",
           3);
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto graphs = run(kMetrics, {"--output", file()});
    EXPECT_TRUE(graphs.output.starts_with("# mackerel-agent-plugin\n"));
    EXPECT_EQ(read_text(file()), "old");
    // What a check says is a result all the same.
    expect(kCheck, {"--output", file(), "--message", "fine"}, "", 0);
    EXPECT_EQ(read_text(file()), "OK: fine\n");
}
