#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/tool/cli.hpp"

namespace monitoring {

/// The groups of further metrics that the user named behind --with.
using Groups = std::set<std::string>;

/// One line of a graph. The name is the last segment of the metric's key.
struct MetricDef {
    std::string name;
    std::string label;
    bool stacked = false;
    std::string group{};  ///< the one it belongs to; empty when it is always there
};

/// One graph. The name is the metrics' key without the last segment; units are Mackerel's: float,
/// integer, percentage, seconds, milliseconds, bytes, bytes/sec, bits/sec, iops.
struct GraphDef {
    GraphDef(std::string_view name_, std::string_view label_, std::string_view unit_,
             std::vector<MetricDef> metrics_, std::string_view group_ = "")
        : name(name_), label(label_), unit(unit_), metrics(std::move(metrics_)), group(group_) {}

    std::string name;
    std::string label;
    std::string unit;
    std::vector<MetricDef> metrics;
    std::string group;  ///< as above, of all its metrics
};

/// Collects what a metric plugin prints: metrics, or the graph definitions.
class MetricWriter {
public:
    /// Keys begin with the prefix in place of their first segment, unless it is empty. It is looked
    /// up at each write, since it becomes known only when the plugin reads its command line.
    explicit MetricWriter(const std::string& key_prefix) : key_prefix_(key_prefix) {}

    /// The prefix where the user names none, for a plugin that learns its own only at run time.
    void set_default_prefix(const std::string& prefix) { default_prefix_ = prefix; }

    /// Whether this run is for the graph definitions (MACKEREL_AGENT_PLUGIN_META set, not empty).
    [[nodiscard]] static bool wants_graphs();

    /// Adds "key<TAB>value<TAB>now". A number that is not finite is left out, and said on stderr.
    void write(std::string_view key, double value);
    void write(std::string_view key, std::integral auto value) {
        write_text(key, std::to_string(value));
    }

    /// Adds nothing when there is no number.
    template <typename Number>
    void write(std::string_view key, const std::optional<Number>& value) {
        if (value) write(key, *value);
    }

    /// The text in place of metrics: "# mackerel-agent-plugin" and a JSON object, as
    /// https://mackerel.io/docs/entry/advanced/custom-metrics describes it. What belongs to a group
    /// is left out unless the group is among the chosen ones.
    void define(const std::vector<GraphDef>& graphs, const Groups& chosen = {});

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void write_text(std::string_view key, std::string_view value);
    [[nodiscard]] std::string prefixed(std::string_view key) const;

    const std::string& key_prefix_;
    std::string default_prefix_;
    std::string text_;
    std::int64_t now_ = 0;
};

/// --with GROUP[,GROUP...]: adds the groups the user names to `chosen`; others are a UsageError.
void add_groups(CommandLine& cli, Groups& chosen, const Groups& groups);

/// Runs one part of a plugin. An Error from it is said on stderr, and the other parts still count.
void attempt(const std::function<void()>& part);

/// The same for the part that writes this one metric: "KEY is left out: why".
void attempt(std::string_view key, const std::function<void()>& part);

/// Runs a metric plugin: prints what it wrote, in one write. Returns 0, or 1 when there is nothing
/// to print; the reason is then on stderr.
[[nodiscard]] int run_metrics(int argc, char** argv,
                              void (*plugin)(const Arguments&, MetricWriter&));

}  // namespace monitoring
