#pragma once

#include <string>
#include <vector>

#include "support/metric_lines.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// mackerel-plugin-linux-lite on the fixture.
class LinuxLiteTest : public ToolTest {
protected:
    LinuxLiteTest() { use_proc_fixture("proc"); }

    /// What it prints, by keys.
    Metrics metrics(const std::vector<std::string>& arguments = {}) {
        const auto result = run("mackerel-plugin-linux-lite", arguments);
        errors_ = result.errors;
        exit_code_ = result.exit_code;
        return parse_metric_lines(result.output);
    }
    void set_cpu(const std::string& columns) const {
        write_proc("stat", "cpu  " + columns + "\ncpu0 1\ncpu1 1\n");
    }

    std::string errors_;  ///< of the last run
    int exit_code_ = -1;
};

/// What the fixture has to tell at once.
inline const Metrics kFirstRun = {
    {"linux-lite.memory.avail", "2560000000"},
    {"linux-lite.loadavg.per-cpu", "0.25"},
    {"linux-lite.process.all", "4"},
    {"linux-lite.process.running", "1"},
};

}  // namespace monitoring
