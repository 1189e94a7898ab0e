#pragma once

#include <time.h>

#include <functional>
#include <iomanip>
#include <sstream>
#include <string>

#include "support/wrapper_test.hpp"

namespace monitoring {

/// A minute on the clock that a test has chosen.
struct Moment {
    std::time_t local = 0;  ///< seconds since 1970, as if the local time were UTC

    [[nodiscard]] std::string format(const char* how, int minutes_later = 0) const {
        const std::time_t other = local + minutes_later * 60;
        std::tm time{};
        gmtime_r(&other, &time);
        std::ostringstream text;
        text << std::put_time(&time, how);
        return text.str();
    }
    [[nodiscard]] std::string clock(int minutes_later = 0) const {
        return format("%H:%M", minutes_later);
    }
    [[nodiscard]] std::string day(int days_later = 0) const {
        return format("%a", days_later * 1440);
    }
    [[nodiscard]] std::string date(int days_later = 0) const {
        return format("%Y-%m-%d", days_later * 1440);
    }
    /// "09:00-18:00", from so many minutes later until so many.
    [[nodiscard]] std::string range(int from, int until) const {
        return clock(from) + "-" + clock(until);
    }
};

/// A test of periodic-checker with a clock of its own: a zone in which it is noon by default.
class PeriodicTest : public WrapperTest {
protected:
    PeriodicTest() { make_hour(12); }

    /// Makes that the hour of the local time.
    void make_hour(int hour) {
        const auto now = static_cast<int>(time(nullptr) / 3600 % 24);
        hours_east_ = (hour - now + 36) % 24 - 12;
        // POSIX counts the hours to the west.
        set("TZ", "TST" + std::to_string(-hours_east_));
    }
    [[nodiscard]] Moment now() const { return {(time(nullptr) + hours_east_ * 3600) / 60 * 60}; }

    using Options = std::function<Words(const Moment&)>;
    /// Runs it with options that fit the moment; again, should a new minute begin meanwhile.
    ToolResult run_now(const Options& options, Moment& moment) const {
        const auto count = sh("echo >>" + path("runs") + "; echo ran");
        while (true) {
            moment = now();
            write_text(path("runs"), "");
            auto result = run("periodic-checker", wrap(options(moment), count));
            if (now().local == moment.local) return result;
        }
    }
    void expect_inside(const Options& options) const {
        Moment moment;
        const auto result = run_now(options, moment);
        EXPECT_EQ(result.output, "ran\n") << moment.format("%a %H:%M");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(count_runs(), 1U);
    }
    /// Its line; "TIME" in it is the time.
    void expect_outside(const Options& options, std::string line, int exit_code = 0) const {
        Moment moment;
        const auto result = run_now(options, moment);
        if (line.ends_with("[TIME]")) line.replace(line.size() - 5, 4, moment.clock());
        EXPECT_EQ(result.output, line + "\n") << moment.format("%a %H:%M");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(count_runs(), 0U) << "the command was run";
    }
    /// The line begins with OK and ends with the ranges, which are the second of the options.
    void expect_outside(const Options& options) const {
        std::string ranges;
        const auto remember = [&](const Moment& moment) {
            auto words = options(moment);
            ranges = words.at(1);
            return words;
        };
        Moment moment;
        const auto result = run_now(remember, moment);
        EXPECT_EQ(result.output,
                  "OK: out of time ranges: " + ranges + " [" + moment.clock() + "]\n");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(count_runs(), 0U) << "the command was run";
    }

private:
    int hours_east_ = 0;
};

}  // namespace monitoring
