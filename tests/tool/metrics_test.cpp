#include "common/tool/metrics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <optional>
#include <string>

#include "common/text/text.hpp"
#include "common/tool/common_options.hpp"

using namespace monitoring;

static const std::string kNoPrefix;

/// The key and the value of one number's line; "" when it is left out.
template <typename Number>
static std::string written(Number number, const std::string& key = "a.b",
                           const std::string& prefix = "") {
    MetricWriter writer(prefix);
    writer.write(key, number);
    const auto text = writer.text();
    if (text.empty()) return text;
    EXPECT_EQ(text.back(), '\n');
    return text.substr(0, text.rfind('\t'));
}

TEST(MetricWriter, WritesKeyValueAndTheTimeInSeconds) {
    const auto before = time(nullptr);
    MetricWriter writer(kNoPrefix);
    writer.write("a.b", 1.5);
    writer.write("a.c", 2);
    const auto after = time(nullptr);
    const auto text = writer.text();
    ASSERT_EQ(split(text, '\n').size(), 3U);
    for (const auto line : split(text, '\n')) {
        if (line.empty()) continue;
        const auto columns = split(line, '\t');
        ASSERT_EQ(columns.size(), 3U) << line;
        const auto moment = std::stoll(std::string(columns[2]));
        EXPECT_GE(moment, before);
        EXPECT_LE(moment, after);
    }
    EXPECT_EQ(writer.text().substr(0, 8), "a.b\t1.5\t");
}

TEST(MetricWriter, GivesAllMetricsOfARunTheSameTime) {
    MetricWriter writer(kNoPrefix);
    writer.write("a.b", 1);
    timespec pause{.tv_sec = 1, .tv_nsec = 10'000'000};
    nanosleep(&pause, nullptr);
    writer.write("a.c", 1);
    const auto text = writer.text();
    const auto lines = split(text, '\n');
    EXPECT_EQ(split(lines.at(0), '\t').at(2), split(lines.at(1), '\t').at(2));
}

TEST(MetricWriter, WritesIntegersWithoutAFraction) {
    EXPECT_EQ(written(0), "a.b\t0");
    EXPECT_EQ(written(3), "a.b\t3");
    EXPECT_EQ(written(-3), "a.b\t-3");
    EXPECT_EQ(written(UINT64_MAX), "a.b\t18446744073709551615");
    EXPECT_EQ(written(INT64_MIN), "a.b\t-9223372036854775808");
    EXPECT_EQ(written(3.0), "a.b\t3");
    EXPECT_EQ(written(100.0), "a.b\t100");
    EXPECT_EQ(written(-3.0), "a.b\t-3");
    EXPECT_EQ(written(17179869184.0), "a.b\t17179869184");
}

TEST(MetricWriter, WritesFractionsWithSixDigitsAtTheMost) {
    EXPECT_EQ(written(0.1), "a.b\t0.1");
    EXPECT_EQ(written(1.0 / 3), "a.b\t0.333333");
    EXPECT_EQ(written(-2.0 / 3), "a.b\t-0.666667");
    EXPECT_EQ(written(12.25), "a.b\t12.25");
    EXPECT_EQ(written(0.000001), "a.b\t0.000001");
}

TEST(MetricWriter, WritesTinyNumbersAsZeroWithoutASign) {
    EXPECT_EQ(written(1e-9), "a.b\t0");
    EXPECT_EQ(written(-1e-9), "a.b\t0");
    EXPECT_EQ(written(0.0), "a.b\t0");
    EXPECT_EQ(written(-0.0), "a.b\t0");
    EXPECT_EQ(written(std::numeric_limits<double>::denorm_min()), "a.b\t0");
}

TEST(MetricWriter, WritesHugeNumbers) {
    for (const double number : {1e300, -1e300, std::numeric_limits<double>::max()}) {
        const auto text = written(number);
        ASSERT_EQ(text.substr(0, 4), "a.b\t");
        EXPECT_EQ(std::stod(text.substr(4)), number);
    }
}

TEST(MetricWriter, LeavesOutWhatIsNotFiniteAndSaysSo) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(written(std::nan("")), "");
    EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "");
    EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "");
    const auto errors = testing::internal::GetCapturedStderr();
    EXPECT_NE(errors.find("a.b: left out, since nan is not a finite number\n"), std::string::npos);
    EXPECT_NE(errors.find("-inf"), std::string::npos);
}

