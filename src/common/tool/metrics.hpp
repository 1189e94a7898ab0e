#pragma once

#include <concepts>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/cli.hpp"

namespace monitoring {

/// One line of a graph. The name is the last segment of the metric's key.
struct MetricDef {
    std::string name;
    std::string label;
    bool stacked = false;
};

/// One graph. The name is the metrics' key without the last segment; units are Mackerel's: float,
/// integer, percentage, seconds, milliseconds, bytes, bytes/sec, bits/sec, iops.
struct GraphDef {
    std::string name;
    std::string label;
    std::string unit;
    std::vector<MetricDef> metrics;
};

/// Collects what a metric plugin prints: metrics, or the graph definitions.
class MetricWriter {
public:
    /// Keys begin with the prefix in place of their first segment, unless it is empty. It is looked
    /// up at each write, since it becomes known only when the plugin reads its command line.
    explicit MetricWriter(const std::string& key_prefix) : key_prefix_(key_prefix) {}

    /// Whether this run is for the graph definitions (MACKEREL_AGENT_PLUGIN_META set, not empty).
    [[nodiscard]] static bool wants_graphs();

    /// Adds "key<TAB>value<TAB>now". A number that is not finite is left out, and said on stderr.
    void write(std::string_view key, double value);
    void write(std::string_view key, std::integral auto value) {
        write_text(key, std::to_string(value));
    }

    /// The text in place of metrics: "# mackerel-agent-plugin" and a JSON object, as
    /// https://mackerel.io/docs/entry/advanced/custom-metrics describes it.
    void define(const std::vector<GraphDef>& graphs);

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void write_text(std::string_view key, std::string_view value);
    [[nodiscard]] std::string prefixed(std::string_view key) const;

    const std::string& key_prefix_;
    std::string text_;
    std::int64_t now_ = 0;
};

/// --with GROUP[,GROUP...]: adds the groups the user names to `chosen`; others are a UsageError.
void add_groups(CommandLine& cli, std::set<std::string>& chosen,
                const std::set<std::string>& groups);

/// Runs a metric plugin: prints what it wrote, in one write. Returns 0, or 1 when there is nothing
/// to print; the reason is then on stderr.
[[nodiscard]] int run_metrics(int argc, char** argv,
                              void (*plugin)(const Arguments&, MetricWriter&));

}  // namespace monitoring
