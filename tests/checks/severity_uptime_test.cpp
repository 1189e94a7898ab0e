// check-uptime when several of its limits and a reboot alert at once: the worst status is shown.

#include "support/uptime_test.hpp"

namespace monitoring {
namespace {

class UptimeSeverity : public Uptime {
protected:
    /// The line, in which "TIME" stands for when the host was booted.
    void expect_found(const std::vector<std::string>& arguments, const std::string& line,
                      int exit_code) const {
        auto result = check(arguments);
        static const std::string kBooted = "rebooted at ";
        const auto at = result.output.find(kBooted);
        if (at != std::string::npos) {
            result.output.replace(at + kBooted.size(), std::string("2026-11-23 09:18:03").size(),
                                  "TIME");
        }
        EXPECT_EQ(result.output, line + "\n");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
    }
};

/// A way to make the uptime alert, what the message is then, and the exit code.
struct LimitCase {
    std::vector<std::string> arguments;
    std::string message;
    int code = 0;
};

const std::string kUp = "up 0 days,  0:01";

TEST_F(UptimeSeverity, ShowsTheWorseOfTooShortAndTooLong) {
    boot("first", "60.00");
    const std::vector<LimitCase> shorts = {
        {{"-w", "1"}, "", 0},
        {{"-w", "1h"}, "uptime is less than 1h | " + kUp, 1},
        {{"-c", "1h"}, "uptime is less than 1h | " + kUp, 2},
    };
    const std::vector<LimitCase> longs = {
        {{"-W", "1h"}, "", 0},
        {{"-W", "1s"}, "uptime is more than 1s | " + kUp, 1},
        {{"-C", "1s"}, "uptime is more than 1s | " + kUp, 2},
    };
    const std::vector<std::string> names = {"OK: ", "WARNING: ", "CRITICAL: "};
    for (const auto& less : shorts) {
        for (const auto& more : longs) {
            auto arguments = less.arguments;
            arguments.insert(arguments.end(), more.arguments.begin(), more.arguments.end());
            const auto& worse = more.code > less.code ? more : less;
            const auto& message = worse.message.empty() ? kUp : worse.message;
            expect_found(arguments, names.at(static_cast<std::size_t>(worse.code)) + message,
                         worse.code);
        }
    }
}

TEST_F(UptimeSeverity, ShowsTheWorseOfALimitAndAReboot) {
    const std::string rebooted = "rebooted at TIME +0900 (was up 2 hours) | " + kUp;
    const std::string less = "uptime is less than 10m | " + kUp;
    const std::vector<std::string> critical = {"-c", "10m"};
    const std::vector<std::string> warning = {"-w", "10m"};
    const std::vector<std::string> fine = {"-w", "1s"};
    struct Pair {
        std::vector<std::string> limit;
        std::string on_reboot;
        std::string line;
        int code;
    };
    const std::vector<Pair> pairs = {
        {critical, "critical", "CRITICAL: " + rebooted, 2},
        {critical, "warning", "CRITICAL: " + less, 2},
        {critical, "unknown", "CRITICAL: " + less, 2},
        {critical, "ok", "CRITICAL: " + less, 2},
        {warning, "critical", "CRITICAL: " + rebooted, 2},
        {warning, "warning", "WARNING: " + rebooted, 1},
        {warning, "unknown", "WARNING: " + less, 1},
        {warning, "ok", "WARNING: " + less, 1},
        {fine, "critical", "CRITICAL: " + rebooted, 2},
        {fine, "warning", "WARNING: " + rebooted, 1},
        {fine, "unknown", "UNKNOWN: " + rebooted, 3},
        {fine, "ok", "OK: " + rebooted, 0},
    };
    for (const auto& pair : pairs) {
        std::filesystem::remove_all(state_directory());
        auto arguments = pair.limit;
        arguments.insert(arguments.end(), {"--on-reboot", pair.on_reboot});
        boot("first", "7300.00");
        expect_found(arguments, "OK: up 0 days,  2:01", 0);
        boot("second", "60.00");
        expect_found(arguments, pair.line, pair.code);
    }
}

}  // namespace
}  // namespace monitoring
