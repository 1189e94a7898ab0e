// Logs that check-hydra-pos compares with what hydra has read of them.

#include <unistd.h>

#include "support/hydra_test.hpp"

namespace monitoring {
namespace {

class HydraPosLag : public HydraTest {};

TEST_F(HydraPosLag, TakesAnIdleLogForFineIfTold) {
    const auto path = log_of(100);
    answer_log(100);
    expect({"--file", path, "--idle-ok"}, "OK: first time check", 0);
    sleep(1);
    expect({"--file", path, "--idle-ok"}, "OK: 0 position-updated/sec (" + path + ")", 0);
    expect({"--file", path}, "CRITICAL: 0 position-updated/sec less than 1 (" + path + ")", 2);
    static_cast<void>(log_of(101));
    expect({"--file", path, "--idle-ok"},
           "CRITICAL: 0 position-updated/sec less than 1 (" + path + ")", 2);
    static_cast<void>(log_of(99));
    expect({"--file", path, "--idle-ok"},
           "CRITICAL: 0 position-updated/sec less than 1 (" + path + ")", 2);
    static_cast<void>(log_of(0));
    expect({"--file", path, "--idle-ok"}, "OK: 0 position-updated/sec (" + path + ")", 0);
    std::filesystem::remove(path);
    expect({"--file", path, "--idle-ok"},
           "CRITICAL: 0 position-updated/sec less than 1 (" + path +
               "), its size is not known: No such file or directory",
           2);
}

TEST_F(HydraPosLag, JudgesHowFarHydraIsBehind) {
    const auto path = log_of(1000);
    answer_log(900);
    const std::vector<std::string> arguments = {
        "--file", path, "-w", "0", "--lag-critical", "200", "-c", "0", "--lag-warning", "100"};
    const auto first = "first time check (" + path + ")";
    expect(arguments, "OK: " + first + ", 100 bytes behind", 0);
    answer_log(899);
    forget();
    expect(arguments, "WARNING: 101 bytes behind, more than 100 | " + first, 1);
    answer_log(799);
    forget();
    expect(arguments, "CRITICAL: 201 bytes behind, more than 200 | " + first, 2);
}

// The log was truncated and has grown again; hydra still tells where it was in the old one.
TEST_F(HydraPosLag, TakesNothingForReadWhenThePositionIsBeyondTheEnd) {
    const auto path = log_of(1000);
    answer_log(1001);
    const std::vector<std::string> arguments = {"--file", path, "--lag-critical", "999"};
    const auto first = "first time check (" + path + ")";
    expect(arguments, "CRITICAL: 1000 bytes behind, more than 999 | " + first, 2);
    forget();
    expect({"--file", path, "--lag-critical", "1000"}, "OK: " + first + ", 1000 bytes behind", 0);
    forget();
    static_cast<void>(log_of(0));
    expect(arguments, "OK: " + first + ", 0 bytes behind", 0);
}

TEST_F(HydraPosLag, PutsTheWorseOfProgressAndLagInFront) {
    const auto path = log_of(1000);
    answer_log(900);
    expect({"--file", path}, "OK: first time check", 0);
    sleep(1);
    expect({"--file", path, "--lag-critical", "10"},
           "CRITICAL: 0 position-updated/sec less than 1 (" + path +
               "), 100 bytes behind, more than 10",
           2);
    expect({"--file", path, "-c", "0", "--lag-critical", "10"},
           "CRITICAL: 100 bytes behind, more than 10 | 0 position-updated/sec less than 1 (" +
               path + ")",
           2);
    expect({"--file", path, "-c", "0", "-w", "0", "--lag-warning", "10"},
           "WARNING: 100 bytes behind, more than 10 | 0 position-updated/sec (" + path + ")", 1);
}

TEST_F(HydraPosLag, IsUnknownWhenTheLagIs) {
    answer_position(900);
    expect({"--file", "/a.log", "--lag-warning", "10"},
           "UNKNOWN: first time check (/a.log), its size is not known: No such file or directory",
           3);
    const auto path = directory() / "app.log";
    std::filesystem::create_directory(path);
    answer_log(900);
    expect({"--file", path, "--lag-warning", "10"},
           "UNKNOWN: first time check (" + path.string() + "), its size is not known: not a file",
           3);
}

}  // namespace
}  // namespace monitoring
