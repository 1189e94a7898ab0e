#include "common/tool/metrics.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <time.h>

#include <cmath>

#include "common/runtime/log.hpp"
#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"
#include "common/tool/common_options.hpp"
#include "common/tool/glue.hpp"
#include "common/tool/metric_formats.hpp"
#include "common/tool/metric_key.hpp"

namespace monitoring {

std::string MetricWriter::prefixed(std::string_view key) const {
    return with_prefix(key, key_prefix_.empty() ? default_prefix_ : key_prefix_);
}

void MetricWriter::write(std::string_view key, double value) {
    if (std::isfinite(value)) return add({std::string(key), format_number(value), value});
    warn(fmt::format("{}: left out, since {} is not a finite number", key, value));
}

void MetricWriter::add(Metric metric) {
    const std::string name = prefixed(metric.key);
    if (!is_metric_key(name)) return warn(fmt::format("'{}' is not a metric key: left out", name));
    if (style_.format != Format::mackerel) return metrics_.push_back(std::move(metric));
    if (now_ == 0) now_ = time(nullptr);
    text_ += fmt::format("{}\t{}\t{}\n", name, metric.text, now_);
}

void MetricWriter::define(const std::vector<GraphDef>& graphs, const Groups& chosen) {
    using Json = nlohmann::ordered_json;
    const auto is_chosen = [&chosen](const auto& item) {
        return item.group.empty() || chosen.contains(item.group);
    };
    Json definitions = Json::object();
    for (const GraphDef& graph : graphs) {
        if (!is_chosen(graph)) continue;
        Json metrics = Json::array();
        for (const MetricDef& metric : graph.metrics) {
            if (!is_chosen(metric)) continue;
            metrics.push_back(
                {{"name", metric.name}, {"label", metric.label}, {"stacked", metric.stacked}});
        }
        definitions[prefixed(graph.name)] = {
            {"label", graph.label}, {"unit", graph.unit}, {"metrics", metrics}};
    }
    text_ = fmt::format("# mackerel-agent-plugin\n{}\n", Json{{"graphs", definitions}}.dump());
}

bool MetricWriter::describe(const std::function<std::vector<GraphDef>()>& graphs,
                            const Groups& chosen) {
    if (wants_graphs()) {
        define(graphs(), chosen);
        return true;
    }
    if (style_.format != Format::mackerel) graphs_ = graphs();
    return false;
}

std::string MetricWriter::text() const {
    if (metrics_.empty()) return text_;
    if (style_.format == Format::prometheus) {
        return prometheus_metrics(metrics_, graphs_, key_prefix_, label_);
    }
    Verdict verdict{Status::ok, fmt::format("{} metrics of {}", metrics_.size(), name_of(style_)),
                    warning_note()};
    for (const Metric& metric : metrics_) {
        const auto* const graph = graph_of(graphs_, metric.key);
        verdict.measures.push_back({prefixed(metric.key), metric.value,
                                    graph == nullptr ? "" : nagios_unit(graph->quantity)});
    }
    return formatted(verdict, style_);
}

void add_groups(CommandLine& cli, Groups& chosen, const Groups& groups) {
    const std::string known = join(groups, ", ");
    const auto choose = [&chosen, groups, known](std::string_view text) {
        for (const auto group : split(text, ',')) {
            if (!groups.contains(std::string(group))) {
                throw UsageError(fmt::format("'{}' is not one of {}", group, known));
            }
            chosen.emplace(group);
        }
    };
    cli.add_option("--with", choose, "GROUP[,GROUP...]", {"Further metrics to print: " + known});
}

void attempt(const std::function<void()>& part) {
    try {
        part();
    } catch (const Error& error) {
        warn(error.what());
    }
}

void attempt(std::string_view key, const std::function<void()>& part) {
    try {
        part();
    } catch (const Error& error) {
        warn(fmt::format("{} is left out: {}", key, error.what()));
    }
}

int run_metrics(int argc, char** argv, void (*plugin)(const Arguments&, MetricWriter&)) {
    return run_tool(argc, argv, Kind::metrics, [plugin](const Arguments& arguments) {
        const CommonOptions& common = *arguments.common;
        MetricWriter writer(common.metric_key_prefix, common.style);
        plugin(arguments, writer);
        if (!writer.empty()) return Ending{writer.text()};
        if (!common.says_status()) return Ending{"", 1};
        return ending_of({Status::unknown, join(take_warnings(), "; "), ""}, common.style);
    });
}

}  // namespace monitoring
