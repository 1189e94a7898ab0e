#include "common/tool/metrics.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <time.h>

#include <cmath>
#include <cstdlib>

#include "common/runtime/log.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tool/glue.hpp"
#include "common/tool/metric_key.hpp"

namespace monitoring {

bool MetricWriter::wants_graphs() {
    const char* meta = std::getenv("MACKEREL_AGENT_PLUGIN_META");
    return meta != nullptr && *meta != '\0';
}

std::string MetricWriter::prefixed(std::string_view key) const {
    const auto& prefix = key_prefix_.empty() ? default_prefix_ : key_prefix_;
    if (prefix.empty()) return std::string(key);
    return prefix + std::string(key.substr(std::min(key.find('.'), key.size())));
}

/// Six decimals, as the agent's own plugins print them, without the zeros at the end.
static std::string format_number(double value) {
    auto text = fmt::format("{:.6f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

void MetricWriter::write(std::string_view key, double value) {
    if (std::isfinite(value)) return write_text(key, format_number(value));
    warn(fmt::format("{}: left out, since {} is not a finite number", key, value));
}

void MetricWriter::write_text(std::string_view key, std::string_view value) {
    const std::string name = prefixed(key);
    if (!is_metric_key(name)) return warn(fmt::format("'{}' is not a metric key: left out", name));
    if (now_ == 0) now_ = time(nullptr);
    text_ += fmt::format("{}\t{}\t{}\n", name, value, now_);
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
        MetricWriter writer(arguments.common->metric_key_prefix);
        plugin(arguments, writer);
        return Ending{writer.text(), writer.text().empty() ? 1 : 0};
    });
}

}  // namespace monitoring
