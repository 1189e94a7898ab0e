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
             std::vector<MetricDef> metrics_, std::string_view group_ = "",
             std::string_view quantity_ = "")
        : name(name_),
          label(label_),
          unit(unit_),
          metrics(std::move(metrics_)),
          group(group_),
          quantity(quantity_.empty() ? unit_ : quantity_) {}

    std::string name;
    std::string label;
    std::string unit;
    std::vector<MetricDef> metrics;
    std::string group;     ///< as above, of all its metrics
    std::string quantity;  ///< what a "float" really is: a unit, or "per-second"
    bool is_open = false;  ///< which metrics it has is the user's to say
};

/// A metric as it was measured.
struct Metric {
    std::string key;   ///< without what the user or the plugin put in place of its first segment
    std::string text;  ///< the number, as it is printed
    double value = 0;
};

/// What tells this plugin's metrics apart from those of another one on this host, for Prometheus,
/// such as port="1056". Both are empty where there is only one.
struct InstanceLabel {
    std::string name{};
    std::string value{};
};

/// Collects what a metric plugin prints: metrics, or the graph definitions.
class MetricWriter {
public:
    /// Keys begin with the prefix in place of their first segment, unless it is empty. It is looked
    /// up at each write, since it becomes known only when the plugin reads its command line; so is
    /// the style.
    explicit MetricWriter(const std::string& key_prefix, const Style& style = kUsualStyle)
        : key_prefix_(key_prefix), style_(style) {}

    /// The prefix where the user names none, for a plugin that learns its own only at run time, and
    /// what says the same in the words of Prometheus.
    void set_instance(const std::string& prefix, const InstanceLabel& label) {
        default_prefix_ = prefix;
        label_ = label;
    }

    /// Adds "key<TAB>value<TAB>now". A number that is not finite is left out, and said on stderr.
    void write(std::string_view key, double value);
    void write(std::string_view key, std::integral auto value) {
        add({std::string(key), std::to_string(value), static_cast<double>(value)});
    }

    /// Adds nothing when there is no number.
    template <typename Number>
    void write(std::string_view key, const std::optional<Number>& value) {
        if (value) write(key, *value);
    }

    /// Tells which graphs there are, those of all groups. Returns whether they are all that is
    /// wanted, and defined.
    [[nodiscard]] bool describe(const std::function<std::vector<GraphDef>()>& graphs,
                                const Groups& chosen = {});

    /// The text in place of metrics: "# mackerel-agent-plugin" and a JSON object, as
    /// https://mackerel.io/docs/entry/advanced/custom-metrics describes it. What belongs to a group
    /// is left out unless the group is among the chosen ones.
    void define(const std::vector<GraphDef>& graphs, const Groups& chosen = {});

    /// Whether there is nothing to print yet.
    [[nodiscard]] bool empty() const { return text_.empty() && metrics_.empty(); }

    /// All of it, in the user's format.
    [[nodiscard]] std::string text() const;

private:
    void add(Metric metric);
    [[nodiscard]] std::string prefixed(std::string_view key) const;

    const std::string& key_prefix_;
    const Style& style_;
    std::string default_prefix_;
    InstanceLabel label_;
    std::string text_;
    std::vector<Metric> metrics_;   ///< in other formats than Mackerel's
    std::vector<GraphDef> graphs_;  ///< the same
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
