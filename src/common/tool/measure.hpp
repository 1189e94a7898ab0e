#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace monitoring {

/// What does not alert: a value from `low` to `high`, where they are given.
struct Range {
    std::optional<double> low{};
    std::optional<double> high{};
};

/// A quantity that a check judged, for engines that keep such values. How they are written is for
/// nagios_text.hpp and prometheus_text.hpp to know, and their ranges come of within() in
/// thresholds.hpp.
struct Measure {
    std::string label;              ///< short and always the same, such as "free" or a path
    double value = 0;               ///< in the unit
    std::string_view unit{};        ///< "s", "B" or "%"; empty for a number
    std::optional<double> least{};  ///< what the value can be
    std::optional<double> most{};   ///< the same
    Range warning{};                ///< in the unit, shares resolved
    Range critical{};               ///< the same
};

/// The label, or with a number behind it, as in "/a_b_2", where one of those taken is the same: an
/// engine keeps one value a label, and Prometheus refuses a file with two. It is taken then.
[[nodiscard]] std::string distinct_label(const std::string& label,
                                         std::map<std::string, int>& taken);

}  // namespace monitoring
