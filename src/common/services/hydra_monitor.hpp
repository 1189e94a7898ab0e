#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace monitoring {

/// fluent-agent-hydra's position in a log.
struct HydraFile {
    std::optional<std::int64_t> position;  ///< in bytes; -1 when the log cannot be opened
    std::string error;                     ///< in hydra's words; empty without one
};

/// The logs that hydra follows, by their paths.
using HydraFiles = std::map<std::string, HydraFile, std::less<>>;

/// Parses the response of hydra's monitor (monitor.go, Stats). Throws Error when it is no JSON, has
/// no object `files`, or too many of them. A position that is not an integer is left out.
[[nodiscard]] HydraFiles parse_hydra_monitor(std::string_view json);

}  // namespace monitoring
