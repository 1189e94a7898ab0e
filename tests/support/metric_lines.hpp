#pragma once

#include <gtest/gtest.h>

#include <ctime>
#include <map>
#include <string>

namespace monitoring {

/// The values that a metric plugin printed, by their keys.
using Metrics = std::map<std::string, std::string>;

/// Reads lines of "key<TAB>value<TAB>epoch". Each is expected to be one, and of about now, and no
/// key to be there twice.
inline Metrics parse_metric_lines(std::string text) {
    Metrics metrics;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.erase(0, line.size() + 1);
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        EXPECT_NE(second, std::string::npos) << line;
        if (second == std::string::npos) continue;
        EXPECT_NEAR(std::stod(line.substr(second + 1)), static_cast<double>(time(nullptr)), 60);
        const auto key = line.substr(0, first);
        EXPECT_FALSE(metrics.contains(key)) << key << " is there twice";
        metrics[key] = line.substr(first + 1, second - first - 1);
    }
    return metrics;
}

}  // namespace monitoring
