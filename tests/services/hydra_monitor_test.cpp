#include "common/services/hydra_monitor.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

std::string reason(std::string_view json) {
    try {
        static_cast<void>(parse_hydra_monitor(json));
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}

TEST(ParseHydraMonitor, GivesPositionAndErrorOfEachFile) {
    const auto files = parse_hydra_monitor(read_text(FIXTURES_DIRECTORY "/hydra-busy.json"));
    ASSERT_EQ(files.size(), 3U);
    EXPECT_EQ(files.at("/var/log/app/a.log").position, 792);
    EXPECT_EQ(files.at("/var/log/app/a.log").error, "");
    EXPECT_EQ(files.at("/var/log/app/b.log").position, 41);
    EXPECT_EQ(files.at("/var/log/app/missing.log").position, -1);
    EXPECT_EQ(files.at("/var/log/app/missing.log").error,
              "[2026-11-22 09:50:21.455807297 +0000 UTC m=+3.004883641] open "
              "/var/log/app/missing.log: no such file or directory");
}

TEST(ParseHydraMonitor, DoesNotMindServersThatAreNull) {
    const auto files = parse_hydra_monitor(read_text(FIXTURES_DIRECTORY "/hydra-start.json"));
    EXPECT_EQ(files.size(), 3U);
    EXPECT_EQ(files.at("/var/log/app/a.log").position, 0);
    EXPECT_EQ(parse_hydra_monitor(
                  R"({"sent":{},"files":{"-":{"position":7}},"servers":[null],"receiver":null})")
                  .at("-")
                  .position,
              7);
}

TEST(ParseHydraMonitor, KnowsNoFileOfAHydraWithoutAny) {
    EXPECT_TRUE(parse_hydra_monitor(R"({"files":{}})").empty());
}

TEST(ParseHydraMonitor, TakesNothingButAWholeNumberForAPosition) {
    for (const auto* const position : {"\"792\"", "1.5", "null", "true", "{}", "[1]", "1e3",
                                       "99999999999999999999", "{\"position\":1}"}) {
        const auto files =
            parse_hydra_monitor(fmt::format(R"({{"files":{{"a":{{"position":{}}}}}}})", position));
        EXPECT_FALSE(files.at("a").position) << position;
    }
    for (const auto* const file : {"null", "{}", "7", "[]", "\"x\"", R"({"error":"x"})"}) {
        const auto files = parse_hydra_monitor(fmt::format(R"({{"files":{{"a":{}}}}})", file));
        EXPECT_FALSE(files.at("a").position) << file;
    }
}

TEST(ParseHydraMonitor, TakesNullFalseAndAnEmptyTextForNoErrorAndAllElseForOne) {
    const auto error_of = [](const char* error) {
        return parse_hydra_monitor(
                   fmt::format(R"({{"files":{{"a":{{"position":1,"error":{}}}}}}})", error))
            .at("a")
            .error;
    };
    for (const auto* const none : {"null", "false", "\"\""}) EXPECT_EQ(error_of(none), "") << none;
    for (const auto* const error :
         {"{}", R"({"Op":"open","Err":2})", "[\"x\"]", "[]", "0", "1", "1.5", "true"}) {
        EXPECT_EQ(error_of(error), "an error that is not a text") << error;
    }
    EXPECT_EQ(error_of("\"x\""), "x");
    EXPECT_EQ(error_of(R"("x","error":null)"), "") << "the last one counts";
}

TEST(ParseHydraMonitor, DoesNotTakePositionsFromElsewhere) {
    const auto files = parse_hydra_monitor(
        R"({"position":1,"sent":{"a":{"position":2}},"files":{"a":{"x":{"position":3}}},)"
        R"("servers":[{"files":{"b":{"position":4}}}]})");
    ASSERT_EQ(files.size(), 1U);
    EXPECT_FALSE(files.at("a").position);
}

TEST(ParseHydraMonitor, RefusesWhatIsNotHydras) {
    for (const auto* const json :
         {"{}", "[]", "null", "\"files\"", R"({"files":null})", R"({"files":[{"a":1}]})",
          R"({"files":7})", R"({"files":{"a":{"position":1}},"files":null})"}) {
        EXPECT_EQ(reason(json), "it has no object 'files'") << json;
    }
    EXPECT_EQ(reason("<html>"), "it is not JSON from byte 1 on");
    EXPECT_EQ(reason(R"({"files":{"a":{"position":1})").substr(0, 11), "it is not J");
}

TEST(ParseHydraMonitor, RefusesMoreFilesThanAnybodyFollows) {
    const auto document = [](int count) {
        std::string files;
        for (int i = 0; i < count; ++i) {
            files += fmt::format("{}\"/log/{}\":{{\"position\":{}}}", i == 0 ? "" : ",", i, i);
        }
        return fmt::format("{{\"files\":{{{}}}}}", files);
    };
    EXPECT_EQ(parse_hydra_monitor(document(10'000)).size(), 10'000U);
    EXPECT_EQ(reason(document(10'001)), "it names more than 10000 files");
}

}  // namespace
}  // namespace monitoring
