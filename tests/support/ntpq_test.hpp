#pragma once

#include <sys/timex.h>

#include <string>
#include <utility>
#include <vector>

#include "support/metric_lines.hpp"
#include "support/ntp_fixture.hpp"

namespace monitoring {

/// mackerel-plugin-ntpq on a host that has been up for a day and has no programs but those that a
/// test makes.
class NtpqTest : public ToolTest {
protected:
    NtpqTest() {
        std::filesystem::create_directories(directory() / "programs");
        set("PATH", (directory() / "programs").string());
        // What runs under a tracer cannot look for leaks.
        set("ASAN_OPTIONS", "detect_leaks=0");
        write_proc("uptime", "86400.00 1.00\n");
    }

    /// Makes a program that notes how it was called and then does as the shell script says.
    void program(const std::string& name, const std::string& script) const {
        const auto path = directory() / "programs" / name;
        write_text(path, "#!/bin/sh\necho \"" + name + " $*\" >>" + asked_file() + "\n" + script);
        std::filesystem::permissions(path, std::filesystem::perms(0755));
    }
    /// ... that prints these texts when called with these arguments.
    void answers(const std::string& name,
                 const std::vector<std::pair<std::string, std::string>>& texts) const {
        std::string script = "case \"$*\" in\n";
        for (const auto& [arguments, text] : texts) {
            const auto file = directory() / ("answer of " + name + " " + arguments);
            write_text(file, text);
            script += "'" + arguments + "') exec /bin/cat '" + file.string() + "';;\n";
        }
        program(name, script + "esac\nexit 9\n");
    }
    void chronyd_says(const std::string& sources, const std::string& tracking = "") const {
        answers("chronyc", {{"-c -n sources", sources}, {"-c -n tracking", tracking}});
    }
    /// chronyd with a source that is off by so many seconds.
    void chronyd_measures(const std::string& offset) const {
        chronyd_says("^,*,192.0.2.1,2,6,377,5,0.000000668," + offset + ",0.009833483\n");
    }
    void ntpd_says(const std::string& peers, const std::string& variables = "") const {
        answers("ntpq", {{"-pn", peers}, {"-c rv", variables}});
    }
    void timesyncd_says(const std::string& properties) const {
        answers("timedatectl", {{"show-timesync --all", properties}});
    }
    void kernel_says(int status, long offset, long max_error = 1500) {
        kernel_ =
            std::to_string(status) + " " + std::to_string(offset) + " " + std::to_string(max_error);
    }
    void kernel_forbids_to_ask() { kernel_.clear(); }
    /// timesyncd's daemon, where one finds it that comes with the timedatectl of program().
    void install_timesyncd() const {
        std::filesystem::create_directories(directory() / "lib/systemd");
        write_text(directory() / "lib/systemd/systemd-timesyncd", "");
    }

    /// What it prints, by keys; an exit code of 0 is expected.
    Metrics metrics(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(),
                         {"--kernel", kernel_, TOOLS_DIRECTORY "/mackerel-plugin-ntpq"});
        const auto result = run(FAKE_CLOCK, arguments);
        errors_ = result.errors;
        EXPECT_EQ(result.exit_code, 0) << errors_;
        return parse_metric_lines(result.output);
    }
    /// The same, nothing being said on stderr.
    Metrics quiet_metrics(const std::vector<std::string>& arguments = {}) {
        auto values = metrics(arguments);
        EXPECT_EQ(errors_, "");
        return values;
    }

    /// A line on stderr that contains this.
    void expect_error(const std::string& text) const {
        EXPECT_TRUE(errors_.starts_with("mackerel-plugin-ntpq: ")) << errors_;
        EXPECT_TRUE(errors_.ends_with("\n")) << errors_;
        EXPECT_NE(errors_.find(text), std::string::npos) << errors_;
    }

    /// The calls of programs, a line each.
    [[nodiscard]] std::string asked() const { return read_text(asked_file()); }

    /// What chronyc does where chronyd is not running.
    const std::string not_running_ = "echo '506 Cannot talk to daemon'\nexit 1\n";
    std::string errors_;
    std::string kernel_;  ///< as fake_clock has it  ///< of the last run

private:
    [[nodiscard]] std::string asked_file() const { return (directory() / "asked").string(); }
};

inline const Metrics kNotSynchronised = {{"ntpq.synced.remote", "0"}};

/// What is printed of a clock that is so many milliseconds off.
inline Metrics synchronised(const std::string& offset) {
    return {{"ntpq.synced.remote", "1"}, {"ntpq.offset.seconds", offset}};
}

}  // namespace monitoring
