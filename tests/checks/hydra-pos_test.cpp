#include <unistd.h>

#include <chrono>

#include "support/hydra_test.hpp"

namespace monitoring {
namespace {

class HydraPos : public HydraTest {};

TEST_F(HydraPos, OnlyRemembersAtTheFirstTime) {
    expect({"--file", "/var/log/app/a.log"}, "OK: first time check", 0);
    EXPECT_TRUE(server_.requests().starts_with("GET / HTTP/1.1\r\n")) << server_.requests();
}

TEST_F(HydraPos, IsCriticalWhenNothingWasRead) {
    answer_position(792);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    sleep(1);
    expect({"--file", "/a.log"}, "CRITICAL: 0 position-updated/sec less than 1 (/a.log)", 2);
    expect({"--file", "/a.log", "-c", "0", "-w", "0.5"},
           "WARNING: 0 position-updated/sec less than 0.5 (/a.log)", 1);
    expect({"--file", "/a.log", "-c", "0", "-w", "0"}, "OK: 0 position-updated/sec (/a.log)", 0);
}

TEST_F(HydraPos, TellsHowFastALogIsRead) {
    answer_position(0);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    sleep(1);
    answer_position(100'000);
    expect_match({"--file", "/a.log"}, "OK: " + kRate + R"( \(/a\.log\))", 0);
    answer_position(200'000);
    expect_match({"--file", "/a.log", "-w", "1e6"},
                 "WARNING: " + kRate + R"( less than 1e6 \(/a\.log\))", 1);
    answer_position(300'000);
    expect_match({"--file", "/a.log", "-w", "2000000", "-c", "1000000"},
                 "CRITICAL: " + kRate + R"( less than 1000000 \(/a\.log\))", 2);
}

TEST_F(HydraPos, CountsARotatedLogFromItsStart) {
    answer_position(1'000'000);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    sleep(1);
    answer_position(100'000);
    expect_match({"--file", "/a.log", "-c", "1000"}, "OK: " + kRate + R"( \(/a\.log\))", 0);
}

TEST_F(HydraPos, JudgesByTheRunBeforeWithinASecond) {
    answer_position(0);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    answer_position(100'000);
    sleep(1);
    // Both within a second, on any machine that can run a program twice in it.
    const auto started_at = std::chrono::steady_clock::now();
    const auto first = check({"--file", "/a.log"});
    answer_position(50);
    const auto second = check({"--file", "/a.log"});
    if (std::chrono::steady_clock::now() - started_at > std::chrono::seconds(1)) return;
    EXPECT_EQ(second.output, first.output);
    // The position 50 was not remembered.
    sleep(1);
    answer_position(100'000);
    expect({"--file", "/a.log"}, "CRITICAL: 0 position-updated/sec less than 1 (/a.log)", 2);
}

TEST_F(HydraPos, TakesARebootForTheFirstTime) {
    answer_position(5);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    write_proc("sys/kernel/random/boot_id", "second\n");
    sleep(1);
    expect({"--file", "/a.log"}, "OK: first time check", 0);
}

TEST_F(HydraPos, KeepsHostsPortsAndFilesApart) {
    answer_files(R"("/a.log":{"position":5},"/b.log":{"position":5})");
    const CannedServer other(answer_json(R"({"files":{"/a.log":{"position":5}}})"));
    expect({"--file", "/a.log"}, "OK: first time check", 0);
    sleep(1);
    expect({"--file", "/b.log"}, "OK: first time check", 0);
    expect({"--file", "/a.log", "--host", "localhost"}, "OK: first time check", 0);
    expect({"--file", "/a.log", "--port", std::to_string(other.port())}, "OK: first time check", 0);
    expect({"--file", "/a.log"}, "CRITICAL: 0 position-updated/sec less than 1 (/a.log)", 2);
}

TEST_F(HydraPos, KeepsItsVerdictWhenTheStateCannotBeSaved) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    const auto note = " (state not saved: /nonexistent/" + state_directory().filename().string() +
                      ": No such file or directory)";
    const auto path = log_of(10);
    answer_log(10);
    expect({"--file", path, "--lag-critical", "5"},
           "OK: first time check (" + path + "), 0 bytes behind" + note, 0);
    // Without a limit of its own each run would be the first one, and OK.
    expect({"--file", path}, "UNKNOWN: first time check (" + path + ")" + note, 3);
    expect({"--file", path, "--idle-ok"}, "UNKNOWN: first time check (" + path + ")" + note, 3);
}

TEST_F(HydraPos, IsUnknownBesideAnUnsafeStateDirectory) {
    std::filesystem::create_symlink("/tmp", state_directory());
    const auto result = check({"--file", "/var/log/app/a.log"});
    EXPECT_TRUE(result.output.starts_with("UNKNOWN: will not keep state in ")) << result.output;
    EXPECT_EQ(result.exit_code, 3);
}

TEST_F(HydraPos, WantsAFile) {
    expect({}, "UNKNOWN: --file or --all is required (see --help)", 3);
    expect({"--file", ""}, "UNKNOWN: --file: '' is empty (see --help)", 3);
}

TEST_F(HydraPos, NamesAWrongValue) {
    for (const std::string option : {"-w", "-c", "--lag-warning", "--lag-critical", "--port"}) {
        for (const std::string wrong : {"abc", "", "-1", "1e999", "nan", "5%", "5x"}) {
            const auto result = check({"--all", option, wrong});
            EXPECT_EQ(result.exit_code, 3) << option << wrong;
            EXPECT_TRUE(result.output.starts_with("UNKNOWN: -")) << result.output;
            EXPECT_NE(result.output.find(": '" + wrong + "' "), std::string::npos) << result.output;
        }
    }
    expect({"--all", "--host", "a b"},
           "UNKNOWN: -H,--host: 'a b' is neither a host's name nor an address (see --help)", 3);
}

}  // namespace
}  // namespace monitoring
