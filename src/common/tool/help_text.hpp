#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/cli.hpp"

namespace monitoring {

/// What a tool prints with --help: no line of ours is longer than 100 columns.
[[nodiscard]] std::string help_text(const CommandLine& cli, Kind kind);

/// "-w, -c or --max-drops".
[[nodiscard]] std::string join_alternatives(const std::vector<std::string_view>& names);

}  // namespace monitoring
