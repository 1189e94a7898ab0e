#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace monitoring {

/// How far fluent-agent-hydra has read a log.
struct HydraFile {
    std::optional<std::int64_t> position;  ///< in bytes; -1 when the log cannot be opened
    std::string error;                     ///< in hydra's words; empty when all is well
};

/// The logs that hydra follows, by their paths.
using HydraFiles = std::map<std::string, HydraFile, std::less<>>;

/// Reads what hydra's monitor answers (monitor.go, Stats). Throws Error when that is no JSON, holds
/// no object `files`, or more of them than anybody follows. A position that is not a whole number
/// is left out.
[[nodiscard]] HydraFiles parse_hydra_monitor(std::string_view json);

}  // namespace monitoring
