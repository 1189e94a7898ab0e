#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "support/canned_server.hpp"
#include "support/metric_lines.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// Mackerel-plugin-gaurun-usage beside a server that answers what the test wants.
class GaurunTest : public ToolTest {
protected:
    GaurunTest() { write_proc("sys/kernel/random/boot_id", "first\n"); }

    [[nodiscard]] ToolResult run_plugin(const std::vector<std::string>& arguments) const {
        std::vector<std::string> all = {"--port", std::to_string(server_.port())};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return run("mackerel-plugin-gaurun-usage", all);
    }
    /// What it prints, by keys without "gaurun_PORT.".
    Metrics metrics(const std::vector<std::string>& arguments = {}) {
        const auto result = run_plugin(arguments);
        errors_ = result.errors;
        exit_code_ = result.exit_code;
        Metrics found;
        const auto prefix = fmt::format("gaurun_{}.", server_.port());
        for (const auto& [key, value] : parse_metric_lines(result.output)) {
            EXPECT_TRUE(key.starts_with(prefix)) << key;
            found[key.substr(std::min(prefix.size(), key.size()))] = value;
        }
        return found;
    }
    /// What the server answers from now on: pushes with success and with errors to each platform.
    void answer_pushes(unsigned ios_success, unsigned ios_error, unsigned android_success,
                       unsigned android_error) {
        server_.behave(answer_json(
            fmt::format(R"({{"queue_max":64,"queue_usage":16,"pusher_max":8,"pusher_count":3,)"
                        R"("ios":{{"push_success":{},"push_error":{}}},)"
                        R"("android":{{"push_success":{},"push_error":{}}}}})",
                        ios_success, ios_error, android_success, android_error)));
    }
    [[nodiscard]] std::string url() const {
        return fmt::format("http://127.0.0.1:{}/stat/app", server_.port());
    }
    /// That it prints nothing, and why on stderr.
    void expect_failure(const std::vector<std::string>& arguments, const std::string& reason) {
        EXPECT_EQ(metrics(arguments), Metrics());
        EXPECT_EQ(errors_, "mackerel-plugin-gaurun-usage: " + reason + "\n");
        EXPECT_EQ(exit_code_, 1);
    }

    CannedServer server_{answer_json(read_text(FIXTURES_DIRECTORY "/gaurun-busy.json"))};
    std::string errors_;
    int exit_code_ = -1;
};

}  // namespace monitoring
