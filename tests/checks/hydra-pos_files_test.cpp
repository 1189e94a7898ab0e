// What check-hydra-pos makes of the files that hydra tells of, or does not.

#include <unistd.h>

#include "support/hydra_test.hpp"

namespace monitoring {
namespace {

class HydraPosFiles : public HydraTest {};

TEST_F(HydraPosFiles, TellsHydrasErrors) {
    expect({"--file", "/var/log/app/missing.log"},
           "CRITICAL: [2026-11-22 09:50:21.455807297 +0000 UTC m=+3.004883641] open "
           "/var/log/app/missing.log: no such file or directory (/var/log/app/missing.log)",
           2);
    answer_position(-1);
    expect({"--file", "/a.log"}, "CRITICAL: position -1 (/a.log)", 2);
    answer_files(R"("/a.log":{"position":7,"error":"read\nfailed"})");
    expect({"--file", "/a.log"}, R"(CRITICAL: read\nfailed (/a.log))", 2);
}

TEST_F(HydraPosFiles, ComparesALogThatAppearedWithItsStart) {
    answer_position(-1);
    expect({"--file", "/a.log"}, "CRITICAL: position -1 (/a.log)", 2);
    sleep(1);
    answer_position(100'000);
    expect_match({"--file", "/a.log", "-c", "1000"}, "OK: " + kRate + R"( \(/a\.log\))", 0);
}

TEST_F(HydraPosFiles, NamesTheFilesThatHydraKnows) {
    expect({"--file", "/var/log/app/c.log"},
           "CRITICAL: hydra does not know /var/log/app/c.log; it knows /var/log/app/a.log, "
           "/var/log/app/b.log, /var/log/app/missing.log",
           2);
    answer_files("");
    expect({"--file", "/c.log"}, "CRITICAL: hydra does not know /c.log; it knows no file at all",
           2);
}

TEST_F(HydraPosFiles, NamesAsManyFilesAsFit) {
    std::string files;
    for (int i = 0; i < 5000; ++i) {
        files += fmt::format("{}\"/var/log/{}.log\":{{\"position\":1}}", i == 0 ? "" : ",", i);
    }
    answer_files(files);
    const auto result = check({"--file", "/c.log"});
    EXPECT_TRUE(result.output.ends_with(" more\n")) << result.output;
    EXPECT_LE(result.output.size(), 1024U);
}

TEST_F(HydraPosFiles, IsCriticalWithoutAPosition) {
    for (const auto* const file :
         {"null", "{}", R"({"position":"5"})", R"({"position":5.5})", R"({"position":null})"}) {
        answer_files(fmt::format(R"("/a.log":{},"/b.log":{{"position":1}})", file));
        expect({"--file", "/a.log"}, "CRITICAL: hydra does not tell the position (/a.log)", 2);
    }
    expect({"--file", "/b.log"}, "OK: first time check", 0);
}

TEST_F(HydraPosFiles, PutsTheWorstOfSeveralFilesInFront) {
    answer_files(R"("/a.log":{"position":0},"/b.log":{"position":7},"/c.log":{"position":-1})");
    const std::vector<std::string> arguments = {"--file", "/a.log", "--file",
                                                "/b.log", "--file", "/a.log"};
    expect(arguments, "OK: first time check (/a.log), first time check (/b.log)", 0);
    sleep(1);
    answer_files(R"("/a.log":{"position":90000},"/b.log":{"position":7},"/c.log":{"position":-1})");
    expect_match(
        arguments,
        R"(CRITICAL: 0 position-updated/sec less than 1 \(/b\.log\), )" + kRate + R"( \(/a\.log\))",
        2);
    answer_files(
        R"("/a.log":{"position":180000},"/b.log":{"position":7},"/c.log":{"position":-1})");
    expect_match({"--all"},
                 R"(CRITICAL: 0 position-updated/sec less than 1 \(/b\.log\), )"
                 R"(position -1 \(/c\.log\), )" +
                     kRate + R"( \(/a\.log\))",
                 2);
}

TEST_F(HydraPosFiles, ChecksAllFilesAndThoseItMustKnow) {
    answer_files(R"("/a.log":{"position":0})");
    expect({"--all"}, "OK: first time check (/a.log)", 0);
    forget();
    expect({"--all", "--file", "/b.log"},
           "CRITICAL: hydra does not know /b.log; it knows /a.log, first time check (/a.log)", 2);
    answer_files("");
    expect({"--all"}, "CRITICAL: hydra follows no file at all", 2);
}

TEST_F(HydraPosFiles, FitsAThousandFilesIntoALine) {
    std::string files;
    for (int i = 0; i < 1000; ++i) {
        files += fmt::format("{}\"/var/log/{}.log\":{{\"position\":{}}}", i == 0 ? "" : ",", i,
                             i == 500 ? -1 : 1);
    }
    answer_files(files);
    const auto result = check({"--all", "-t", "60"});
    EXPECT_TRUE(result.output.starts_with("CRITICAL: position -1 (/var/log/500.log), "))
        << result.output;
    EXPECT_TRUE(result.output.ends_with(" more\n")) << result.output;
    EXPECT_LE(result.output.size(), 1024U);
}

}  // namespace
}  // namespace monitoring
