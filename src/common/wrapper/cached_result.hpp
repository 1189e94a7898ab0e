#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/tool/status.hpp"

namespace monitoring {

/// A command's result as it is kept: its status, and its output byte for byte.
struct CachedResult {
    Status status = Status::unknown;
    std::string output;
};

[[nodiscard]] std::string format_result(const CachedResult& result);

/// The reverse; empty for anything else.
[[nodiscard]] std::optional<CachedResult> parse_result(std::string_view text);

}  // namespace monitoring
