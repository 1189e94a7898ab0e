// check-hydra-pos when progress and lag, or several logs, have something to say at once.

#include <unistd.h>

#include "support/hydra_test.hpp"

namespace monitoring {
namespace {

class HydraPosSeverity : public HydraTest {};

/// Options, and the status that follows from them alone.
struct Source {
    std::vector<std::string> options;
    int code = 0;
};

const std::vector<std::string> kNames = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
// Nothing was read since the last run: 0 bytes a second.
const std::vector<Source> kProgress = {
    {{"-w", "0", "-c", "0"}, 0}, {{"-w", "1", "-c", "0"}, 1}, {{"-w", "0", "-c", "1"}, 2}};
// 100 bytes have not been read.
const std::vector<Source> kLag = {
    {{"--lag-warning", "100"}, 0}, {{"--lag-warning", "99"}, 1}, {{"--lag-critical", "99"}, 2}};

TEST_F(HydraPosSeverity, ShowsTheWorseOfProgressAndLag) {
    const auto path = log_of(1000);
    answer_log(900);
    expect({"--file", path, "--lag-warning", "100"},
           "OK: first time check (" + path + "), 100 bytes behind", 0);
    sleep(1);
    for (const auto& progress : kProgress) {
        for (const auto& lag : kLag) {
            std::vector<std::string> arguments = {"--file", path};
            for (const auto* const source : {&progress, &lag}) {
                arguments.insert(arguments.end(), source->options.begin(), source->options.end());
            }
            auto text = std::string("0 position-updated/sec") +
                        (progress.code > 0 ? " less than 1" : "") + " (" + path + ")";
            const std::string behind =
                std::string("100 bytes behind") + (lag.code > 0 ? ", more than 99" : "");
            const bool is_lag_worse = lag.code > progress.code;
            text = is_lag_worse ? behind + " | " + text : text + ", " + behind;
            const int code = std::max(progress.code, lag.code);
            expect(arguments, kNames.at(static_cast<std::size_t>(code)) + ": " + text, code);
        }
    }
}

TEST_F(HydraPosSeverity, IsUnknownWithoutALagOnlyWhereTheProgressIsFine) {
    const auto path = (directory() / "app.log").string();
    answer_log(900);
    const std::string why = ", its size is not known: No such file or directory";
    expect({"--file", path, "--lag-warning", "9"}, "UNKNOWN: first time check (" + path + ")" + why,
           3);
    sleep(1);
    for (const auto& progress : kProgress) {
        std::vector<std::string> arguments = {"--file", path, "--lag-critical", "9"};
        arguments.insert(arguments.end(), progress.options.begin(), progress.options.end());
        const int code = progress.code == 0 ? 3 : progress.code;
        expect(arguments,
               kNames.at(static_cast<std::size_t>(code)) + ": 0 position-updated/sec" +
                   (progress.code > 0 ? " less than 1" : "") + " (" + path + ")" + why,
               code);
    }
}

// A log of each status: fine, behind by 100 bytes, unknown to hydra, and without a size.
TEST_F(HydraPosSeverity, ShowsTheWorstOfSeveralLogsInFront) {
    const auto log = log_of(1000);
    const auto fine = log + "-fine";
    const auto gone = log + "-gone";
    write_text(fine, std::string(1000, 'x'));
    answer_files(
        fmt::format(R"("{}":{{"position":900}},"{}":{{"position":1000}},"{}":{{"position":7}})",
                    log, fine, gone));
    const auto first = [](const std::string& path) { return "first time check (" + path + ")"; };
    struct Log {
        std::string path;
        std::string message;
        int code;
        int severity;
    };
    const std::vector<Log> logs = {
        {fine, first(fine) + ", 0 bytes behind", 0, 0},
        {gone, first(gone) + ", its size is not known: No such file or directory", 3, 1},
        {log, "100 bytes behind, more than 9 | " + first(log), 1, 2},
        {"/none", fmt::format("hydra does not know /none; it knows {}, {}, {}", log, fine, gone), 2,
         3},
    };
    for (const auto& one : logs) {
        for (const auto& other : logs) {
            if (one.path == other.path) continue;
            forget();
            const auto& worse = one.severity > other.severity ? one : other;
            const auto& better = one.severity > other.severity ? other : one;
            expect({"--lag-warning", "9", "--file", one.path, "--file", other.path},
                   kNames.at(static_cast<std::size_t>(worse.code)) + ": " + worse.message + ", " +
                       better.message,
                   worse.code);
        }
    }
}

}  // namespace
}  // namespace monitoring
