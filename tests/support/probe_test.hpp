#pragma once

#include <string>
#include <vector>

#include "support/run_tool.hpp"

namespace monitoring {

// Tools that do what their options say, see probe.cpp.
inline const std::string kCheck = PROBES_DIRECTORY "/probe-check";
inline const std::string kMetrics = PROBES_DIRECTORY "/probe-metrics";
inline const std::string kWrapper = PROBES_DIRECTORY "/probe-wrapper";

/// A test that compares all that such a tool prints, and its exit code.
class ProbeTest : public ToolTest {
protected:
    void expect(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& output, int exit_code, const std::string& errors = "") const {
        const auto result = run(program, arguments);
        EXPECT_EQ(result.output, output);
        EXPECT_EQ(result.errors, errors);
        EXPECT_EQ(result.exit_code, exit_code);
    }
};

}  // namespace monitoring
