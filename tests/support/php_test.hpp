#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/metric_lines.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// Mackerel-plugin-php-version with stand-ins for php, which are the only programs on its PATH that
/// are called php.
class PhpTest : public ToolTest {
protected:
    PhpTest() {
        std::filesystem::create_directory(directory() / "bin");
        set("PATH", (directory() / "bin").string() + ":/nonexistent");
    }

    /// Makes a shell script and returns its path.
    [[nodiscard]] std::string stand_in(const std::string& name, const std::string& script) const {
        const auto path = directory() / "bin" / name;
        write_text(path, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return path.string();
    }
    [[nodiscard]] ToolResult run_plugin(const std::vector<std::string>& arguments = {}) const {
        return run("mackerel-plugin-php-version", arguments);
    }

    /// Expects these values, nothing on stderr, and that it went well.
    void expect_metrics(const std::vector<std::string>& arguments, const Metrics& expected) const {
        const auto result = run_plugin(arguments);
        EXPECT_EQ(parse_metric_lines(result.output), expected);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, 0);
    }
};

}  // namespace monitoring
