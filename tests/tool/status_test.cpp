#include "common/tool/status.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "common/text/error.hpp"

using namespace monitoring;

static bool is_mistake(std::string_view mapping) {
    try {
        StatusMap().add(mapping);
    } catch (const UsageError&) {
        return true;
    }
    return false;
}

TEST(StatusName, IsWhatMackerelShows) {
    EXPECT_EQ(status_name(Status::ok), "OK");
    EXPECT_EQ(status_name(Status::warning), "WARNING");
    EXPECT_EQ(status_name(Status::critical), "CRITICAL");
    EXPECT_EQ(status_name(Status::unknown), "UNKNOWN");
}

TEST(StatusValue, IsTheExitCode) {
    EXPECT_EQ(static_cast<int>(Status::ok), 0);
    EXPECT_EQ(static_cast<int>(Status::warning), 1);
    EXPECT_EQ(static_cast<int>(Status::critical), 2);
    EXPECT_EQ(static_cast<int>(Status::unknown), 3);
}

TEST(Severity, OrdersCriticalWarningUnknownOk) {
    EXPECT_GT(severity(Status::critical), severity(Status::warning));
    EXPECT_GT(severity(Status::warning), severity(Status::unknown));
    EXPECT_GT(severity(Status::unknown), severity(Status::ok));
}

TEST(Worst, IsTheOneWithTheHigherSeverity) {
    EXPECT_EQ(worst(Status::unknown, Status::critical), Status::critical);
    EXPECT_EQ(worst(Status::critical, Status::unknown), Status::critical);
    EXPECT_EQ(worst(Status::unknown, Status::warning), Status::warning);
    EXPECT_EQ(worst(Status::ok, Status::unknown), Status::unknown);
    EXPECT_EQ(worst(Status::ok, Status::ok), Status::ok);
}

TEST(StatusOption, ReadsNamesInAnyCase) {
    EXPECT_EQ(status_option("ok"), Status::ok);
    EXPECT_EQ(status_option("OK"), Status::ok);
    EXPECT_EQ(status_option("Warning"), Status::warning);
    EXPECT_EQ(status_option("cRiTiCaL"), Status::critical);
    EXPECT_EQ(status_option("UNKNOWN"), Status::unknown);
}

TEST(ParseStatus, IsEmptyForWhatIsNoStatus) {
    EXPECT_EQ(parse_status("warning"), Status::warning);
    EXPECT_EQ(parse_status("warn"), std::nullopt);
    EXPECT_EQ(parse_status(""), std::nullopt);
}

TEST(StatusOption, RejectsEverythingElse) {
    for (const auto* word : {"", "o", "okay", "warn", "crit", " ok", "ok ", "0", "2", "ok\n",
                             "critical=ok", "warnings"}) {
        EXPECT_THROW(static_cast<void>(status_option(word)), UsageError) << word;
    }
}

TEST(StatusOption, NamesTheWordItRejects) {
    try {
        static_cast<void>(status_option("x"));
        FAIL() << "not rejected";
    } catch (const UsageError& mistake) {
        EXPECT_STREQ(mistake.what(), "'x' is not a status (ok, warning, critical or unknown)");
    }
}

TEST(StatusMap, ShowsEachStatusAsItselfAtFirst) {
    const StatusMap map;
    for (const auto status : {Status::ok, Status::warning, Status::critical, Status::unknown}) {
        EXPECT_EQ(map(status), status);
    }
}

TEST(StatusMap, ShowsOneStatusAsAnother) {
    StatusMap map;
    map.add("critical=warning");
    EXPECT_EQ(map(Status::critical), Status::warning);
    EXPECT_EQ(map(Status::warning), Status::warning);
    EXPECT_EQ(map(Status::unknown), Status::unknown);
    EXPECT_EQ(map(Status::ok), Status::ok);
}

TEST(StatusMap, MapsAllAtOnceAndNotOneAfterTheOther) {
    StatusMap map;
    map.add("critical=warning,warning=ok");
    EXPECT_EQ(map(Status::critical), Status::warning);
    EXPECT_EQ(map(Status::warning), Status::ok);
}

TEST(StatusMap, CanSwapTwo) {
    StatusMap map;
    map.add("Warning=CRITICAL,Critical=WARNING");
    EXPECT_EQ(map(Status::critical), Status::warning);
    EXPECT_EQ(map(Status::warning), Status::critical);
}

TEST(StatusMap, AddsUpOverSeveralTextsAndTheLastOneCounts) {
    StatusMap map;
    map.add("critical=warning");
    map.add("unknown=ok");
    map.add("critical=ok");
    EXPECT_EQ(map(Status::critical), Status::ok);
    EXPECT_EQ(map(Status::unknown), Status::ok);
}

TEST(StatusMap, RejectsWhatIsNoMapping) {
    for (const auto* text : {"", "critical", "critical=", "=ok", "=", "x=ok", "ok=x", "critical:ok",
                             "critical=ok,", ",critical=ok", "critical=ok,,unknown=ok",
                             "critical=ok=ok", "critical= ok", "critical=ok unknown=ok"}) {
        EXPECT_TRUE(is_mistake(text)) << text;
    }
}
