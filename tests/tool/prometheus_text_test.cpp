#include "common/tool/prometheus_text.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace monitoring {
namespace {

using Values = std::vector<std::pair<std::string, double>>;

Values values_of(const CheckSamples& samples) {
    Values values;
    for (const auto& measure : samples.measures) values.emplace_back(measure.label, measure.value);
    return values;
}

TEST(QuotedLabel, IsALineOfPrintableText) {
    EXPECT_EQ(quoted_label("a \"b\" \\c\nd|{}"), R"("a \"b\" \\c\\nd|{}")");
    EXPECT_EQ(quoted_label(""), R"("")");
}

TEST(CheckSamples, AreReadAsTheyWereWritten) {
    const std::vector<std::string> names = {"disk",   "",         R"(a "b" \c\)",
                                            "x\"} 0", "ディスク", "# x"};
    const std::vector<Measure> measures = {{"/", 97.25, "%", 0, 100, {{}, 80}, {{}, 90}},
                                           {R"(/a "b" \)", -1.5},
                                           {"", 0},
                                           {"x,value=\"y\"} 1", 18446744073709551616.0}};
    const Values values = {
        {"/", 97.25}, {R"(/a "b" \)", -1.5}, {"", 0}, {"x,value=\"y\"} 1", 18446744073709551616.0}};
    for (const Status status : {Status::ok, Status::warning, Status::critical, Status::unknown}) {
        for (const auto& name : names) {
            const auto read =
                parse_check_samples(check_samples(status, name, measures, "CRITICAL: full | x\n"));
            EXPECT_EQ(read.name, name);
            EXPECT_EQ(values_of(read), values);
            EXPECT_EQ(read.text, "CRITICAL: full | x");
        }
    }
}

TEST(CheckSamples, AreReadWithoutValues) {
    const auto read = parse_check_samples(check_samples(Status::ok, "disk", {}, "OK: "));
    EXPECT_EQ(read.name, "disk");
    EXPECT_EQ(values_of(read), Values{});
    EXPECT_EQ(read.text, "OK: ");
}

TEST(CheckSamples, HaveALabelEach) {
    const std::vector<Measure> measures = {{"a", 1}, {"a", 2}, {"a_2", 3}};
    const auto read = parse_check_samples(check_samples(Status::ok, "disk", measures, "OK: "));
    EXPECT_EQ(values_of(read), (Values{{"a", 1}, {"a_2", 2}, {"a_2_2", 3}}));
}

TEST(CheckSamples, AreNoTextWhereAPluginHasWrittenThem) {
    const std::string plugin =
        "# HELP load Load\n# TYPE load gauge\nload{name=\"1\"} 2\nload{name=\"5\"} 3\n";
    EXPECT_EQ(parse_check_samples(plugin).text, "");
    EXPECT_EQ(parse_check_samples(plugin + "OK: fine\n").text, "OK: fine");
}

TEST(CheckSamples, AreTextWhereNoCheckHasWrittenThem) {
    const auto read = parse_check_samples("OK: a\tb\nmore\n# more\n");
    EXPECT_EQ(read.name, "");
    EXPECT_EQ(values_of(read), Values{});
    EXPECT_EQ(read.text, R"(OK: a\tb)");
}

TEST(IsMetadata, OfHelpAndTypeBehindBlanks) {
    EXPECT_TRUE(is_metadata("HELP x"));
    EXPECT_TRUE(is_metadata("  TYPE x"));
    EXPECT_FALSE(is_metadata("OK: HELP"));
    EXPECT_FALSE(is_metadata(""));
}

}  // namespace
}  // namespace monitoring
