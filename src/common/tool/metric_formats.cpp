#include "common/tool/metric_formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/tool/prometheus_text.hpp"

namespace monitoring {

/// How other engines call and count what Mackerel has a unit for.
struct Quantity {
    std::string_view name;
    std::string_view nagios;  ///< unit of measure
    std::string_view suffix;  ///< of the family's name
    double divisor = 1;       ///< of the value, for the base unit
};
static constexpr std::array<Quantity, 5> kQuantities = {{{"bytes", "B", "_bytes"},
                                                         {"percentage", "%", "_ratio", 100},
                                                         {"seconds", "s", "_seconds"},
                                                         {"milliseconds", "ms", "_seconds", 1000},
                                                         {"per-second", "", "_per_second"}}};

static const Quantity* find_quantity(std::string_view name) {
    const auto is_it = [name](const Quantity& quantity) { return quantity.name == name; };
    const auto* const found = std::find_if(kQuantities.begin(), kQuantities.end(), is_it);
    return found == kQuantities.end() ? nullptr : found;
}

std::string with_prefix(std::string_view key, std::string_view prefix) {
    if (prefix.empty()) return std::string(key);
    return std::string(prefix).append(key.substr(std::min(key.find('.'), key.size())));
}

const GraphDef* graph_of(const std::vector<GraphDef>& graphs, std::string_view key) {
    const auto name = key.substr(0, key.rfind('.'));
    const auto is_it = [name](const GraphDef& graph) { return graph.name == name; };
    const auto found = std::find_if(graphs.begin(), graphs.end(), is_it);
    return found == graphs.end() ? nullptr : &*found;
}

std::string_view nagios_unit(std::string_view quantity) {
    const auto* const found = find_quantity(quantity);
    return found == nullptr ? "" : found->nagios;
}

static std::string family_name(const GraphDef& graph, std::string_view prefix,
                               const Quantity* quantity) {
    auto name = with_prefix(graph.name, prefix);
    const auto is_other = [](char c) { return c == '.' || c == '-'; };
    std::replace_if(name.begin(), name.end(), is_other, '_');
    if (name.front() >= '0' && name.front() <= '9') name.insert(name.begin(), '_');
    if (quantity != nullptr && !name.ends_with(quantity->suffix)) name += quantity->suffix;
    return name;
}

/// {name="avail",port="1056"}, of which there may be one or none.
static std::string labels_of(const Metric& metric, const GraphDef& graph,
                             const InstanceLabel& instance) {
    std::string labels;
    if (graph.metrics.size() > 1 || graph.is_open) {
        labels = fmt::format("name={}", quoted_label(metric.key.substr(graph.name.size() + 1)));
    }
    if (!instance.name.empty()) {
        labels += fmt::format("{}{}={}", labels.empty() ? "" : ",", instance.name,
                              quoted_label(instance.value));
    }
    return labels.empty() ? "" : fmt::format("{{{}}}", labels);
}

/// The graph's label without the instance, since it has to be the same for all of them.
static std::string help_of(const GraphDef& graph, const InstanceLabel& instance) {
    auto help = graph.label;
    const auto named = fmt::format("({})", instance.value);
    const auto at = help.find(named);
    if (at != std::string::npos) help.erase(at, named.size());
    return help;
}

std::string prometheus_metrics(const std::vector<Metric>& metrics,
                               const std::vector<GraphDef>& graphs, std::string_view prefix,
                               const InstanceLabel& label) {
    std::string text;
    for (const GraphDef& graph : graphs) {
        const auto* const quantity = find_quantity(graph.quantity);
        const auto name = family_name(graph, prefix, quantity);
        std::string lines;
        for (const Metric& metric : metrics) {
            if (graph_of(graphs, metric.key) != &graph) continue;
            const bool is_as_measured = quantity == nullptr || quantity->divisor == 1;
            // The sum has no negative zero, which an offset of none is just after boot.
            lines += fmt::format(
                "{}{} {}\n", name, labels_of(metric, graph, label),
                is_as_measured ? metric.text
                               : fmt::format("{:.10g}", metric.value / quantity->divisor + 0.0));
        }
        if (lines.empty()) continue;
        text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n{}", name, help_of(graph, label), name,
                            lines);
    }
    return text;
}

}  // namespace monitoring
