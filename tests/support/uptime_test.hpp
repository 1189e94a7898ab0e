#pragma once

#include <string>
#include <vector>

#include "support/run_tool.hpp"

namespace monitoring {

/// A test of check-uptime, on a host that has been up for 273900.42 s: 3 days, 4 hours, 5 minutes.
class Uptime : public ToolTest {
protected:
    Uptime() { use_proc_fixture("proc"); }

    ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-uptime", arguments);
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-uptime", arguments, line, exit_code);
    }
    void boot(const std::string& boot_id, const std::string& uptime) const {
        write_proc("sys/kernel/random/boot_id", boot_id + "\n");
        write_proc("uptime", uptime + " 0.00\n");
    }
    void expect_reboot(const std::vector<std::string>& arguments, const std::string& status,
                       const std::string& rest) const {
        const auto result = check(arguments);
        const auto bar = result.output.find(" +0900 (was up ");
        ASSERT_NE(bar, std::string::npos) << result.output;
        EXPECT_TRUE(result.output.starts_with(status + ": rebooted at 2")) << result.output;
        EXPECT_EQ(result.output.substr(bar), " +0900 (was up " + rest + "\n");
    }
};

}  // namespace monitoring
