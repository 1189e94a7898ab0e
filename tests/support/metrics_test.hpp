#pragma once

#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "support/run_tool.hpp"

namespace monitoring {

using Values = std::map<std::string, std::string>;

/// A test of a metric plugin.
class MetricsTest : public ToolTest {
protected:
    /// What the plugin prints, key by key. Checks the form of every line.
    Values metrics_of(const std::string& plugin, const std::vector<std::string>& arguments = {}) {
        const auto result = run(plugin, arguments);
        errors_ = result.errors;
        exit_code_ = result.exit_code;
        Values values;
        std::string rest = result.output;
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.erase(0, line.size() + 1);
            const auto first = line.find('\t');
            const auto second = line.find('\t', first + 1);
            EXPECT_NE(second, std::string::npos) << line;
            EXPECT_NEAR(std::stod(line.substr(second + 1)), static_cast<double>(time(nullptr)), 60);
            const auto key = line.substr(0, first);
            EXPECT_FALSE(values.contains(key)) << key << " is there twice";
            values[key] = line.substr(first + 1, second - first - 1);
        }
        return values;
    }

    std::string errors_;  ///< of the last run
    int exit_code_ = -1;
};

}  // namespace monitoring
