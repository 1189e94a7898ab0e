#include "common/tool/metric_formats.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

/// The metrics of a plugin with these graphs, for Prometheus.
std::string samples(const std::vector<GraphDef>& graphs, const std::vector<Metric>& metrics,
                    const InstanceLabel& label = {}, std::string_view prefix = "") {
    return prometheus_metrics(metrics, graphs, prefix, label);
}

TEST(PrometheusMetrics, AreAFamilyForEachGraph) {
    const std::vector graphs = {
        GraphDef("linux-lite.memory", "Memory", "bytes", {{"avail", "A"}, {"kernel", "K"}}),
        GraphDef("linux-lite.process", "Processes", "integer", {{"all", "all"}, {"run", "R"}})};
    EXPECT_EQ(samples(graphs, {{"linux-lite.process.all", "7", 7},
                               {"linux-lite.memory.avail", "18446744073709551615", 1.8e19},
                               {"linux-lite.process.run", "2", 2}}),
              "# HELP linux_lite_memory_bytes Memory\n"
              "# TYPE linux_lite_memory_bytes gauge\n"
              "linux_lite_memory_bytes{name=\"avail\"} 18446744073709551615\n"
              "# HELP linux_lite_process Processes\n"
              "# TYPE linux_lite_process gauge\n"
              "linux_lite_process{name=\"all\"} 7\n"
              "linux_lite_process{name=\"run\"} 2\n");
    EXPECT_EQ(samples(graphs, {}), "");
}

TEST(PrometheusMetrics, AreInBaseUnits) {
    const auto sample = [](const char* unit, const char* quantity, double value) {
        const auto text = samples({GraphDef("a.b", "B", unit, {{"c", "c"}}, "", quantity)},
                                  {{"a.b.c", "as is", value}});
        return text.substr(text.find("gauge\n") + 6);
    };
    EXPECT_EQ(sample("percentage", "", 12.5), "a_b_ratio 0.125\n");
    EXPECT_EQ(sample("float", "percentage", 100), "a_b_ratio 1\n");
    EXPECT_EQ(sample("milliseconds", "", 0.012), "a_b_seconds 1.2e-05\n");
    EXPECT_EQ(sample("milliseconds", "", -0.0), "a_b_seconds 0\n");
    EXPECT_EQ(sample("seconds", "", 3), "a_b_seconds as is\n");
    EXPECT_EQ(sample("float", "per-second", 3), "a_b_per_second as is\n");
    EXPECT_EQ(sample("float", "", 3), "a_b as is\n");
}

TEST(PrometheusMetrics, SayAUnitOnce) {
    EXPECT_NE(samples({GraphDef("a.x_ratio", "B", "percentage", {{"c", "c"}})},
                      {{"a.x_ratio.c", "50", 50}})
                  .find("\na_x_ratio 0.5\n"),
              std::string::npos);
}

TEST(PrometheusMetrics, TellInstancesApartByALabelAndNotByTheHelp) {
    const std::vector graphs = {
        GraphDef("gaurun.queue", "gaurun(1056) queue", "integer", {{"usage", "u"}, {"max", "m"}})};
    EXPECT_EQ(samples(graphs, {{"gaurun.queue.max", "9", 9}}, {"port", "1056"}),
              "# HELP gaurun_queue gaurun queue\n"
              "# TYPE gaurun_queue gauge\n"
              "gaurun_queue{name=\"max\",port=\"1056\"} 9\n");
}

TEST(PrometheusMetrics, HaveTheUsersPrefix) {
    const std::vector graphs = {GraphDef("php.version", "PHP", "integer", {{"8_2", "8_2"}})};
    const auto text = samples(graphs, {{"php.version.8_2", "80200", 80200}}, {}, "web-1.php");
    EXPECT_NE(text.find("\nweb_1_php_version 80200\n"), std::string::npos) << text;
}

TEST(PrometheusMetrics, HaveANameWhereTheUserSaysWhichThereAre) {
    GraphDef graph("php.version", "PHP", "integer", {{"8_2", "8_2"}});
    graph.is_open = true;
    const auto text = samples({graph}, {{"php.version.8_2", "80200", 80200}});
    EXPECT_NE(text.find("\nphp_version{name=\"8_2\"} 80200\n"), std::string::npos) << text;
}

TEST(NagiosUnit, IsOneThatNagiosKnows) {
    EXPECT_EQ(nagios_unit("bytes"), "B");
    EXPECT_EQ(nagios_unit("percentage"), "%");
    EXPECT_EQ(nagios_unit("milliseconds"), "ms");
    EXPECT_EQ(nagios_unit("seconds"), "s");
    for (const char* none : {"float", "integer", "per-second", ""})
        EXPECT_EQ(nagios_unit(none), "");
}

}  // namespace
}  // namespace monitoring
