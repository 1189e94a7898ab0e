#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/metrics.hpp"

namespace monitoring {

/// The key with another first segment; an empty prefix leaves it as it is.
[[nodiscard]] std::string with_prefix(std::string_view key, std::string_view prefix);

/// The graph that the metric of that key belongs to; null where there is none.
[[nodiscard]] const GraphDef* graph_of(const std::vector<GraphDef>& graphs, std::string_view key);

/// The unit of measure that Nagios knows for a quantity: "B", "%", "s", "ms" or none.
[[nodiscard]] std::string_view nagios_unit(std::string_view quantity);

/// The metrics in the text format of Prometheus: a family for each graph, in base units.
[[nodiscard]] std::string prometheus_metrics(const std::vector<Metric>& metrics,
                                             const std::vector<GraphDef>& graphs,
                                             std::string_view prefix, const InstanceLabel& label);

}  // namespace monitoring