TEST(MetricWriter, LeavesOutWhatHasABadKeyAndSaysSo) {
    testing::internal::CaptureStderr();
    for (const auto* key : {"", "a b", "a..b", "a\nb", "a\tb", ".a", "a.", "caf\u00e9"}) {
        EXPECT_EQ(written(1, key), "") << key;
    }
    const auto errors = testing::internal::GetCapturedStderr();
    EXPECT_NE(errors.find("'a b' is not a metric key: left out\n"), std::string::npos);
    EXPECT_NE(errors.find("'a\\nb' is not a metric key"), std::string::npos);
}

TEST(MetricWriter, ReplacesTheFirstSegmentByThePrefix) {
    EXPECT_EQ(written(1, "linux-lite.memory.avail", "db"), "db.memory.avail\t1");
    EXPECT_EQ(written(1, "linux-lite.memory.avail", "db.one"), "db.one.memory.avail\t1");
    EXPECT_EQ(written(1, "single", "db"), "db\t1");
    EXPECT_EQ(written(1, "a b.c", "db"), "db.c\t1");
}

TEST(MetricWriter, LeavesOutAnEmptyOptional) {
    EXPECT_EQ(written(std::optional<double>()), "");
    EXPECT_EQ(written(std::optional(0.5)), "a.b\t0.5");
    EXPECT_EQ(written(std::optional(std::uint64_t{0})), "a.b\t0");
}

TEST(MetricWriter, HasAPrefixOfItsOwnWhereTheUserNamesNone) {
    std::string prefix;
    MetricWriter writer(prefix);
    writer.set_instance("own", {});
    writer.write("a.b", 1);
    EXPECT_EQ(writer.text().substr(0, 6), "own.b\t");
    prefix = "user";
    writer.define({{"a.graph", "Graph", "float", {}}});
    EXPECT_NE(writer.text().find("\"user.graph\""), std::string::npos);
}

TEST(MetricWriter, LooksThePrefixUpAtEachWrite) {
    std::string prefix;
    MetricWriter writer(prefix);
    prefix = "late";
    writer.write("a.b", 1);
    EXPECT_EQ(writer.text().substr(0, 6), "late.b");
}

TEST(MetricWriter, DefinesGraphsInOneLineOfJsonInOrder) {
    MetricWriter writer(kNoPrefix);
    writer.define({{"z.second", "Second \"quoted\"", "bytes", {{"b", "B", true}, {"a", "A"}}},
                   {"a.first", "日本", "float", {{"*", "%1", false}}}});
    EXPECT_EQ(
        writer.text(),
        "# mackerel-agent-plugin\n"
        R"({"graphs":{"z.second":{"label":"Second \"quoted\"","unit":"bytes","metrics":[)"
        R"({"name":"b","label":"B","stacked":true},{"name":"a","label":"A","stacked":false}]},)"
        R"("a.first":{"label":"日本","unit":"float","metrics":[)"
        R"({"name":"*","label":"%1","stacked":false}]}}})"
        "\n");
}

TEST(MetricWriter, DefinesGraphsUnderThePrefix) {
    const std::string prefix = "db.one";
    MetricWriter writer(prefix);
    writer.define({{"linux-lite.memory", "Memory", "bytes", {{"avail", "Available", false}}},
                   {"linux-lite", "All", "float", {}}});
    EXPECT_EQ(writer.text(),
              "# mackerel-agent-plugin\n"
              R"({"graphs":{"db.one.memory":{"label":"Memory","unit":"bytes","metrics":[)"
              R"({"name":"avail","label":"Available","stacked":false}]},)"
              R"("db.one":{"label":"All","unit":"float","metrics":[]}}})"
              "\n");
}

TEST(MetricWriter, WantsGraphsOnlyWhenTheVariableIsNotEmpty) {
    unsetenv("MACKEREL_AGENT_PLUGIN_META");
    EXPECT_FALSE(wants_graphs());
    setenv("MACKEREL_AGENT_PLUGIN_META", "", 1);
    EXPECT_FALSE(wants_graphs());
    setenv("MACKEREL_AGENT_PLUGIN_META", "1", 1);
    EXPECT_TRUE(wants_graphs());
    unsetenv("MACKEREL_AGENT_PLUGIN_META");
}
