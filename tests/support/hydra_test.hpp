#pragma once

#include <fmt/format.h>

#include <regex>
#include <string>
#include <vector>

#include "support/canned_server.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// What a message says of a progress that no test can foretell.
inline const std::string kRate = R"([0-9]+(\.[0-9]{1,3})? position-updated/sec)";

/// Check-hydra-pos against a hydra that answers what the test wants.
class HydraTest : public ToolTest {
protected:
    HydraTest() { write_proc("sys/kernel/random/boot_id", "first\n"); }

    [[nodiscard]] std::vector<std::string> with_port(
        const std::vector<std::string>& arguments) const {
        std::vector<std::string> all = {"--port", std::to_string(server_.port())};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return all;
    }
    [[nodiscard]] ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-hydra-pos", with_port(arguments));
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-hydra-pos", with_port(arguments), line, exit_code);
    }
    /// That the line is as this regular expression says.
    void expect_match(const std::vector<std::string>& arguments, const std::string& pattern,
                      int exit_code) const {
        const auto result = check(arguments);
        EXPECT_TRUE(std::regex_match(result.output, std::regex(pattern + "\n")))
            << result.output << "is not " << pattern;
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
    }
    /// What hydra answers from now on: the members of its object of files.
    void answer_files(const std::string& files) {
        server_.behave(answer_json(fmt::format(
            R"({{"sent":{{}},"files":{{{}}},"servers":[null],"receiver":null}})", files)));
    }
    void answer_position(std::int64_t position) {
        answer_files(fmt::format(R"("/a.log":{{"tag":"a","position":{},"error":""}})", position));
    }
    [[nodiscard]] std::string address() const {
        return fmt::format("127.0.0.1:{}", server_.port());
    }
    /// A file to compare positions with, of that many bytes.
    [[nodiscard]] std::string log_of(std::size_t size) const {
        const auto path = directory() / "app.log";
        write_text(path, std::string(size, 'x'));
        return path.string();
    }
    void answer_log(std::int64_t position) {
        answer_files(fmt::format(R"("{}":{{"position":{},"error":""}})",
                                 (directory() / "app.log").string(), position));
    }

    /// Makes the next run a first one.
    void forget() const { std::filesystem::remove_all(state_directory()); }

    CannedServer server_{answer_json(read_text(FIXTURES_DIRECTORY "/hydra-busy.json"))};
};

}  // namespace monitoring
